"""Which links are asked, whose they are, and where staff change them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.link_checks.collecting import links_in, links_in_use
from portal.models import AppointmentType, CheckedLink
from tests import factories

pytestmark = pytest.mark.django_db
Kind = CheckedLink.Kind


def found(address_part: str) -> list[tuple]:
    return [
        (link.site_id, link.kind, link.address, link.where)
        for link in links_in_use()
        if address_part in link.address
    ]


def test_a_clinics_booking_links_are_asked_as_patients_get_them(clinic):
    settings = factories.clinic_of(clinic)
    settings.booking_link = "https://book.example/new?type={appointment}"
    settings.booking_hosts = "book.example\nnorth.example\nvideo.example"
    place = settings.locations.first()
    place.name, place.booking_link = "North", "https://north.example/book"
    place.map_link = "https://map.example/north"
    settings.locations = [place]
    settings.appointment_types = [
        AppointmentType(kind="video", name="Video", booking_link="https://video.example/"),
        AppointmentType(kind="procedure", name="Procedure", scheduler_code="P3"),
    ]
    settings.save()
    mine = clinic.pk, Kind.BOOKING
    name = settings.name
    assert sorted(found("book.example")) == [
        (*mine, "https://book.example/new", name),
        (*mine, "https://book.example/new?type=P3", name),
    ]
    assert found("north.example/book") == [
        (*mine, "https://north.example/book", f"{name}: the location “North”")
    ]
    assert found("video.example") == [
        (*mine, "https://video.example/", f"{name}: the appointment “Video”")
    ]
    assert found("map.example") == [
        (clinic.pk, Kind.MAP, "https://map.example/north", f"{name}: North")
    ]


def test_a_booking_link_that_patients_would_not_get_is_not_asked(clinic):
    factories.clinic_of(clinic).save()
    type(factories.clinic_of(clinic)).objects.update(booking_link="http://10.0.0.1/")
    assert found("10.0.0.1") == []


def linked(address: str) -> str:
    return f'<p>See <a href="{address}">this</a>.</p>'


def test_links_of_sources_texts_answers_and_alerts_are_found_with_their_owner(clinic, other_clinic):
    factories.make_source(clinic, "A study", url="https://x.example/source")
    factories.make_source(None, "Shared study", url="https://x.example/shared")
    factories.make_source(clinic, live=False, url="https://x.example/draft-source")
    factories.make_question(clinic, "Does it hurt?", answer=linked("https://x.example/answer"))
    factories.make_article(
        clinic,
        "Acne",
        body=[factories.text_section("What", linked("https://x.example/text?a=1&amp;b=2"))],
        conclusion=linked("https://x.example/end"),
    )
    factories.make_article(
        clinic, "Draft", live=False, conclusion=linked("https://x.example/draft")
    )
    factories.make_standard_page(
        other_clinic,
        "Privacy",
        body=[factories.text_section("What", linked("https://x.example/standard"))],
    )
    factories.make_alert(clinic, "Stop.", source_url="https://x.example/alert")
    factories.make_alert(clinic, source_url="https://x.example/lifted", lifted=True)
    content, source = Kind.CONTENT, Kind.SOURCE
    assert set(found("x.example")) == {
        (clinic.pk, source, "https://x.example/source", "A study"),
        (None, source, "https://x.example/shared", "Shared study"),
        (clinic.pk, content, "https://x.example/answer", "Does it hurt?"),
        (clinic.pk, content, "https://x.example/text?a=1&b=2", "Acne"),
        (clinic.pk, content, "https://x.example/end", "Acne"),
        (other_clinic.pk, content, "https://x.example/standard", "Privacy"),
        (clinic.pk, content, "https://x.example/alert", "Stop."),
    }


def test_every_place_can_be_opened(clinic, signed_in, superuser):
    factories.make_source(clinic, url="https://x.example/source")
    factories.make_question(clinic, answer=linked("https://x.example/answer"))
    factories.make_article(clinic, conclusion=linked("https://x.example/end"))
    factories.make_alert(clinic, source_url="https://x.example/alert")
    browser = signed_in(superuser)
    paths = {link.edit_path for link in links_in_use()}
    assert len(paths) >= 5
    assert {browser.get(path).status_code for path in paths} == {200}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", []),
        ("plain https://x.example/", []),
        ('<a href="https://x.example/a">a</a><a href="https://x.example/a">b</a>', ["https://x.example/a"]),
        ('<a href="mailto:a@x.example">a</a><a href="tel:1">b</a><a href="#top">c</a>', []),
        ('<a linktype="page" id="3">a</a><a href="/here/">b</a>', []),
        ("<a HREF=' HTTP://x.example/a '>a", ["HTTP://x.example/a"]),
        ('<img href="https://x.example/a"><a>b</a><a href>c</a>', []),
        ({"a": [{"b": '<a href="https://x.example/deep">x</a>'}, None, 3]}, ["https://x.example/deep"]),
    ],
)  # fmt: skip
def test_which_addresses_in_a_text_lead_out(text, links):
    assert links_in(text) == links


def price_of_collecting() -> int:
    with CaptureQueriesContext(connection) as asked:
        list(links_in_use())
    return len(asked)


def test_the_price_does_not_grow_with_the_pages(clinic):
    factories.make_article(clinic, conclusion=linked("https://x.example/1"))
    few = price_of_collecting()
    for number in range(30):
        body = [factories.text_section("What", linked(f"https://x.example/{number}"))]
        factories.make_article(clinic, body=body, published=False)
    assert price_of_collecting() == few
