"""A clinic's settings: brand, contact and booking, with history and undo."""

import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from portal.models import AppointmentType, Clinic
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def clinic_form(site, **fields) -> dict:
    values = {
        "name": "Harbour Skin Clinic",
        "logo": "",
        "logo_dark": "",
        "brand_colour": "#1f5f6b",
        "type_style": "warm",
        "shape": "soft",
        "email": "",
        "emergency_number": "",
        "locations": inline_formset([]),
        "booking_link": "",
        "booking_hosts": "",
        "booking_words": "",
        "appointment_types": inline_formset([]),
        "footer_text": "",
        "disclaimer": "",
    }
    return nested_form_data(values | fields)


def white_on_transparent() -> bytes:
    drawn = Image.new("RGBA", (400, 100), (0, 0, 0, 0))
    drawn.paste((255, 255, 255, 255), (40, 40, 360, 60))
    written = BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


def edit_address(site) -> str:
    return reverse("clinic_settings:edit", args=[factories.clinic_of(site).pk])


def location_row(**fields) -> dict:
    values = {
        "name": "",
        "address": "1 Mill Lane",
        "telephone": "555 010 0200",
        "time_zone": "UTC",
        "hours": streamfield([]),
        "exceptions": streamfield([]),
    }
    return values | fields


class TestEditing:
    def test_a_brand_manager_changes_name_and_colour(
        self, client, signed_in, clinic, brand_manager
    ):
        form = clinic_form(clinic, name="Quay Skin Clinic", brand_colour="#e6007e")
        answer = signed_in(brand_manager).post(edit_address(clinic), form)
        assert answer.status_code == 302, answer.context["form"].errors
        page = client.get("/").content.decode()
        assert "Quay Skin Clinic" in page
        assert "/theme/v1/e6007e-warm-soft.css" in page
        assert Site.objects.get(pk=clinic.pk).site_name == "Quay Skin Clinic"

    @pytest.mark.parametrize("role", ["author", "reviewer"])
    def test_authors_and_reviewers_cannot(self, signed_in, clinic, role):
        person = factories.make_person(clinic, role)
        form = clinic_form(clinic, name="Hijacked")
        assert signed_in(person).post(edit_address(clinic), form).status_code in (302, 403)
        assert factories.clinic_of(clinic).name == "Harbour Skin Clinic"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("brand_colour", "#12"),
            ("brand_colour", "red"),
            ("brand_colour", "#ggg"),
            ("booking_link", "javascript:alert(1)"),
            ("booking_link", "http://book.example/"),
            ("booking_link", "https://book.example/a b"),
            ("booking_link", "https://book.example\\@evil.example/"),
            ("booking_link", "https://user:pass@book.example/"),
            ("email", "not an address"),
        ],
    )
    def test_a_bad_value_is_refused_at_its_field_and_the_rest_is_kept_in_the_form(
        self, signed_in, clinic, brand_manager, field, value
    ):
        form = clinic_form(clinic, **{"footer_text": "Our new words", field: value})
        answer = signed_in(brand_manager).post(edit_address(clinic), form)
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [field]
        assert "Our new words" in answer.content.decode()
        assert factories.clinic_of(clinic).footer_text != "Our new words"

    def test_a_short_colour_is_written_out(self, clinic):
        settings = factories.clinic_of(clinic)
        settings.brand_colour = "#F80"
        settings.full_clean()
        assert settings.brand_colour == "#ff8800"

    def test_a_bad_location_names_its_field(self, signed_in, clinic, brand_manager):
        rows = inline_formset([location_row(telephone="ring me", time_zone="Mars/Base")])
        answer = signed_in(brand_manager).post(
            edit_address(clinic), clinic_form(clinic, locations=rows)
        )
        assert answer.status_code == 200
        (row,) = answer.context["form"].formsets["locations"].forms
        assert set(row.errors) == {"telephone", "time_zone"}

    def test_a_picture_of_another_clinic_cannot_be_the_logo(
        self, signed_in, clinic, other_clinic, brand_manager
    ):
        theirs = factories.make_picture(other_clinic, "Their logo")
        form = clinic_form(clinic, logo=str(theirs.pk))
        signed_in(brand_manager).post(edit_address(clinic), form)
        assert factories.clinic_of(clinic).logo is None

    def test_a_logo_that_nobody_could_see_is_refused_with_what_to_do(
        self, signed_in, clinic, brand_manager
    ):
        white = factories.make_picture(clinic, "White", data=white_on_transparent())
        browser = signed_in(brand_manager)
        answer = browser.post(edit_address(clinic), clinic_form(clinic, logo=str(white.pk)))
        (message,) = answer.context["form"].errors["logo"]
        assert "too light to be seen on a white page" in message
        assert "logo for dark screens" in message
        dark = clinic_form(clinic, logo_dark=str(white.pk))
        assert browser.post(edit_address(clinic), dark).status_code == 302
        assert factories.clinic_of(clinic).logo_dark == white

    def test_a_logo_whose_file_is_lost_does_not_stop_other_changes(self, clinic):
        settings = factories.clinic_of(clinic)
        settings.logo = factories.make_picture(clinic)
        settings.logo.file.storage.delete(settings.logo.file.name)
        settings.full_clean()

    def test_the_preview_shows_unsaved_colours_and_words(self, signed_in, clinic, brand_manager):
        browser = signed_in(brand_manager)
        address = reverse("clinic_settings:preview_on_edit", args=[factories.clinic_of(clinic).pk])
        form = clinic_form(clinic, name="Not saved yet", brand_colour="#f2b705")
        assert browser.post(address, form).json()["is_valid"]
        page = browser.get(address).content.decode()
        assert "Not saved yet" in page and "/theme/v1/f2b705-warm-soft.css" in page
        assert factories.clinic_of(clinic).name == "Harbour Skin Clinic"


