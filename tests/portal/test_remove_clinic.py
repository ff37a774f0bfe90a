"""`manage.py remove_clinic`: a clinic goes with everything, or the command says why it cannot."""

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as in_force
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, PageLogEntry, Site

from education.models import (
    ArticlePage,
    ClaimPhrase,
    ClaimReason,
    ClinicalReview,
    KnownWord,
    MissedSearch,
    SignOff,
    Withdrawal,
)
from education.ownership import homes_of_sites
from portal import clinic_removal
from portal.models import StaffGroup, User
from tests import factories

pytestmark = pytest.mark.django_db
HOST = "third.example"
Role = StaffGroup.Role
# What stays, and why: sign-offs and withdrawals are evidence, the history and its people too.
STAYS = {"SignOff", "Withdrawal", "ModelLogEntry", "PageLogEntry", "User", "UserProfile"}


def add_clinic(host: str = HOST, *options: str) -> Site:
    call_command(
        "add_clinic", "--hostname", host, "--name", "Third Clinic", *options, stdout=io.StringIO()
    )
    return Site.objects.get(hostname=host)


def remove(host: str = HOST, *options: str) -> str:
    said = io.StringIO()
    call_command("remove_clinic", "--hostname", host, *(options or ["--yes"]), stdout=said)
    return said.getvalue()


def rows_of_everything() -> dict[str, int]:
    """How many rows each table has, the tables of full text search included."""
    counts = {model.__name__: model._base_manager.count() for model in apps.get_models()}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in ("education_search", "wagtailsearch_indexentry_fts"):
                cursor.execute(f"SELECT COUNT(*) FROM {table}")
                counts[table] = cursor.fetchone()[0]
    return counts


def files_on_disk() -> set[str]:
    return {str(path) for path in Path(in_force.MEDIA_ROOT).rglob("*") if path.is_file()}


def live_a_little(site) -> dict:
    """A clinic as it is after some months: of everything one can make, something."""
    author = factories.make_person(site, Role.AUTHOR)
    reviewer = factories.make_person(site, Role.REVIEWER)
    clinician = factories.make_clinician(site, account=reviewer)
    topic = factories.make_topic(site, "Lasers")
    picture = factories.make_picture(site, "A cheek")
    picture.get_rendition("width-40")
    factories.make_document(site)
    settings = factories.clinic_of(site)
    settings.logo = factories.make_picture(site, "Logo", size=(300, 200))
    settings.save()
    settings.save_revision()
    article = factories.make_article(
        site,
        "Laser treatment",
        topic=topic,
        author=author,
        picture=picture,
        picture_alt="A cheek",
        body=factories.every_section(site),
        sources=[factories.make_source(site)],
        benefits=[factories.make_sound_benefit(site)],
        questions=[factories.make_question(site, sources=[factories.make_source(site)])],
        other_names=["Light"],
    )
    ArticlePage.objects.filter(pk=article.pk).update(reviewed_by=clinician)
    second = factories.make_article(site, "Peels", topic=topic, related=[article], live=False)
    ClinicalReview.set_up().start(second, author)
    ClinicalReview.set_up().start(factories.make_benefit(site, live=False), author)
    factories.make_translation(article, "es", title="Láser")
    factories.make_alert(site, topics=[topic], articles=[article])
    factories.make_promotion(site, "light", article)
    factories.make_synonym(site, "zap", "laser")
    ClaimPhrase.objects.create(site=site, locale=article.locale, phrase="wonderful")
    ClaimReason.objects.create(
        content=article, phrase="cure", sentence="No cure.", reason="It is so"
    )
    MissedSearch.objects.create(
        site=site, language="en", day=timezone.localdate(), fingerprint="f" * 64
    )
    Redirect.objects.create(site=site, old_path="/old", redirect_page=article)
    Withdrawal.objects.create(
        content=article,
        title="Laser",
        site=site,
        cause="other",
        reason="A test",
        withdrawn_at=timezone.now(),
    )
    return {"article": article, "picture": picture, "author": author, "reviewer": reviewer}


