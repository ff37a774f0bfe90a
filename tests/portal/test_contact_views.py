"""The contact page and the choice among locations."""

import json
import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from education.models import Clinician
from portal.models import AppointmentType, Location
from tests import factories
from tests.base import words_of
from tests.education.sharing.schema_facts import faults

pytestmark = pytest.mark.django_db
GOLDENS = Path(__file__).parent / "goldens"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
HOURS = [("opening", {"days": [*"01234"], "opens": time(8, 30), "closes": time(17)})]
EVENINGS = [("opening", {"days": ["4"], "opens": time(18), "closes": time(0)})]
CHRISTMAS = date(2036, 12, 25)


def closed_on(day: date) -> tuple:
    return "exception", {"date": day, "closed": True, "opens": None, "closes": None, "note": ""}


def open_on(day: date, opens: int, closes: int) -> tuple:
    hours = {"opens": time(opens), "closes": time(closes)}
    return "exception", {"date": day, "closed": False, "note": "", **hours}


def harbour(**fields) -> Location:
    values = {
        "name": "Harbour",
        "address": "1 Mill Lane\nExample Town",
        "telephone": "555 020 0300",
        "languages": "English, Spanish",
        "step_free": "yes",
        "access": "There is a lift.",
        "directions": "Bus 7 stops at the door.",
        "map_link": "https://maps.example/harbour",
        "booking_link": "https://book.harbour.example/one",
        "time_zone": "Europe/London",
        "hours": [*HOURS, *EVENINGS],
        "exceptions": [closed_on(CHRISTMAS), open_on(CHRISTMAS + timedelta(days=1), 9, 12)],
    }
    return Location(**(values | fields))


def hill(**fields) -> Location:
    values = {
        "name": "Hill",
        "address": "2 Hill Road",
        "telephone": "555 020 0400",
        "booking_link": "https://book.harbour.example/two",
        "hours": HOURS,
    }
    return Location(**(values | fields))


def settle(clinic, *locations: Location, types=(), **fields):
    settings = factories.clinic_of(clinic)
    settings.locations = list(locations)
    settings.appointment_types = list(types)
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.save()
    return settings


def page_of(client, address: str = "/contact/", host: str = "localhost") -> str:
    answer = client.get(address, headers={"host": host})
    assert answer.status_code == 200
    return answer.content.decode()


def data_of(page: str) -> dict:
    (block,) = DATA.findall(page)
    return json.loads(block)


def clinics_in(page: str) -> list[dict]:
    return [node for node in data_of(page)["@graph"] if node["@type"] == "MedicalClinic"]


def booking_links(page: str) -> list[str]:
    """The booking links that are shown, in the order of the page."""
    return re.findall(r'<a class="btn[^"]*" href="(https://[^"]*)"', page)


VIDEO = {"kind": "video", "name": "Video visit", "description": "We talk on a screen."}
NEW = {
    "kind": "new-patient",
    "name": "First visit",
    "minutes": 40,
    "bring": "Your medicines\nA list",
}


class TestContactPage:
    def test_no_way_to_book_stands_before_what_to_do_in_an_emergency(self, client, clinic):
        settle(clinic, harbour(), hill())
        page = page_of(client)
        main = page[page.index("<main") :]
        assert main.index("Need help now?") < main.index("https://book.harbour.example/one")

    def test_each_location_says_what_a_visit_needs(self, client, clinic):
        settle(clinic, harbour(), hill())
        words = words_of(client.get("/contact/"))
        for said in (
            "1 Mill Lane",
            "555 020 0300",
            "Step-free throughout. There is a lift.",
            "English, Spanish",
            "Bus 7 stops at the door.",
            "Map of Harbour, on maps.example",
            "Thursday 25 December 2036",
            "2 Hill Road",
        ):
            assert said in words, said

    def test_hours_are_a_table_with_a_caption_and_row_headings(self, client, clinic):
        page = page_of(client)
        assert "<caption>Opening hours</caption>" in page
        assert '<th scope="row">Monday to Friday</th><td>8:30am to 5pm</td>' in page
        assert 'data-zone="Europe/London"' in page

    def test_nothing_on_the_page_depends_on_the_moment_it_was_made(self, client, clinic):
        """What is said of today is written by the browser; the server leaves the line empty."""
        assert '<p class="hours__line"></p>' in page_of(client)
        assert "hours__today" not in page_of(client)

    def test_the_map_is_a_plain_link_without_a_trace(self, client, clinic):
        settle(clinic, harbour())
        link = re.search(r'<a href="https://maps.example/harbour"[^>]*>', page_of(client))[0]
        assert 'rel="noopener noreferrer"' in link and 'referrerpolicy="no-referrer"' in link

    def test_a_stored_map_link_that_is_no_longer_allowed_is_not_shown(self, client, clinic):
        settle(clinic, harbour(map_link="javascript:alert(1)"))
        assert "javascript:" not in page_of(client)

    def test_appointments_say_how_long_they_take_and_what_to_bring(self, client, clinic):
        settle(clinic, harbour(), types=[AppointmentType(**NEW), AppointmentType(**VIDEO)])
        words = words_of(client.get("/contact/"))
        assert "First visit" in words and "It takes about 40 minutes." in words
        assert "Your medicines" in words and "We talk on a screen." in words
        assert 'href="/book/new-patient/"' in page_of(client)

    def test_a_clinic_with_nothing_entered_still_answers(self, client, clinic):
        settle(clinic, booking_link="", email="")
        words = words_of(client.get("/contact/"))
        assert "The clinic has not entered its address yet." in words
        assert "Ask at the clinic to book a visit." in words

    def test_markup_in_any_new_field_is_text(self, client, clinic):
        bad = "<script>alert(1)</script>"
        place = harbour(name=bad, languages=bad, access=bad, directions=bad)
        settle(clinic, place, hill(), types=[AppointmentType(name=bad, description=bad, bring=bad)])
        assert "<script>alert" not in page_of(client)
        assert "<script>alert" not in page_of(client, "/book/")

    def test_dates_and_days_are_in_the_language_of_the_address(self, client, clinic):
        factories.make_translation(factories.home_of(clinic), "es")
        settle(clinic, harbour())
        page = page_of(client, "/es/contact/")
        assert "lunes" in page and "25 diciembre 2036" in page


