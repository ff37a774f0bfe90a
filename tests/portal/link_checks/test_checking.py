"""A link that dies and comes back: what patients see, what staff are told, on which day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from education.models import Source
from education.review.unsigned import unsigned_content
from portal.link_checks import checking
from portal.link_checks.checking import check_links, the_only_run
from portal.link_checks.known import broken_links
from portal.management.commands import check_links as command
from portal.models import CheckedLink, Clinic, LinkRound, StaffGroup
from tests import factories
from tests.base import words_of
from tests.portal.link_checks.hostile_server import hostile_server, leading_to

pytestmark = pytest.mark.django_db

BOOKING = "https://book.harbour.example/visit"
HOUR = timedelta(hours=1)


class World:
    """The internet as it is at one moment: a server, its faults, and the time."""

    def __init__(self, server):
        self.server = server
        self.now = datetime(2026, 3, 27, 4, 0, tzinfo=UTC)
        self.names: dict[str, list[str]] = {}

    def run(self, hours: float = 0, **options):
        """Let so many hours pass, then run the check."""
        self.now += hours * HOUR
        asker = leading_to(self.server, self.names)
        return check_links(
            lambda question: asker.ask(question.address, booking=question.booking),
            clock=lambda: self.now,
            **options,
        )

    def say(self, status: int, *paths: str):
        for path in paths:
            self.server.answers[path] = lambda request: request.say(status)

    @property
    def asked(self) -> list[str]:
        return [f"{host}{path}" for method, host, path, *_ in self.server.asked if method == "HEAD"]


@pytest.fixture
def world():
    with hostile_server() as server:
        yield World(server)


@pytest.fixture
def readers_article(article):
    return lambda: Client().get(article.get_url())


def booking_section(response) -> str:
    page = response.content.decode()
    return page[page.index('id="book"') : page.index("</section>", page.index('id="book"'))]


def test_a_booking_link_dies_and_recovers(world, article, readers_article, administrator):
    """As it happens, run after run: patients get the link, then the telephone, then the link again."""
    assert world.run().broken == 0
    assert BOOKING in booking_section(readers_article())

    world.say(404, "/visit")
    world.run(24)
    assert BOOKING in booking_section(readers_article()), "one failure may be chance"
    assert mail.outbox == []

    world.run(24)
    page = booking_section(readers_article())
    assert BOOKING not in page
    assert 'href="tel:5550200300"' in page
    assert BOOKING not in readers_article().content.decode()
    assert [message.to for message in mail.outbox] == [[administrator.email]]
    told = mail.outbox[0]
    assert told.subject == "Harbour Skin Clinic: 1 link is broken"
    assert BOOKING in told.body
    assert "There is no such page (404)." in told.body
    assert f"/admin/clinic-settings/edit/{factories.clinic_of(article.get_site()).pk}/" in told.body

    world.run(24)
    world.run(24)
    assert len(mail.outbox) == 1, "staff are told once"

    world.say(200, "/visit")
    world.run(1)
    assert BOOKING in booking_section(readers_article())
    assert [message.subject for message in mail.outbox[1:]] == [
        "Harbour Skin Clinic: 1 link works again"
    ]
    world.run(24)
    assert len(mail.outbox) == 2


def test_after_a_recovery_a_new_break_is_told_again(world, clinic, administrator):
    for status, times in [(404, 2), (200, 1), (404, 3), (200, 2)]:
        world.say(status, "/visit")
        for _ in range(times):
            world.run(24)
    assert [message.subject.rpartition(": ")[2] for message in mail.outbox] == [
        "1 link is broken",
        "1 link works again",
    ] * 2


def test_a_clinic_without_a_telephone_falls_back_to_contact(world, article, readers_article):
    settings = factories.clinic_of(article.get_site())
    place = settings.locations.first()
    place.telephone = ""
    settings.locations = [place]
    settings.save()
    world.say(500, "/visit")
    world.run()
    world.run(24)
    page = booking_section(readers_article())
    assert BOOKING not in page
    assert "Contact the clinic" in page or "mailto:" in page


def test_readers_pages_ask_the_database_no_more_often_for_it(
    world, article, django_assert_max_num_queries
):
    from tests.portal.test_queries import queries_of

    before = len(queries_of(article.get_url()))
    world.say(404, "/visit")
    world.run()
    world.run(24)
    assert len(queries_of(article.get_url())) == before


def test_two_clinics_with_the_same_link_are_asked_once_and_both_told(
    world, clinic, other_clinic, administrator
):
    other = factories.make_person(other_clinic, StaffGroup.Role.ADMINISTRATOR)
    Clinic.objects.filter(site=other_clinic).update(booking_link=BOOKING, booking_hosts="")
    world.say(404, "/visit")
    world.run()
    assert world.asked.count("book.harbour.example/visit") == 1
    assert CheckedLink.objects.filter(address=BOOKING).count() == 2
    world.run(24)
    assert sorted(message.to for message in mail.outbox) == sorted(
        [[administrator.email], [other.email]]
    )
    by_clinic = {message.to[0]: message for message in mail.outbox}
    assert "Meadow" not in by_clinic[administrator.email].body
    assert "Harbour" not in by_clinic[other.email].body.replace(BOOKING, "")
    assert broken_links(clinic) == broken_links(other_clinic) == {BOOKING}
    Clinic.objects.filter(site=other_clinic).update(booking_link="https://new.example/visit-us")
    world.run(1)
    assert broken_links(clinic) == {BOOKING}
    assert broken_links(other_clinic) == frozenset()


def test_a_changed_booking_link_is_back_at_once_and_the_old_one_forgotten(
    world, article, readers_article, administrator
):
    world.say(404, "/visit")
    world.run()
    world.run(24)
    settings = factories.clinic_of(article.get_site())
    settings.booking_link, settings.booking_hosts = "https://new.example/visit-us", ""
    settings.save()
    assert "https://new.example/visit-us" in booking_section(readers_article())
    world.run(1)
    assert not CheckedLink.objects.filter(address=BOOKING).exists()
    assert len(mail.outbox) == 1


def test_undoing_a_change_of_settings_brings_no_broken_link_back(world, clinic, administrator):
    settings = factories.clinic_of(clinic)
    earlier = settings.save_revision()
    world.say(404, "/visit")
    world.run()
    world.run(24)
    factories.clinic_of(clinic).with_content_json(earlier.content).save()
    assert broken_links(clinic) == {BOOKING}


def test_a_broken_source_is_shown_without_its_link_and_stays_signed_off(world, clinic, reviewer):
    source = factories.make_source(clinic, "A small study", url="https://journal.example/study")
    article = factories.make_article(clinic, sources=[source])
    world.say(410, "/study")
    world.run()
    assert (
        'href="https://journal.example/study"' in Client().get(article.get_url()).content.decode()
    )
    world.run(24)
    page = Client().get(article.get_url())
    assert "https://journal.example/study" not in page.content.decode()
    assert "A small study" in words_of(page)
    assert "This link did not work when we last looked." in words_of(page)
    assert list(unsigned_content()) == []

    source.refresh_from_db()
    revision = source.latest_revision.as_object()
    assert revision.broken_url == source.url, "a draft of it knows too"
    source.url = "https://journal.example/moved"
    assert source.link_works, "another address has not been asked yet"

    world.say(200, "/study")
    world.run(24)
    assert (
        'href="https://journal.example/study"' in Client().get(article.get_url()).content.decode()
    )
    assert list(unsigned_content()) == []


def test_a_source_in_step_with_its_broken_link_can_be_signed_off_and_published(world, clinic):
    source = factories.make_source(clinic, url="https://journal.example/study")
    world.say(404, "/study")
    world.run()
    world.run(24)
    source = Source.objects.get(pk=source.pk)
    source.title = "New words"
    factories.put_live(source, source.save_revision())
    source.refresh_from_db()
    assert source.title == "New words"
    assert not source.link_works
    assert list(unsigned_content()) == []


def test_robots_refusals_neither_break_nor_heal(world, clinic, administrator):
    for status in (403, 429, 999, 401):
        world.say(status, "/visit")
        world.run(24)
    assert not CheckedLink.objects.filter(failing_since__isnull=False).exists()
    world.say(404, "/visit")
    world.run(24)
    world.run(24)
    world.say(403, "/visit")
    world.run(24)
    assert broken_links(clinic) == {BOOKING}


def test_a_name_that_leads_inside_is_neither_asked_nor_judged(world, clinic):
    world.names = {"book.harbour.example": ["10.0.0.7"]}
    world.run()
    world.run(24)
    row = CheckedLink.objects.get(address=BOOKING)
    assert (row.outcome, row.failing_since) == ("inside", None)
    assert not any("book.harbour" in asked for asked in world.asked)


# --- Our own network ------------------------------------------------------------------------------


def test_a_machine_without_a_network_judges_nothing(world, clinic, other_clinic, administrator):
    factories.make_source(clinic, url="https://journal.example/study")
    world.run()
    hosts = ("book.harbour.example", "book.meadow.example", "journal.example")
    world.names = {host: [] for host in hosts}
    for _ in range(3):
        report = world.run(24)
        assert report.offline
        assert report.asked == 0
    assert not CheckedLink.objects.filter(failing_since__isnull=False).exists()
    assert mail.outbox == []
    world.names = {}
    assert not world.run(1).offline


def test_the_only_link_that_is_due_is_judged_because_others_answer(world, clinic, administrator):
    """A day after its first failure a link is asked alone: its silence must count all the same."""
    factories.make_source(clinic, url="https://journal.example/study")
    world.names = {"book.harbour.example": []}
    world.run()
    world.run(20)
    world.run(4)
    assert broken_links(clinic) == {BOOKING}
    assert len(mail.outbox) == 1


# --- Runs that end early, run twice, or together --------------------------------------------------


def test_an_hourly_run_asks_each_link_about_once_a_day(world, clinic):
    for _hour in range(49):
        world.run(1)
    assert world.asked.count("book.harbour.example/visit") == 3


def test_a_second_run_asks_nothing_and_again_asks_everything(world, clinic):
    world.run()
    number = len(world.asked)
    assert world.run().asked == 0
    assert len(world.asked) == number
    world.run(again=True)
    assert len(world.asked) == 2 * number


def test_asking_again_and_again_breaks_nothing_sooner(world, clinic):
    world.say(404, "/visit")
    for _ in range(5):
        world.run(4, again=True)
    assert broken_links(clinic) == frozenset()


def test_of_two_runs_at_once_the_second_does_nothing(world, clinic):
    with the_only_run(lambda: world.now):
        report = world.run()
        assert report.busy
        assert world.asked == []
        assert not CheckedLink.objects.exists()
    assert not world.run().busy


def test_a_killed_run_is_continued_after_a_while(world, clinic, monkeypatch):
    monkeypatch.setattr(checking, "AT_A_TIME", 5)
    for number in range(20):
        factories.make_source(clinic, url=f"https://journal{number}.example/study")
    asker = leading_to(world.server)

    class Killed(BaseException):
        pass

    def until_killed(answered, *args):
        if CheckedLink.objects.filter(last_asked__isnull=False).count() >= 10:
            raise Killed
        return note(answered, *args)

    note = checking.note_answers
    monkeypatch.setattr(checking, "note_answers", until_killed)
    with pytest.raises(Killed):
        check_links(lambda question: asker.ask(question.address), clock=lambda: world.now)
    LinkRound.objects.update(alive_at=world.now)  # a killed process takes no leave
    monkeypatch.undo()
    assert world.run(0.1).busy
    done = set(CheckedLink.objects.filter(last_asked__isnull=False).values_list("pk", flat=True))
    assert len(done) == 10
    report = world.run(0.2)
    assert report.asked == report.links - 10


def test_a_mail_that_cannot_be_sent_is_sent_by_the_next_run(
    world, clinic, administrator, monkeypatch
):
    world.say(404, "/visit")
    world.run()
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", lambda message: 1 / 0)
        assert len(world.run(24).problems) == 1
    assert mail.outbox == []
    world.run(1)
    world.run(1)
    assert len(mail.outbox) == 1


def test_a_clinic_with_nobody_to_tell_is_named(world, clinic):
    world.say(404, "/visit")
    world.run()
    assert "nobody can be told" in world.run(24).problems[0]


def test_the_review_mailbox_is_told_instead_of_everybody(world, clinic, administrator, reviewer):
    clinic.review_rules.mailbox = "review@harbour.example"
    clinic.review_rules.save()
    world.say(404, "/visit")
    world.run()
    world.run(24)
    assert [message.to for message in mail.outbox] == [["review@harbour.example"]]


def test_the_command_says_in_one_line_what_it_did(world, clinic, monkeypatch, capsys):
    asked = []

    def fake(user_agent, turn):
        asked.append(user_agent)
        return leading_to(world.server)

    monkeypatch.setattr(command, "Asker", fake)
    call_command("check_links")
    number = CheckedLink.objects.count()
    assert capsys.readouterr().out == f"Links: {number}; asked: {number}; broken: 0. Mails: 0.\n"
    assert asked == ["PatientEducationPortal-LinkCheck/1.0 (+http://localhost)"]


# --- The report and the dashboard -----------------------------------------------------------------


def test_staff_see_the_links_of_their_own_clinic_only(
    world, clinic, other_clinic, author, signed_in
):
    world.run()
    page = signed_in(author).get("/admin/reports/links/")
    assert page.status_code == 200
    assert BOOKING in page.content.decode()
    assert "book.meadow.example" not in page.content.decode()
    export = signed_in(author).get("/admin/reports/links/?export=csv")
    rows = b"".join(export.streaming_content).decode()
    assert BOOKING in rows and "It works." in rows
    assert "meadow" not in rows


def test_the_report_says_what_is_wrong_and_where(world, clinic, administrator, author, signed_in):
    world.say(404, "/visit")
    world.run()
    world.run(24)
    settings_path = f"/admin/clinic-settings/edit/{factories.clinic_of(clinic).pk}/"
    page = signed_in(administrator).get("/admin/reports/links/").content.decode()
    assert "Broken since 28 March 2026" in page
    assert "There is no such page (404)." in page
    assert settings_path in page
    page = signed_in(author).get("/admin/reports/links/").content.decode()
    assert settings_path not in page, "an author cannot open the settings"
    assert "Harbour Skin Clinic" in page


def test_the_dashboard_warns_while_a_booking_link_is_broken(
    world, clinic, other_clinic, administrator, other_author, signed_in
):
    warning = "A booking link is broken."
    world.run()
    assert warning not in signed_in(administrator).get("/admin/").content.decode()
    world.say(404, "/visit")
    world.run(24)
    world.run(24)
    assert warning in signed_in(administrator).get("/admin/").content.decode()
    assert warning not in signed_in(other_author).get("/admin/").content.decode()


def test_whoever_works_for_no_clinic_sees_no_report(world, clinic, author, signed_in):
    author.groups.set([])
    assert signed_in(author).get("/admin/reports/links/").status_code == 302


def test_a_hostile_address_is_shown_as_text(world, clinic, superuser, signed_in):
    bad = 'https://x.example/"><script>alert(1)</script>'
    factories.make_article(clinic, conclusion=f"<p><a href='{bad}'>x</a></p>")
    world.run()
    page = signed_in(superuser).get("/admin/reports/links/").content.decode()
    assert CheckedLink.objects.filter(address=bad).exists()
    assert "<script>alert(1)" not in page
