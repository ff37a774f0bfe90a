"""What a reader's browser says of today agrees with `portal.open_days`, wherever the clinic is."""

import re
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from portal.models import Location
from portal.open_days import hours_on, local_date, next_opening

WEEKDAYS = [("opening", {"days": [*"01234"], "opens": time(8, 30), "closes": time(17)})]
FRIDAYS = [("opening", {"days": ["4"], "opens": time(9), "closes": time(12)})]
# Far enough ahead that the server shows them whenever this runs.
START = date.today() + timedelta(days=20)
HOLIDAYS = [START + timedelta(days=number) for number in range(5)]

SAID = """() => [...document.querySelectorAll('.place .hours')].map(block => {
  const row = block.querySelector('tr:has(.hours__today)');
  return {
    name: block.dataset.name,
    today: block.dataset.now,
    marked: row && (row.dataset.date || row.dataset.days.trim()),
    marks: block.querySelectorAll('.hours__today').length,
    open: row && !('shut' in row.dataset),
    reopens: block.dataset.reopens,
    line: block.querySelector('.hours__line').textContent,
  };
})"""
# The page's own script, for one zone after another: it looks again when a page comes back.
IN_ZONES = """zones => {
  const block = document.querySelector('.place .hours');
  return zones.map(zone => {
    delete block.dataset.now;
    block.dataset.zone = zone;
    dispatchEvent(new Event('pageshow'));
    return block.dataset.now || null;
  });
}"""


def exception(day: date, hours: tuple[time, time] | None) -> tuple:
    opens, closes = hours or (None, None)
    row = {"date": day, "closed": hours is None, "opens": opens, "closes": closes, "note": ""}
    return "exception", row


def place(name: str, zone: str, hours=WEEKDAYS, dated=()) -> Location:
    rows = [exception(day, each) for day, each in dated]
    return Location(name=name, address=name, time_zone=zone, hours=hours, exceptions=rows)


@pytest.fixture
def settle(portal):
    def settled(*places: Location) -> list[Location]:
        clinic = portal.clinic
        clinic.locations = list(places)
        clinic.save()
        return list(places)

    return settled


@pytest.fixture
def contact(portal, open_page):
    """`contact(moment)`: the contact page in a browser whose clock stands at that moment."""
    page = open_page(1280)
    page.clock.install(time=0)

    def opened(moment: datetime):
        page.clock.set_fixed_time(moment)
        page.goto(f"{portal.url}/contact/")
        page.wait_for_function("document.querySelector('.hours[data-now]')")
        return page

    return opened


def agree(said: list[dict], places: list[Location], moment: datetime) -> None:
    for told, where in zip(said, places, strict=True):
        today = local_date(moment, where.zone)
        known = (where.openings, where.dated_exceptions)
        hours = hours_on(today, *known)
        assert told["name"] == where.name and told["today"] == today.isoformat()
        dated = any(each.date == today for each in where.dated_exceptions)
        if dated:
            assert told["marked"] == today.isoformat()
        else:
            assert str(today.weekday()) in told["marked"].split()
        assert told["marks"] == 1 and told["open"] == bool(hours)
        if hours:
            assert told["line"].startswith("Open today: ") and told["reopens"] is None
            continue
        reopens = next_opening(today, *known, where.zone)
        assert told["line"].startswith("Closed today.")
        assert told["reopens"] == (reopens[0].isoformat() if reopens else "")


MOMENTS = [
    "2026-03-29T00:30Z",  # London's clocks go forward in half an hour
    "2026-03-28T23:59Z",
    "2026-10-25T00:30Z",  # … and back
    "2026-10-25T23:59Z",
    "2011-12-30T09:59Z",  # Apia, one minute before it jumps over a Friday
    "2011-12-30T10:00Z",
    "2026-11-23T18:14Z",  # midnight in Kathmandu at 18:15, in Kolkata at 18:30
    "2026-11-23T18:29Z",
    "2026-11-23T18:30Z",
    "2026-10-03T15:29Z",  # Lord Howe: half an hour forward
    "2026-12-31T10:00Z",  # already next year on Kiritimati
    "2028-02-29T12:00Z",
]


# Of days to come the browser and Python may have rules of different years: governments change them.
PAST_MOMENTS = [
    "2011-12-30T09:59Z",
    "2011-12-30T10:00Z",
    "2022-03-27T00:59Z",
    "2022-10-30T00:30Z",
    "2022-11-06T05:59Z",
    "2022-12-31T10:00Z",
    "2023-06-21T14:29Z",
    "2023-06-21T18:15Z",
]


def test_the_day_is_that_of_the_place_and_not_of_the_reader(settle, contact):
    places = settle(
        place("London", "Europe/London"),
        place("Apia", "Pacific/Apia", FRIDAYS),
        place("Kathmandu", "Asia/Kathmandu"),
        place("Kolkata", "Asia/Kolkata", FRIDAYS),
        place("Lord Howe", "Australia/Lord_Howe"),
        place("Kiritimati", "Pacific/Kiritimati"),
        place("Baker", "Etc/GMT+12", FRIDAYS),
    )
    for text in MOMENTS:
        moment = datetime.fromisoformat(text)
        agree(contact(moment).evaluate(SAID), places, moment)