def read(hosts: tuple[str, ...]) -> dict[str, bytes]:
    """What readers of the other clinics get, page by page."""
    found = {}
    for host in hosts:
        browser = Client(HTTP_HOST=host)
        article = next(
            article for article in ArticlePage.objects.live() if article.get_site().hostname == host
        )
        own = article.relative_url(article.get_site())
        for address in ("/", "/contact/", "/a-z/", "/words/", "/search/?q=acne", own):
            answer = browser.get(address)
            assert answer.status_code == 200, (host, address)
            found[host + address] = answer.content
    return found


@pytest.fixture
def neighbours(clinic, other_clinic):
    """Two clinics with an article each, which must not notice anything."""
    for site in (clinic, other_clinic):
        factories.make_article(
            site,
            f"Acne at {site.hostname}",
            benefits=[factories.make_benefit(site)],
            picture=factories.make_picture(site),
        )
    return ("localhost", "other.example")


def test_nothing_of_it_is_left_but_the_record(neighbours, django_capture_on_commit_callbacks):
    pages, rows, files = read(neighbours), rows_of_everything(), files_on_disk()
    with django_capture_on_commit_callbacks(execute=True):
        site = add_clinic(HOST, "--language", "es")
        live_a_little(site)
        rows_before_removal = rows_of_everything()
    assert files_on_disk() > files
    assert sum(rows_before_removal.values()) > sum(rows.values()) + 200
    with django_capture_on_commit_callbacks(execute=True):
        remove()
    after = rows_of_everything()
    more = {name: after[name] - rows[name] for name in after if after[name] != rows[name]}
    # A language that was used once stays known to the portal.
    more.pop("Locale", None)
    assert set(more) <= STAYS, more
    assert more["SignOff"] == SignOff.objects.exclude(former_clinic="").count() > 0
    assert files_on_disk() == files
    assert read(neighbours) == pages
    assert KnownWord.objects.filter(site=None).count() == 0


def test_the_record_names_the_clinic_that_is_gone(clinic):
    live_a_little(add_clinic())
    remove()
    assert {row.former_clinic for row in SignOff.objects.filter(title="Laser treatment")} == {
        f"Third Clinic ({HOST})"
    }
    assert Withdrawal.objects.get().former_clinic == f"Third Clinic ({HOST})"
    entry = ModelLogEntry.objects.get(action=clinic_removal.REMOVED)
    assert entry.data["counts"]["pages"] > 8
    assert HOST in entry.formatter.format_message(entry)
    assert PageLogEntry.objects.filter(label="Laser treatment").exists()


def test_accounts_of_people_who_work_nowhere_else_are_closed_not_deleted(clinic, superuser):
    site = add_clinic()
    only_here = factories.make_person(site, Role.AUTHOR)
    both = factories.make_person(site, Role.AUTHOR)
    both.groups.add(factories.group_of(clinic, Role.AUTHOR))
    superuser.groups.add(factories.group_of(site, Role.ADMINISTRATOR))
    remove()
    assert not User.objects.get(pk=only_here.pk).is_active
    assert User.objects.get(pk=both.pk).is_active
    assert [group.staff_group.site for group in both.groups.all()] == [clinic]
    assert User.objects.get(pk=superuser.pk).is_active


def test_files_stay_when_the_removal_fails(clinic, django_capture_on_commit_callbacks, monkeypatch):
    site = add_clinic()
    factories.make_picture(site)
    rows, files = rows_of_everything(), files_on_disk()

    def fail(*args, **kwargs):
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("wagtail.models.Collection.delete", fail)
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(RuntimeError, match="the power"),
    ):
        remove()
    assert rows_of_everything() == rows
    assert files_on_disk() == files and files


