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
        (
            {"exceptions": [exception(date(2011, 12, 30))], "time_zone": "Pacific/Apia"},
            "exceptions",
        ),
        ({"map_link": "http://maps.example/"}, "map_link"),
        ({"map_link": "javascript:alert(1)"}, "map_link"),
        ({"map_link": "https://user:pass@maps.example/"}, "map_link"),
        ({"map_link": "https://192.168.0.1/map"}, "map_link"),
        ({"map_link": "https://maps.example/" + "a" * 3000}, "map_link"),
    ],
    ids=[
        "telephone",
        "time zone",
        "backwards",
        "overlap",
        "open without hours",
        "one day twice",
        "a day that never was",
        "map not private",
        "map runs code",
        "map with password",
        "map by number",
        "map too long",
    ],
)
def test_what_cannot_be_is_refused_at_its_field(clinic, fields, field):
    assert errors_of(location(clinic, **fields)) == {field}


def test_a_lunch_break_is_allowed(clinic):
    place = location(clinic, hours=[opening("01234", 9, 12), opening("01234", 13, 17)])
    place.full_clean()
    assert len(place.openings) == 2


def test_a_day_with_a_break_is_two_rows_of_one_date(clinic):
    day = date(2026, 12, 24)
    morning = exception(day, closed=False, opens=time(9), closes=time(12), note="Short day")
    afternoon = exception(day, closed=False, opens=time(13), closes=time(15))
    place = location(clinic, exceptions=[afternoon, morning])
    place.full_clean()
    (found,) = place.dated_exceptions
    assert len(found.openings) == 2 and found.note == "Short day"
    both = location(clinic, exceptions=[morning, exception(day)])
    with pytest.raises(ValidationError) as refused:
        both.full_clean()
    assert "Thursday 24 December 2026 is listed twice" in str(refused.value)
    assert "at least one entry says closed" in str(refused.value)


@pytest.mark.parametrize(
    ("opens", "closes", "message"),
    [
        (time(17), time(9), "Sunday 29 March 2026: closing (9am) is before opening (5pm)"),
        (time(20), time(2), "8pm to midnight, and midnight to 2am on the next day"),
        (time(9), time(9), "opening and closing are both 9am"),
        (time(1, 30), time(9), "there is no 1:30am on that day. Enter 2am or later"),
        (time(9), None, "Sunday 29 March 2026: say from when to when"),
    ],
    ids=["backwards", "over midnight", "no time at all", "clocks go forward", "half filled in"],
)
def test_a_dated_row_that_cannot_be_names_its_day_and_what_to_do(clinic, opens, closes, message):
    row = exception(date(2026, 3, 29), closed=False, opens=opens, closes=closes)
    with pytest.raises(ValidationError) as refused:
        location(clinic, exceptions=[row], time_zone="Europe/London").full_clean()
    (said,) = refused.value.message_dict["exceptions"]
    assert message in said


def test_a_map_link_is_kept_in_its_clean_form(clinic):
    place = location(clinic, map_link=" https://MAPS.example/@51.5,-0.1 ")
    place.full_clean()
    assert place.map_link == "https://maps.example/@51.5,-0.1" and place.map_host == "maps.example"


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
