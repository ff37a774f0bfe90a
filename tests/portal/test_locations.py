"""Where the clinic is and when it is open."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.models import Location
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def exception(day: date, closed=True, opens=None, closes=None, note="") -> tuple:
    return "exception", {
        "date": day,
        "closed": closed,
        "opens": opens,
        "closes": closes,
        "note": note,
    }


def opening(days: str, opens: int, closes: int) -> tuple:
    return "opening", {"days": [*days], "opens": time(opens), "closes": time(closes)}


def location(clinic, **fields) -> Location:
    return Location(clinic=factories.clinic_of(clinic), **fields)


def errors_of(place: Location) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        place.full_clean()
    return set(refused.value.message_dict)


def test_hours_are_shown_in_words_on_every_page(client, clinic, article):
    for address in ("/", article.url, "/contact/"):
        words = words_of(client.get(address))
        assert "Opening hours" in words and "Monday to Friday" in words, address


def test_days_that_are_different_are_shown_until_they_are_over(client, clinic):
    today = timezone.localdate()
    settings = factories.clinic_of(clinic)
    place = settings.locations.get()
    place.exceptions = [
        exception(today - timedelta(days=1), note="Yesterday's party"),
        exception(today + timedelta(days=3), note="Moving house"),
    ]
    settings.locations = [place]
    settings.save()
    words = words_of(client.get("/contact/"))
    assert "Moving house" in words and "Yesterday's party" not in words


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"telephone": "call me"}, "telephone"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"hours": [opening("0", 17, 9)]}, "hours"),
        ({"hours": [opening("0", 9, 12), opening("0", 11, 15)]}, "hours"),
        ({"exceptions": [exception(date(2026, 12, 24), closed=False)]}, "exceptions"),
        ({"exceptions": [exception(date(2026, 12, 24))] * 2}, "exceptions"),
    ],
    ids=["telephone", "time zone", "backwards", "overlap", "open without hours", "one day twice"],
)
def test_what_cannot_be_is_refused_at_its_field(clinic, fields, field):
    assert errors_of(location(clinic, **fields)) == {field}


def test_a_lunch_break_is_allowed(clinic):
    place = location(clinic, hours=[opening("01234", 9, 12), opening("01234", 13, 17)])
    place.full_clean()
    assert len(place.openings) == 2


def test_half_filled_rows_of_a_preview_are_left_out(clinic):
    place = location(clinic)
    place.hours = [("opening", {"days": [], "opens": None, "closes": None})]
    place.exceptions = [exception(None)]
    assert place.openings == [] and place.dated_exceptions == []


def test_the_telephone_can_be_dialled(client, clinic):
    page = client.get("/").content.decode()
    assert 'href="tel:5550200300"' in page


def test_the_first_locations_telephone_stands_for_the_clinic(client, clinic):
    settings = factories.clinic_of(clinic)
    settings.locations = [
        Location(address="No telephone here", sort_order=0),
        Location(address="Here", telephone="555 030 0400", sort_order=1),
    ]
    settings.save()
    assert "555 030 0400" in words_of(client.get("/"))


def test_markup_in_an_address_is_shown_as_text(client, clinic):
    settings = factories.clinic_of(clinic)
    settings.locations = [Location(address="<script>alert(1)</script>\nTown")]
    settings.save()
    assert "<script>alert" not in client.get("/contact/").content.decode()