def test_a_date_of_its_own_stands_before_the_week(settle, contact):
    dated = [(day, None) for day in HOLIDAYS[:4]]
    dated.append((HOLIDAYS[4], (time(10), time(12))))
    every_day = [("opening", {"days": [*"0123456"], "opens": time(9), "closes": time(17)})]
    places = settle(
        place("North", "America/St_Johns", every_day, dated),
        place("South", "Pacific/Auckland", every_day, dated),
    )
    for ahead in range(-1, 7):
        for hour in (0, 6, 11, 18):
            moment = datetime.combine(START + timedelta(days=ahead), time(hour, 30), UTC)
            agree(contact(moment).evaluate(SAID), places, moment)


def test_it_agrees_in_every_time_zone_there_is(settle, contact):
    settle(place("Anywhere", "UTC"))
    zones = sorted(zoneinfo.available_timezones())
    unknown: set[str] = set()
    for text in PAST_MOMENTS:
        moment = datetime.fromisoformat(text)
        told = contact(moment).evaluate(IN_ZONES, zones)
        for zone, today in zip(zones, told, strict=True):
            if today is None:
                unknown.add(zone)
            else:
                assert today == local_date(moment, ZoneInfo(zone)).isoformat(), (zone, text)
    # What a browser does not know is left unmarked, and the table stays as it is.
    assert len(unknown) <= 10, unknown


def test_all_closed_is_said_once_with_the_first_to_open(settle, contact):
    dated = [(day, None) for day in HOLIDAYS[:3]]
    every_day = [("opening", {"days": [*"0123456"], "opens": time(9), "closes": time(17)})]
    settle(
        place("North", "UTC", every_day, [*dated, (HOLIDAYS[3], None)]),
        place("South", "UTC", every_day, dated),
    )
    page = contact(datetime.combine(START, time(12), UTC))
    line = page.locator("[data-all-closed]")
    day = HOLIDAYS[3]
    expect(line).to_contain_text("All our clinics are closed today. The first to open: South, ")
    expect(line).to_contain_text(re.compile(rf"{day:%A},? {day.day} {day:%B}"))
    page = contact(datetime.combine(HOLIDAYS[3], time(12), UTC))
    expect(page.locator("[data-all-closed]")).to_be_hidden()


def test_a_page_left_open_over_midnight_marks_the_new_day(settle, portal, open_page):
    settle(place("London", "Europe/London"))
    page = open_page(375)
    page.clock.install(time=datetime(2026, 11, 27, 23, 58, tzinfo=UTC))
    page.goto(f"{portal.url}/contact/")
    line = page.locator(".hours__line")
    expect(line).to_have_text("Open today: 8:30am to 5pm.")
    page.clock.run_for(180_000)
    expect(line).to_have_text(re.compile(r"Closed today\. Next open: Monday,? 30 November, 8:30am"))
    expect(page.locator(".place .hours__today")).to_have_count(1)


def test_days_that_have_passed_in_a_kept_page_are_hidden(settle, contact):
    settle(place("London", "Europe/London", WEEKDAYS, [(day, None) for day in HOLIDAYS[:2]]))
    page = contact(datetime.combine(HOLIDAYS[1], time(12), UTC))
    rows = page.locator(".place [data-date]")
    expect(rows.nth(0)).to_be_hidden()
    expect(rows.nth(1)).to_be_visible()
    page = contact(datetime.combine(HOLIDAYS[2], time(12), UTC))
    expect(page.get_by_text("Different hours on these days")).to_be_hidden()


def test_without_scripts_the_tables_are_whole_and_nothing_is_said_of_today(
    settle, portal, open_page
):
    settle(place("London", "Europe/London", WEEKDAYS, [(HOLIDAYS[0], None)]))
    page = open_page(375, java_script_enabled=False)
    page.goto(f"{portal.url}/contact/")
    place_shown = page.locator(".place")
    expect(place_shown.get_by_role("rowheader", name="Monday to Friday")).to_be_visible()
    expect(place_shown.get_by_role("table", name="Different hours on these days")).to_be_visible()
    expect(page.locator(".hours__line")).to_be_hidden()
    assert page.get_by_text("Today").count() == 0


def test_nothing_about_today_is_printed(settle, contact):
    settle(place("London", "Europe/London"))
    page = contact(datetime(2026, 11, 27, 12, tzinfo=UTC))
    expect(page.locator(".place .hours__today")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".place .hours__today")).to_be_hidden()
    expect(page.locator(".hours__line")).to_be_hidden()
    expect(page.get_by_role("rowheader", name="Monday to Friday").first).to_be_visible()