class TestWhoWorksHere:
    def place(self, clinic, *people) -> Location:
        place = settle(clinic, harbour()).locations.first()
        place.clinicians = list(people)
        place.save()
        return place

    def test_confirmed_clinicians_of_this_clinic_with_a_valid_credential_are_named(
        self, client, clinic, other_clinic
    ):
        today = timezone.localdate()
        self.place(
            clinic,
            factories.make_clinician(clinic, "Dr Here"),
            factories.make_clinician(clinic, "Dr Last Day", credential_expires=today),
            factories.make_clinician(clinic, "Dr Draft", live=False),
            factories.make_clinician(
                clinic, "Dr Expired", credential_expires=today - timedelta(days=1)
            ),
            factories.make_clinician(other_clinic, "Dr Elsewhere"),
            factories.make_clinician(None, "Dr Shared"),
        )
        words = words_of(client.get("/contact/"))
        assert "Dr Here, consultant dermatologist" in words and "Dr Last Day" in words
        for hidden in ("Dr Draft", "Dr Expired", "Dr Elsewhere", "Dr Shared"):
            assert hidden not in words

    def test_who_is_taken_offline_is_gone_at_once(self, client, clinic):
        person = factories.make_clinician(clinic, "Dr Here")
        self.place(clinic, person)
        assert "Dr Here" in page_of(client)
        Clinician.objects.get(pk=person.pk).unpublish()
        assert "Dr Here" not in page_of(client)

    def test_a_deleted_clinician_leaves_the_page_whole(self, client, clinic):
        person = factories.make_clinician(clinic, "Dr Here")
        self.place(clinic, person)
        person.delete()
        assert "Dr Here" not in page_of(client)


class TestChoosing:
    def test_each_location_has_its_own_link_hours_and_access(self, client, clinic):
        settle(clinic, harbour(), hill())
        page = page_of(client, "/book/")
        assert booking_links(page) == [
            "https://book.harbour.example/one",
            "https://book.harbour.example/two",
        ]
        words = words_of(client.get("/book/"))
        assert "Choose a location" in words and "Book at Harbour" in words
        assert "The booking page opens on book.harbour.example." in words
        assert "Step-free throughout" in words and "English, Spanish" in words
        assert words.count("Monday to Thursday") >= 1 and "2 Hill Road" in words

    def test_a_location_without_a_link_anywhere_offers_its_own_telephone(self, client, clinic):
        settle(clinic, harbour(booking_link=""), hill(booking_link=""), booking_link="")
        page = page_of(client, "/book/")
        assert 'href="tel:5550200400"' in page and "Call Hill to book" in page

    def test_one_location_shows_its_one_way_and_sends_nobody_away(self, client, clinic):
        settle(clinic, harbour())
        for address in ("/book/", "/book/video/"):
            page = page_of(client, address)
            assert booking_links(page) == ["https://book.harbour.example/one"]
            assert "Choose a location" not in page

    def test_locations_that_lead_the_same_way_are_no_choice(self, client, clinic):
        settle(clinic, harbour(booking_link=""), hill(booking_link=""))
        page = page_of(client, "/book/")
        assert booking_links(page) == ["https://book.harbour.example/visit"]
        assert "Choose a location" not in page and "2 Hill Road" in page

    def test_the_kind_of_appointment_is_all_that_is_handed_on(self, client, clinic):
        template = "https://book.harbour.example/new?type={appointment}"
        settle(
            clinic,
            harbour(booking_link=template),
            hill(),
            types=[AppointmentType(**VIDEO, scheduler_code="video")],
        )
        answer = client.get("/book/video/?next=https://evil.example/&q=acne")
        page = answer.content.decode()
        assert booking_links(page)[0] == "https://book.harbour.example/new?type=video"
        assert "evil.example" not in page and "acne" not in page
        assert "We talk on a screen." in words_of(answer)
        assert booking_links(page_of(client, "/book/"))[0] == "https://book.harbour.example/new"

    def test_a_kind_that_the_clinic_has_not_described_still_leads_to_a_booking(
        self, client, clinic
    ):
        words = words_of(client.get("/book/procedure/"))
        assert "Procedure consultation" in words

    @pytest.mark.parametrize("kind", ["nonsense", "VIDEO", "video/../", "%00", "💊"])
    def test_any_other_kind_is_not_found(self, client, clinic, kind):
        assert client.get(f"/book/{kind}/").status_code == 404

    def test_it_is_not_for_search_engines(self, client, clinic):
        factories.make_setup_finished(clinic)
        page = page_of(client, "/book/")
        assert '<meta name="robots" content="noindex">' in page
        assert 'rel="canonical"' not in page and "ld+json" not in page

    def test_it_takes_no_post_and_sets_no_cookie(self, client, clinic):
        assert client.post("/book/", {"kind": "video"}).status_code == 405
        assert not client.get("/book/").cookies

    def test_each_clinic_offers_its_own(self, client, clinic, other_clinic):
        settle(clinic, harbour(), hill())
        page = page_of(client, "/book/", "other.example")
        assert booking_links(page) == ["https://book.meadow.example/new"]
        assert "Harbour" not in page

    def test_without_pages_in_a_language_there_is_nothing(self, client, clinic):
        assert client.get("/es/book/").status_code == 404

    def test_a_telephone_instead_of_a_link_comes_with_its_hours(self, client, clinic):
        settle(clinic, harbour(booking_link=""), booking_link="")
        page = page_of(client, "/")
        panel = page[
            page.index('class="cta"') : page.index("</section>", page.index('class="cta"'))
        ]
        assert "<caption>Opening hours</caption>" in panel and "hours.js" in panel


