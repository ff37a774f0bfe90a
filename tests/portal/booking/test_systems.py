"""The booking systems we know: their templates, codes and advice, as tables."""

from __future__ import annotations

import pytest

from portal.booking.links import BookingLinkRefused, booking_link
from portal.booking.systems import (
    ACUITY,
    CAL,
    CALENDLY,
    OTHER,
    SYSTEMS,
    BookingSystem,
    CodeRefused,
    advice_on,
    check_code,
    system_of,
)

LINKS = [
    # system, appointment, location, the link a patient follows
    (CALENDLY, "new-patient", "", "https://calendly.com/skin/new-patient"),
    (CALENDLY, "", "", "https://calendly.com/skin"),
    (
        ACUITY,
        "184520",
        "77",
        "https://skin.acuityscheduling.com/schedule.php?appointmentType=184520&calendarID=77",
    ),
    (
        ACUITY,
        "184520",
        "",
        "https://skin.acuityscheduling.com/schedule.php?appointmentType=184520",
    ),
    (ACUITY, "", "", "https://skin.acuityscheduling.com/schedule.php"),
    (CAL, "video", "", "https://cal.com/skin/video"),
    (OTHER, "A7", "b", "https://skin.example/book?type=A7&location=b"),
]


@pytest.mark.parametrize(("system", "appointment", "location", "link"), LINKS)
def test_each_system_leads_to_its_own_appointments(
    system: BookingSystem, appointment: str, location: str, link: str
) -> None:
    assert booking_link(system.link("skin"), appointment, location) == link


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_its_own_template_is_recognised_and_needs_no_advice(system: BookingSystem) -> None:
    link = system.link("skin")
    assert system_of(link) is system
    assert advice_on(link) == []


@pytest.mark.parametrize("account", ["", "a b", "evil.example/x", "x@y", "a#b", "é", "a?b"])
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_an_account_cannot_lead_elsewhere(system: BookingSystem, account: str) -> None:
    with pytest.raises(BookingLinkRefused, match="not the name of an account"):
        system.link(account)


@pytest.mark.parametrize(
    "link",
    ["https://calendly.com.evil.example/x", "https://notcalendly.com/x", "https://mycal.com/x"],
)
def test_a_look_alike_is_not_taken_for_a_system_we_know(link: str) -> None:
    assert system_of(link) is OTHER


CODES = [
    # code, the link it is filled into, kept as (None: refused)
    ("", "", ""),
    (" A7 ", "", "A7"),
    ("type:7", "https://book.example/x", "type:7"),
    ("Mole check, please", "", None),
    ("../admin", "", None),
    ("a&b=c", "", None),
    ("été", "", None),
    ("{location}", "", None),
    ("new-patient", "https://calendly.com/skin/{appointment}", "new-patient"),
    ("type:7", "https://calendly.com/skin/{appointment}", None),
    ("184520", "https://x.acuityscheduling.com/schedule.php", "184520"),
    ("new-patient", "https://x.acuityscheduling.com/schedule.php", None),
]


@pytest.mark.parametrize(("code", "link", "kept"), CODES)
def test_a_code_is_what_the_booking_system_has_in_its_links(
    code: str, link: str, kept: str | None
) -> None:
    if kept is not None:
        assert check_code(code, link) == kept
        return
    with pytest.raises(CodeRefused) as refused:
        check_code(code, link)
    assert "Enter" in str(refused.value) and str(refused.value).endswith(".")


ADVICE = [
    # link, what is said (None: nothing)
    ("https://book.example/x", None),
    ("https://calendly.com/skin/{appointment}", None),
    ("https://calendly.com/skin", "https://calendly.com/<account>/{appointment}"),
    ("https://calendly.com/skin/{appointment}?month=2026-11", "“month=”"),
    ("https://book.example/x?email=me@clinic.example", "“email=”"),
    ("https://calendly.com/skin/{appointment}?place={location}", "own booking link"),
]


@pytest.mark.parametrize(("link", "said"), ADVICE)
def test_staff_are_told_what_their_link_lacks(link: str, said: str | None) -> None:
    advice = " ".join(advice_on(link))
    assert said in advice if said else advice == ""
