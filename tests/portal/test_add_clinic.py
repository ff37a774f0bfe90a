"""`manage.py add_clinic`: one more clinic, or every mistake at once and nothing made."""

import io
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page, Site

from education.models import ReviewRules, Synonym, TopicPage
from portal import starter
from portal.models import Clinic, HomePage, Location, StaffGroup, StandardPage, User
from portal.staff_roles import collection_of
from tests import factories
from tests.base import words_of
from tests.portal.test_remove_clinic import rows_of_everything

pytestmark = pytest.mark.django_db
HOST = "third.example"


def add_clinic(hostname: str = HOST, name: str = "Third Clinic", *options: str) -> str:
    said = io.StringIO()
    call_command("add_clinic", "--hostname", hostname, "--name", name, *options, stdout=said)
    return said.getvalue()


def refused(*arguments: str) -> str:
    """What is said; and that nothing at all was made."""
    rows = rows_of_everything()
    with pytest.raises(CommandError) as refusal:
        add_clinic(*arguments)
    assert rows_of_everything() == rows
    return str(refusal.value)


class TestANewClinic:
    def test_it_has_everything_that_the_starter_clinic_has(self, clinic):
        add_clinic()
        site = Site.objects.get(hostname=HOST)
        browser = Client(HTTP_HOST=HOST)
        assert "Third Clinic" in words_of(browser.get("/"))
        for slug, title, _intro in starter.TOPICS:
            assert title in words_of(browser.get(f"/{slug}/"))
        pages = StandardPage.objects.child_of(site.root_page)
        assert {page.purpose for page in pages} == {purpose for purpose, _file in starter.PAGES}
        for page in pages:
            assert "Third Clinic" in words_of(browser.get(page.relative_url(site)))
        assert StaffGroup.objects.filter(site=site).count() == len(StaffGroup.Role)
        assert collection_of(site).name == "Third Clinic"
        assert Synonym.objects.filter(site=site).exists()
        assert ReviewRules.objects.filter(site=site).exists()
        assert Location.objects.filter(clinic__site=site).count() == 1
        assert not User.objects.exists() and not site.is_default_site

    def test_what_is_given_is_seen_by_patients_in_its_clean_form(self, clinic):
        add_clinic(
            " THIRD.example. ",
            "  Third   Clinic ",
            *("--colour", "#8A2D5C", "--booking", "https://BOOK.third.example:443/new"),
            *("--telephone", "555 040 0500", "--email", "hello@third.example"),
            *("--emergency-number", "112", "--time-zone", "Europe/Paris", "--port", "8443"),
        )
        settings = Clinic.objects.get(site__hostname=HOST)
        assert (settings.name, settings.brand_colour) == ("Third Clinic", "#8a2d5c")
        assert settings.booking_link == "https://book.third.example/new"
        assert settings.site.port == 8443
        assert settings.locations.get().time_zone == "Europe/Paris"
        words = words_of(Client(HTTP_HOST=HOST).get("/contact/"))
        assert "555 040 0500" in words and "hello@third.example" in words and "112" in words

    def test_without_pages_it_has_its_home_page_only(self, clinic):
        add_clinic(HOST, "Third Clinic", "--no-pages")
        home = Site.objects.get(hostname=HOST).root_page
        assert not home.get_children().exists()
        assert Client(HTTP_HOST=HOST).get("/").status_code == 200

    def test_a_further_language_is_a_draft_home_page_for_translation(self, clinic):
        add_clinic(HOST, "Third Clinic", "--language", "es", "--language", "en")
        home = Site.objects.get(hostname=HOST).root_page
        spanish = HomePage.objects.get(
            translation_key=home.translation_key, locale__language_code="es"
        )
        assert not spanish.live
        assert Client(HTTP_HOST=HOST).get("/es/").status_code == 404
        authors = factories.group_of(Site.objects.get(hostname=HOST), StaffGroup.Role.AUTHOR)
        assert authors.page_permissions.filter(page=spanish).exists()

    def test_two_clinics_of_one_name_have_shelves_and_roles_of_their_own(self, clinic):
        long_name = "A " + "long " * 22 + "name"
        add_clinic(HOST, long_name)
        said = add_clinic(f"{'fourth-' * 8}clinic.example", long_name)
        assert f"Another clinic has the same name, at {HOST}." in said
        groups = StaffGroup.objects.filter(site__site_name=long_name)
        names = {row.group.name for row in groups}
        assert len(names) == 8 and max(map(len, names)) <= 150
        assert Collection.objects.filter(name__startswith=long_name).count() == 2

    def test_the_first_one_of_an_installation_takes_the_place_of_wagtails_welcome(
        self, new_installation
    ):
        add_clinic()
        site = Site.objects.get()
        assert (site.hostname, site.port, site.is_default_site) == (HOST, 443, True)
        assert not Page.objects.filter(title__startswith="Welcome").exists()

    def test_a_site_made_by_hand_becomes_a_clinic(self, clinic):
        bare = factories.make_site_without_settings(HOST)
        Site.objects.filter(pk=bare.pk).update(hostname="Third.EXAMPLE.")
        add_clinic()
        assert Clinic.objects.get(site=bare).name == "Third Clinic"
        assert TopicPage.objects.child_of(bare.root_page).count() == len(starter.TOPICS)


