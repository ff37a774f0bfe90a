"""Where a booking link stands on the pages, what is said beside it, and what must come before it."""

import re

import pytest

from portal.identity import Identity
from portal.models import AppointmentType, Location
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db

NORTH = "https://book.harbour.example/north"


def arrange(clinic, *, link="https://book.harbour.example/visit", locations=(), **fields) -> None:
    settings = factories.clinic_of(clinic)
    settings.booking_link = link
    for field, value in fields.items():
        setattr(settings, field, value)
    if locations:
        settings.locations = [Location(**place) for place in locations]
    settings.save()


TWO = (
    {"name": "North", "telephone": "555 0100", "booking_link": NORTH},
    {"name": "South", "telephone": "555 0200"},
)


def link_of(page: str, href: str) -> str:
    return next(tag for tag in re.findall(r"<a [^>]*>", page) if f'href="{href}"' in tag)


def test_the_link_tells_the_booking_site_nothing_and_the_page_names_it(client, clinic, article):
    page = client.get(article.url).content.decode()
    tag = link_of(page, "https://book.harbour.example/visit")
    assert 'rel="noopener noreferrer"' in tag and 'referrerpolicy="no-referrer"' in tag
    assert "target" not in tag
    assert "The booking page opens on book.harbour.example." in words_of(client.get(article.url))


def test_nothing_of_the_booking_site_is_loaded_or_prepared(client, clinic, article):
    page = client.get(article.url).content.decode()
    without_link = page.replace("https://book.harbour.example/visit", "", 1)
    assert "//book.harbour.example" not in without_link
    assert "preconnect" not in page and "dns-prefetch" not in page and "prefetch" not in page


def test_locations_that_differ_lead_to_the_choice_of_one(client, clinic):
    arrange(clinic, locations=TWO)
    article = factories.make_article(clinic, "A")
    page = client.get(article.url).content.decode()
    assert 'class="btn btn--on" href="/book/"' in page
    choice = client.get("/book/")
    tag = link_of(choice.content.decode(), NORTH)
    assert 'rel="noopener noreferrer"' in tag and 'referrerpolicy="no-referrer"' in tag
    words = words_of(choice)
    assert "North" in words and "South" in words and "opens on book.harbour.example" in words


def test_the_kind_goes_along_to_the_choice_if_the_clinic_offers_it(client, clinic):
    row = AppointmentType(kind="video", name="Video visit", scheduler_code="V7")
    link = "https://book.harbour.example/new?type={appointment}&at={location}"
    places = [place | {"scheduler_code": place["name"], "booking_link": ""} for place in TWO]
    arrange(clinic, link=link, locations=places, appointment_types=[row])
    article = factories.make_article(clinic, "A", appointment_type="video")
    other = factories.make_article(clinic, "B", appointment_type="procedure")
    assert 'href="/book/video/"' in client.get(article.url).content.decode()
    assert 'href="/book/"' in client.get(other.url).content.decode()
    assert "type=V7&amp;at=South" in client.get("/book/video/").content.decode()
    assert client.get("/book/procedure/").status_code == 200  # its appointment was deleted
    assert client.get("/book/no-such-kind/").status_code == 404


def test_a_deleted_appointment_type_leaves_the_article_its_link(client, clinic):
    row = AppointmentType(kind="video", name="V", booking_link="https://book.harbour.example/v")
    arrange(clinic, appointment_types=[row])
    article = factories.make_article(clinic, "A", appointment_type="video")
    assert 'href="https://book.harbour.example/v"' in client.get(article.url).content.decode()
    arrange(clinic, appointment_types=[])
    assert 'href="https://book.harbour.example/visit"' in client.get(article.url).content.decode()


def test_a_broken_link_gives_way_to_the_telephone_with_its_hours(client, clinic, monkeypatch):
    broken = frozenset({"https://book.harbour.example/visit"})
    monkeypatch.setattr(Identity, "broken_links", broken)
    article = factories.make_article(clinic, "A")
    page = client.get(article.url).content.decode()
    booking = page[page.index('id="book"') :]
    booking = booking[: booking.index("</section>")]
    assert 'href="tel:5550200300"' in booking and "Monday to Friday" in booking
    assert "book.harbour.example" not in page


def test_an_e_mail_asks_for_no_health_details(client, clinic):
    arrange(clinic, link="", locations=[{"name": "Silent"}])
    booking = words_of(client.get("/"))
    assert "Write to us" in booking
    assert "Please do not send health details or pictures by e-mail." in booking


def test_a_stored_link_off_the_list_is_not_offered(client, clinic):
    arrange(clinic, booking_hosts="other.example")
    assert "book.harbour.example" not in client.get("/").content.decode()


class TestEmergencyFirst:
    @pytest.fixture
    def pages(self, client, clinic) -> dict[str, str]:
        arrange(clinic, locations=TWO, emergency_number="112")
        article = factories.make_article(clinic, "All", body=factories.every_section(clinic))
        addresses = {
            "home": "/",
            "contact": "/contact/",
            "choice": "/book/",
            "article": article.url,
        }
        return {name: client.get(url).content.decode() for name, url in addresses.items()}

    @pytest.mark.parametrize("name", ["home", "contact", "choice", "article"])
    def test_every_warning_stands_before_every_booking_link(self, pages, name):
        page = pages[name]
        warnings = [found.start() for found in re.finditer(r'class="care care--emergency', page)]
        if name == "choice":
            warnings = [page.index("In an emergency, call 112 now.")]
        links = [page.index('id="book"')]
        links += [found.start() for found in re.finditer(r'href="(https://book|/book/)', page)]
        assert warnings and max(warnings) < min(links)

    @pytest.mark.parametrize("name", ["home", "contact", "article"])
    def test_whoever_jumps_to_booking_meets_the_emergency_number_first(self, pages, name):
        page = pages[name]
        start = page.index('id="book"')
        assert (
            start
            < page.index("In an emergency, call 112 now.", start)
            < page.index("btn--on", start)
        )

    @pytest.mark.parametrize("name", ["home", "contact", "choice", "article"])
    def test_book_at_the_top_of_a_page_never_leaves_the_portal(self, pages, name):
        header = pages[name][: pages[name].index("</header>")]
        (href,) = re.findall(r'class="site-nav__book" href="([^"]*)"', header)
        assert href in {"#book", "/contact/#book"}