class TestWhatMachinesAreTold:
    def test_the_data_of_a_known_clinic_has_not_changed(self, client, clinic):
        settle(clinic, harbour(), hill())
        data = data_of(page_of(client))
        golden = json.loads((GOLDENS / "contact.json").read_text(encoding="utf-8"))
        assert data == golden
        assert faults(data) == []

    def test_one_location_is_the_clinic_itself(self, client, clinic):
        settle(clinic, harbour(name=""))
        (node,) = clinics_in(page_of(client))
        assert node["name"] == "Harbour Skin Clinic" and "parentOrganization" not in node
        assert node["url"] == "http://localhost/" and node["email"]
        assert faults(data_of(page_of(client))) == []

    @pytest.mark.parametrize(
        "locations",
        [
            [harbour()],
            [harbour(), hill()],
            [harbour(booking_link=""), hill()],
            [harbour(booking_link="javascript:alert(1)"), hill()],
            [harbour(booking_link="", telephone=""), hill(booking_link="")],
        ],
        ids=["one", "two", "one with the clinic's link", "one refused", "both the clinic's"],
    )
    def test_the_reserve_action_is_the_very_link_that_is_shown(self, client, clinic, locations):
        settle(clinic, *locations)
        told = [
            node["potentialAction"]["target"]["urlTemplate"]
            for node in clinics_in(page_of(client))
            if "potentialAction" in node
        ]
        shown = booking_links(page_of(client, "/book/"))
        assert shown and set(told) == set(shown)
        if len(shown) == 1:
            assert booking_links(page_of(client)) == shown

    def test_without_a_booking_link_nothing_can_be_reserved(self, client, clinic):
        settle(clinic, harbour(booking_link=""), hill(booking_link=""), booking_link="")
        assert "ReserveAction" not in page_of(client)

    def test_hours_address_and_languages_are_those_of_the_page(self, client, clinic):
        settle(clinic, harbour())
        page = page_of(client)
        words = words_of(client.get("/contact/"))
        (node,) = clinics_in(page)
        for part in node["address"].split(", "):
            assert part in words
        assert node["telephone"] in words
        assert ", ".join(node["contactPoint"]["availableLanguage"]) in words
        assert f'href="{node["hasMap"]}"' in page
        dates = {each["validFrom"] for each in node["specialOpeningHoursSpecification"]}
        assert dates == set(re.findall(r'data-date="([\d-]+)"', page))
        evening = node["openingHoursSpecification"][1]
        assert (evening["opens"], evening["closes"]) == ("18:00", "00:00")

    def test_what_has_passed_is_not_told(self, client, clinic):
        yesterday = timezone.now().date() - timedelta(days=2)
        settle(clinic, harbour(exceptions=[closed_on(yesterday)]))
        (node,) = clinics_in(page_of(client))
        assert "specialOpeningHoursSpecification" not in node

    def test_words_of_staff_cannot_end_the_script(self, client, clinic):
        settle(clinic, harbour(name="</script><script>alert(1)</script>"))
        (node,) = clinics_in(page_of(client))
        assert node["name"] == "</script><script>alert(1)</script>"