class TestWhoWorksAtALocation:
    def post(self, browser, clinic, *people):
        keys = [str(person.pk) for person in people]
        form = clinic_form(clinic, locations=inline_formset([location_row()]))
        return browser.post(edit_address(clinic), form | {"locations-0-clinicians": keys})

    def chosen(self, clinic) -> set[str]:
        places = factories.clinic_of(clinic).locations.all()
        return {person.name for place in places for person in place.clinicians.all()}

    def test_the_clinics_own_clinicians_are_offered_and_kept(
        self, signed_in, clinic, other_clinic, brand_manager
    ):
        ours = factories.make_clinician(clinic, "Dr Ours")
        factories.make_clinician(other_clinic, "Dr Theirs")
        browser = signed_in(brand_manager)
        shown = browser.get(edit_address(clinic)).content.decode()
        assert "Dr Ours" in shown and "Dr Theirs" not in shown
        answer = self.post(browser, clinic, ours)
        assert answer.status_code == 302, answer.context["form"].formsets["locations"].errors
        assert self.chosen(clinic) == {"Dr Ours"}
        kept = factories.clinic_of(clinic).latest_revision.as_object().locations.all()
        assert [person.name for place in kept for person in place.clinicians.all()] == ["Dr Ours"]

    @pytest.mark.parametrize("who", ["brand_manager", "superuser"])
    def test_another_clinics_are_refused_to_a_forged_form(
        self, request, signed_in, clinic, other_clinic, who
    ):
        theirs = factories.make_clinician(other_clinic, "Dr Theirs")
        answer = self.post(signed_in(request.getfixturevalue(who)), clinic, theirs)
        assert answer.status_code == 200
        (row,) = answer.context["form"].formsets["locations"].forms
        (message,) = row.errors["clinicians"]
        assert "does not belong to this clinic" in message
        assert "Dr Theirs" not in answer.content.decode()
        assert self.chosen(clinic) == set()


class TestHistoryAndUndo:
    def test_an_earlier_look_can_be_brought_back(self, client, signed_in, clinic, brand_manager):
        browser = signed_in(brand_manager)
        rows = inline_formset([location_row()])
        browser.post(
            edit_address(clinic), clinic_form(clinic, brand_colour="#e6007e", locations=rows)
        )
        first = factories.clinic_of(clinic).latest_revision
        browser.post(
            edit_address(clinic), clinic_form(clinic, name="A mistake", brand_colour="#c9cdd2")
        )
        pk = factories.clinic_of(clinic).pk
        history = browser.get(reverse("clinic_settings:history", args=[pk]))
        assert history.status_code == 200
        undo = reverse("clinic_settings:revisions_revert", args=[pk, first.pk])
        shown = browser.get(undo)
        assert "#e6007e" in shown.content.decode()
        form = clinic_form(clinic, brand_colour="#e6007e", locations=rows)
        browser.post(edit_address(clinic), form | {"revision": str(first.pk)})
        settings = factories.clinic_of(clinic)
        assert (settings.name, settings.brand_colour) == ("Harbour Skin Clinic", "#e6007e")
        assert settings.revisions.count() == 3
        assert b"/theme/v1/e6007e-warm-soft.css" in client.get("/").content

    def test_each_save_is_kept_with_its_person(self, signed_in, clinic, brand_manager):
        signed_in(brand_manager).post(edit_address(clinic), clinic_form(clinic, name="New name"))
        revision = factories.clinic_of(clinic).latest_revision
        assert revision.user == brand_manager and revision.content["name"] == "New name"