class TestAdvice:
    def test_a_host_that_the_portal_refuses_is_named_with_what_to_set(self, clinic, settings):
        settings.ALLOWED_HOSTS = ["localhost"]
        assert f"ALLOWED_HOSTS=localhost,{HOST}" in add_clinic()
        settings.ALLOWED_HOSTS = [".example"]
        assert "ALLOWED_HOSTS" not in add_clinic("fourth.example")

    def test_it_says_what_is_left_to_do(self, clinic):
        said = add_clinic(HOST, "Third Clinic", "--booking", "https://book.third.example")
        assert "In the admin: Add the emergency number." in said
        assert "Add the booking link" not in said
        assert f"Point {HOST} to this server" in said


class TestItsAdministrator:
    def test_is_invited_and_can_choose_a_password(self, client, clinic):
        said = add_clinic(HOST, "Third Clinic", "--administrator", "boss@third.example")
        assert "An invitation was sent to boss@third.example." in said
        [message] = mail.outbox
        assert message.to == ["boss@third.example"] and "Third Clinic" in message.subject
        link = re.search(r"https?://\S+", message.body).group().partition("/admin/")[2]
        assert client.get(f"/admin/{link}", follow=True).status_code == 200
        person = User.objects.get()
        assert person.groups.get().staff_group.role == StaffGroup.Role.ADMINISTRATOR
        assert not person.is_superuser

    def test_who_has_an_account_gets_the_role_beside_the_old_one(self, clinic):
        known = factories.make_person(clinic, StaffGroup.Role.AUTHOR, email="Boss@third.example")
        said = add_clinic(HOST, "Third Clinic", "--administrator", "boss@third.example")
        assert "has an account and is its administrator now" in said
        assert known.groups.count() == 2 and User.objects.count() == 1 and not mail.outbox

    def test_a_mail_server_that_fails_undoes_nothing(self, clinic, monkeypatch):
        def fail(*args):
            raise OSError("no route")

        monkeypatch.setattr("portal.management.commands.add_clinic.invite", fail)
        said = add_clinic(HOST, "Third Clinic", "--administrator", "boss@third.example")
        assert "the invitation could not be sent (no route)" in said
        assert User.objects.get().groups.exists() and Clinic.objects.filter(site__hostname=HOST)

    def test_a_closed_account_is_not_opened_by_the_way(self, clinic):
        factories.make_person(
            clinic, StaffGroup.Role.AUTHOR, email="boss@third.example", is_active=False
        )
        said = refused(HOST, "Third Clinic", "--administrator", "boss@third.example")
        assert "is closed" in said


