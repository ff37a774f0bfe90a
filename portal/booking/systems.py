"""What the links of known booking systems look like. Pure, standard library only.

Each system leads to one kind of appointment in its own way; staff who know only "our Calendly
page" get the template to paste, and what to enter for each appointment and location:

- Calendly: ``https://calendly.com/<account>/<event>`` is the ``scheduling_url`` of an event type
  (https://developer.calendly.com/api-docs/overview/examples/send-scheduling-link.md). A copied
  link may end in a month, which soon lies in the past
  (https://help.calendly.com/hc/en-us/articles/226766767).
- Acuity: ``schedule.php?appointmentType=…&calendarID=…``, both numbers
  (https://developers.acuityscheduling.com/docs/embedding).
- Cal.com: a user name, then the slug of the event type
  (https://cal.com/docs/atoms/booker-embed, https://cal.com/help/embedding/prefill-booking-form-embed).
- Any other: a link with the words to fill in where its own links differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from portal.booking.links import (
    APPOINTMENT,
    LOCATION,
    PLACEHOLDERS,
    BookingLinkRefused,
    check_booking_link,
    is_listed,
    link_host,
)

_ANY_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:=~+-]{0,59}")
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_NUMBER: Final = re.compile(r"[0-9]{1,20}")
_ACCOUNT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
# What a link copied from the address bar carries along: a month soon over, somebody's own details.
_PASSING: Final = frozenset({"month", "date", "name", "first_name", "last_name", "email", "phone"})


class CodeRefused(ValueError):
    """The booking system cannot know this name; the message says where to look for the right one."""


@dataclass(frozen=True)
class BookingSystem:
    """How one booking system's links are built.

    ``template`` has ``<account>`` where the clinic's own name there stands; ``appointment`` and
    ``location`` tell staff what to enter as code ("" where the system has none in its links).
    """

    name: str
    hosts: tuple[str, ...]
    template: str
    appointment: str
    location: str = ""
    code: re.Pattern[str] = _ANY_CODE

    def link(self, account: str) -> str:
        """The booking link of a clinic, with the words to fill in; refuses what is no account."""
        if not _ACCOUNT.fullmatch(account.strip()):
            raise BookingLinkRefused(
                f"“{account.strip()[:40]}” is not the name of an account. "
                f"Enter only the part of your {self.name} link that names your clinic."
            )
        return check_booking_link(self.template.replace("<account>", account.strip()))


CALENDLY: Final = BookingSystem(
    name="Calendly",
    hosts=("calendly.com",),
    template=f"https://calendly.com/<account>/{APPOINTMENT}",
    appointment="the last part of the event’s link, such as new-patient",
    code=_SLUG,
)
ACUITY: Final = BookingSystem(
    name="Acuity Scheduling",
    hosts=(".acuityscheduling.com",),
    template=(
        "https://<account>.acuityscheduling.com/schedule.php"
        f"?appointmentType={APPOINTMENT}&calendarID={LOCATION}"
    ),
    appointment="the number after appointmentType= in its direct link",
    location="the number after calendarID= in the calendar’s direct link",
    code=_NUMBER,
)
CAL: Final = BookingSystem(
    name="Cal.com",
    hosts=("cal.com",),
    template=f"https://cal.com/<account>/{APPOINTMENT}",
    appointment="the last part of the event type’s link, such as new-patient",
    code=_SLUG,
)
OTHER: Final = BookingSystem(
    name="Another booking system",
    hosts=(),
    template=f"https://<account>.example/book?type={APPOINTMENT}&location={LOCATION}",
    appointment="what stands in its links for this appointment",
    location="what stands in its links for this location",
)
SYSTEMS: Final = (CALENDLY, ACUITY, CAL, OTHER)


def system_of(link: str) -> BookingSystem:
    """The booking system that a checked link leads to; ``OTHER`` if it is none we know."""
    host = link_host(link)
    return next((system for system in SYSTEMS if is_listed(host, system.hosts)), OTHER)


def check_code(code: str, link: str = "") -> str:
    """Return what a booking system calls an appointment or location, or raise ``CodeRefused``.

    ``link`` is the booking link it will be filled into, as far as known: some systems have numbers
    only. A code has no spaces: it is the system's own short name, never words about a patient.
    """
    code = code.strip()
    system = system_of(link)
    if not code:
        return ""
    if system is not OTHER and not system.code.fullmatch(code):
        raise CodeRefused(
            f"{system.name} cannot know “{code[:40]}”. Enter {system.appointment}"
            + (f"; for a location, {system.location}." if system.location else ".")
        )
    if not _ANY_CODE.fullmatch(code):
        raise CodeRefused(
            "Enter only what stands in the links of your booking system: "
            "letters, digits and hyphens, without spaces."
        )
    return code


def advice_on(link: str) -> list[str]:
    """What staff could do better with a checked link, in sentences; often nothing."""
    system = system_of(link)
    said = []
    named = [name for name, _value in parse_qsl(urlsplit(link).query) if name in _PASSING]
    if named:
        said.append(
            f"This link carries “{named[0]}=”, which was meant for one visit. "
            "Take it out of the link, so that every patient finds the same page."
        )
    if LOCATION in link and system is not OTHER and not system.location:
        said.append(
            f"{system.name} has no location in its links. Take {LOCATION} out, "
            "and give each location its own booking link."
        )
    if system is not OTHER and not any(word in link for word in PLACEHOLDERS):
        said.append(
            f"To lead to each appointment of {system.name}, write the link as {system.template} "
            f"with your own name for <account>, and enter for each appointment {system.appointment}."
        )
    return said