class TestASiteWithoutSettings:
    def test_every_page_type_shows_and_nothing_is_written(
        self, client, db, django_capture_on_commit_callbacks
    ):
        site = factories.make_site_without_settings("bare.example")
        with django_capture_on_commit_callbacks(execute=True):
            article = factories.make_article(
                site, "Bare article", body=factories.every_section(site)
            )
        factories.make_standard_page(site)
        theme = Clinic.for_site(site).theme_name
        with CaptureQueriesContext(connection) as asked:
            for address in (
                "/",
                "/treatments/",
                "/treatments/bare-article/",
                "/privacy/",
                "/contact/",
                "/a-z/",
                "/search/?q=bare",
                f"/a/{article.pk}/",
                "/favicon.svg",
                "/robots.txt",
                "/sitemap.xml",
            ):
                answer = client.get(address, headers={"host": "bare.example"})
                assert answer.status_code in (200, 302), address
            assert client.get("/x/", headers={"host": "bare.example"}).status_code == 404
        assert not Clinic.objects.filter(site=site).exists()
        reads = ("SELECT", "(SELECT", "DECLARE")
        writes = [q["sql"] for q in asked if not q["sql"].startswith(reads)]
        assert writes == []
        page = client.get("/", headers={"host": "bare.example"}).content.decode()
        assert theme in page and "bare.example" in page

    def test_a_clinic_without_location_articles_or_booking_shows_every_page_type(
        self, client, clinic
    ):
        settings = factories.clinic_of(clinic)
        settings.locations = []
        settings.booking_link = settings.email = ""
        settings.save()
        factories.make_topic(clinic)
        for address in ("/", "/treatments/", "/contact/", "/a-z/", "/search/?q=x"):
            assert client.get(address).status_code == 200, address
        assert "Contact the clinic" in words_of(client.get("/"))

    def test_reading_settings_never_writes(self, client, clinic, article):
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
            client.get(article.get_url())
        assert [q["sql"] for q in asked if not q["sql"].startswith("SELECT")] == []

    def test_an_unreadable_stored_colour_shows_the_default_one(self, client, clinic):
        Clinic.objects.filter(site=clinic).update(brand_colour="#12")
        assert b"/theme/v1/1f5f6b-warm-soft.css" in client.get("/").content


class TestBooking:
    def button(self, client, address="/") -> str:
        page = client.get(address).content.decode()
        return re.search(r'<a class="btn btn--on" href="([^"]*)"', page)[1]

    def test_the_booking_link_comes_first(self, client, clinic):
        assert self.button(client) == "https://book.harbour.example/visit"
        assert "Consult your dermatologist" in words_of(client.get("/"))

    def test_then_the_telephone_then_the_e_mail_then_the_contact_page(self, client, clinic):
        settings = factories.clinic_of(clinic)
        settings.booking_link = ""
        settings.save()
        assert self.button(client).startswith("tel:")
        settings.locations = []
        settings.save()
        assert self.button(client) == "mailto:hello@localhost.example"
        settings.email = ""
        settings.save()
        assert self.button(client) == "/contact/"

    def test_the_articles_kind_becomes_the_clinics_own_code(self, client, clinic):
        settings = factories.clinic_of(clinic)
        settings.booking_link = "https://book.harbour.example/new?type={appointment}"
        settings.appointment_types = [
            AppointmentType(kind="video", name="Video visit", scheduler_code="V7")
        ]
        settings.save()
        article = factories.make_article(clinic, "A", appointment_type="video")
        assert self.button(client, article.get_url()).endswith("/new?type=V7")
        assert "{" not in self.button(client)

    def test_two_clinics_show_two_brands_and_two_booking_links(self, client, clinic, other_clinic):
        for host, mine, theirs in (
            ("localhost", "harbour", "meadow"),
            ("other.example", "meadow", "harbour"),
        ):
            for address in ("/", "/contact/", "/a-z/", "/search/", "/nothing/"):
                page = client.get(address, headers={"host": host}).content.decode().lower()
                assert mine in page, (host, address)
                assert theirs not in page, (host, address)
        ours = client.get("/").content.decode()
        other = client.get("/", headers={"host": "other.example"}).content.decode()
        assert "1f5f6b-warm-soft" in ours and "8a2d5c-warm-soft" in other
        assert "https://book.meadow.example/new" in other


def test_one_site_has_one_clinic(clinic):
    with pytest.raises(ValidationError):
        Clinic(site=clinic, name="Second").full_clean()