class TestMistakes:
    def test_all_are_said_at_once_and_nothing_is_made(self, clinic):
        said = refused(
            "https://third.example/",
            " ",
            *("--colour", "reddish", "--booking", "javascript:alert(1)", "--telephone", "call us"),
            *("--email", "nobody", "--emergency-number", "1", "--time-zone", "Mars/Base"),
            *("--port", "99999", "--language", "xx", "--administrator", "nobody"),
        )
        for option in (
            *("hostname", "name", "colour", "booking", "telephone", "email", "emergency-number"),
            *("time-zone", "port", "language", "administrator"),
        ):
            assert said.count(f"  --{option} “") == 1, (option, said)
        assert said.startswith("Nothing was made.")

    @pytest.mark.parametrize(
        ("option", "typed"),
        [
            ("--port", "0"),
            ("--port", "-1"),
            ("--port", "eighty"),
            ("--port", "٨٠"),
            ("--booking", "http://book.example"),
            ("--booking", "https://user:secret@book.example"),
            ("--booking", "https://127.0.0.1/"),
            ("--booking", "https://book.example/" + "a" * 3000),
            ("--emergency-number", "+1 (555) 010 0200 ext 1234"),
            ("--name", "x" * 121),
            ("--name", "Third\u202eClinic"),
        ],
    )
    def test_each_is_refused_by_its_option(self, clinic, option, typed):
        said = refused(HOST, "Third Clinic", option, typed)
        assert f"  {option} “" in said


class TestAClinicThatIsThere:
    @pytest.mark.parametrize("typed", [HOST, "THIRD.example", "third.example."])
    def test_repeating_changes_nothing_and_says_so(self, clinic, typed):
        add_clinic(HOST, "Third Clinic", "--colour", "#8a2d5c")
        rows = rows_of_everything()
        said = add_clinic(typed, "Third Clinic", "--colour", "#8A2D5C")
        assert "Third Clinic is at third.example" in said and "nothing was changed" in said
        assert rows_of_everything() == rows

    def test_another_clinic_at_the_same_host_name_is_refused_at_any_port(self, clinic):
        add_clinic(HOST, "Third Clinic", "--port", "443")
        for spelling in (HOST, "Third.Example."):
            said = refused(spelling, "Fourth Clinic", "--port", "8443", "--language", "es")
            assert "name: “Third Clinic” there, “Fourth Clinic” asked for" in said
            assert "port: “443” there, “8443” asked for" in said
            assert "language: “es” is not there" in said
            assert "choose another host name" in said
        assert Clinic.objects.get(site__hostname=HOST).name == "Third Clinic"


class TestTheScreenForSites:
    """Settings > Sites: whoever makes a site by hand gets the same rules."""

    def add(self, signed_in, superuser, clinic, hostname: str):
        home = HomePage(title="By hand", slug="by-hand", locale=clinic.root_page.locale)
        Page.get_first_root_node().add_child(instance=home)
        return signed_in(superuser).post(
            reverse("wagtailsites:add"),
            {"hostname": hostname, "port": "80", "site_name": "By hand", "root_page": home.pk},
        )

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("OTHER.example", "already exists"),
            ("other.example.", "Write it as other.example."),
            ("https://new.example", "without https://: new.example."),
            ("new.example:8000", "without the port"),
        ],
    )
    def test_a_name_in_another_spelling_is_refused_with_words(
        self, signed_in, superuser, clinic, other_clinic, typed, words
    ):
        sites = Site.objects.count()
        assert words in words_of(self.add(signed_in, superuser, clinic, typed))
        assert Site.objects.count() == sites

    def test_a_good_name_is_taken_in_small_letters(self, signed_in, superuser, clinic):
        self.add(signed_in, superuser, clinic, "New.example")
        assert Site.objects.filter(hostname="new.example").exists()