class TestWhatStandsInTheWay:
    def refused(self, host: str = HOST) -> str:
        rows = rows_of_everything()
        with pytest.raises(CommandError) as refusal:
            remove(host)
        assert rows_of_everything() == rows
        assert "nothing was changed" in str(refusal.value)
        return str(refusal.value)

    def test_the_default_site(self, clinic):
        assert "It is the default site" in self.refused("localhost")

    def test_another_clinics_article_shows_its_picture(self, clinic):
        site = add_clinic()
        factories.make_article(clinic, "Borrowed", picture=factories.make_picture(site))
        assert "“Borrowed” at localhost uses one of its pages, items or files." in self.refused()

    def test_another_clinics_article_uses_its_item(self, clinic):
        site = add_clinic()
        factories.make_article(clinic, "Borrowed", benefits=[factories.make_benefit(site)])
        assert "“Borrowed” at localhost uses" in self.refused()

    def test_another_clinics_benefit_names_its_source(self, clinic):
        site = add_clinic()
        factories.make_benefit(clinic, "Softer skin", sources=[factories.make_source(site)])
        assert "“Softer skin” at localhost uses" in self.refused()

    def test_another_clinics_article_is_listed_in_its_topic(self, clinic):
        topic = factories.make_topic(add_clinic(), "Lasers")
        factories.make_article(clinic, "Borrowed", also_in=[topic])
        assert "“Borrowed” at localhost is also listed in one of its topics." in self.refused()

    def test_another_clinic_keeps_a_copy_in_step(self, clinic):
        article = factories.make_article(add_clinic(), "Theirs")
        article.create_alias(parent=factories.topic_of(clinic), update_slug="theirs")
        assert "“Theirs” at localhost is a copy kept in step" in self.refused()

    def test_another_sites_home_page_is_below_its_own(self, clinic):
        site = add_clinic()
        Site.objects.create(hostname="below.example", root_page=factories.topic_of(site))
        assert "The home page of below.example is among its pages." in self.refused()

    def test_twenty_reasons_are_named_the_others_counted(self, clinic):
        picture = factories.make_picture(add_clinic())
        for _ in range(23):
            factories.make_article(clinic, picture=picture, published=False)
        for article in ArticlePage.objects.all():
            article.save()
        assert "And 3 more." in self.refused()

    def test_its_own_things_that_use_each_other_do_not(self, clinic):
        live_a_little(add_clinic())
        assert "was removed" in remove()


class TestTheCommandAsksFirst:
    def test_without_yes_and_without_a_person_nothing_goes(self, clinic):
        add_clinic()
        with pytest.raises(CommandError, match="Add --yes"):
            remove(HOST, "--no-color")
        assert Site.objects.filter(hostname=HOST).exists()

    @pytest.mark.parametrize(
        ("typed", "stays"), [("third.example", False), ("THIRD.example.", False), ("yes", True)]
    )
    def test_somebody_types_the_host_name(self, clinic, monkeypatch, typed, stays):
        add_clinic()
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("builtins.input", lambda question: typed)
        if stays:
            with pytest.raises(CommandError, match="Nothing was removed"):
                remove(HOST, "--no-color")
        else:
            remove(HOST, "--no-color")
        assert Site.objects.filter(hostname=HOST).exists() is stays

    def test_it_says_what_goes_and_how_to_keep_the_record(self, clinic):
        live_a_little(add_clinic())
        said = remove()
        assert f"manage.py evidence_pack --site {HOST}" in said
        assert f"manage.py export_content --site {HOST}" in said
        assert "of these live articles: 2" in said and "sign-offs, which stay:" in said

    def test_an_unknown_host_name_lists_the_known_ones(self, clinic):
        with pytest.raises(CommandError, match=r"There is no clinic at “gone\.example”"):
            remove("gone.example")


def test_a_clinic_can_be_added_again_at_once(clinic):
    add_clinic()
    remove()
    site = add_clinic()
    assert Client(HTTP_HOST=HOST).get("/").status_code == 200
    assert site in homes_of_sites().values()
