"""Which way to an appointment a patient gets, and why. Pure, standard library only.

One rule for every page: appointment type → location → clinic → telephone → e-mail → the contact
page. The first booking link of these that is safe, on the clinic's list of booking sites and not
known to be broken is the one. An article gives at most a kind of appointment; what leaves with the
patient is at most the clinic's own code for it, from its booking system.

``why`` is for staff: sentences that say where the link comes from, and what was passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Literal
from urllib.parse import quote

from portal.booking.links import (
    APPOINTMENT,
    BookingLinkRefused,
    booking_link,
    check_booking_link,
    check_hosts,
    link_host,
)
from portal.telephone import check_telephone, telephone_href

CLINIC: Final = "the clinic"  # whose link it is, beside locations and appointments


@dataclass(frozen=True)
class Place:
    """One location of a clinic. ``code`` is what the booking system calls it."""

    name: str = ""
    booking_link: str = ""
    code: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Appointment:
    """One appointment type of a clinic. ``kind`` is what articles ask for.

    What follows ``by_video`` is for patients to read: minutes, plain words, what to bring.
    """

    kind: str
    name: str = ""
    booking_link: str = ""
    code: str = ""
    by_video: bool = False
    minutes: int | None = None
    description: str = ""
    things_to_bring: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reach:
    """Everything a clinic has entered about how patients reach it.

    ``hosts`` is its list of booking sites, one on each line; empty: the site of its first link.
    """

    booking_link: str = ""
    hosts: str = ""
    email: str = ""
    places: tuple[Place, ...] = ()
    appointments: tuple[Appointment, ...] = ()


@dataclass(frozen=True)
class Way:
    """How a patient gets an appointment. ``href`` is empty for "contact": that page is ours.

    ``host`` and ``printed`` are set for "booking" only; ``telephone`` whenever there
    is a number to call.
    """

    kind: Literal["booking", "telephone", "email", "contact"]
    href: str = ""
    host: str = ""
    telephone: str = ""
    telephone_href: str = ""
    email: str = ""
    appointment: Appointment | None = None
    why: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        """The booking address as typed from paper: no scheme, no query."""
        if self.kind != "booking":
            return ""
        return self.href.partition("?")[0].removeprefix("https://").rstrip("/")


def way_to_book(
    reach: Reach, kind: str = "", place: Place | None = None, *, broken: Collection[str] = ()
) -> Way:
    """Return the best way to an appointment of this kind at this place.

    Without a place it is the clinic's only one, if there is one. ``broken`` are links known to lead
    nowhere, as entered or as filled in; they count as missing. Anything that would be refused as a
    link or number counts as missing too, so whatever comes out can be followed.
    """
    appointment = appointment_of(reach, kind)
    place = place or (reach.places[0] if len(reach.places) == 1 else None)
    fallback = _without_link(reach, place, appointment)
    why: list[str] = []
    for link, owner in _links(reach, appointment, place):
        try:
            href = _filled(reach, link, appointment, place, broken)
        except BookingLinkRefused as refusal:
            why.append(f"The booking link of {owner} is passed over: {refusal}")
            continue
        why += [f"This is the booking link of {owner}.", *_about_code(link, kind, appointment)]
        return replace(fallback, kind="booking", href=href, host=link_host(href), why=tuple(why))
    why = why or ["No booking link is entered."]
    return replace(fallback, why=(*why, _WITHOUT_LINK[fallback.kind]))


def needs_choice(reach: Reach, kind: str = "", *, broken: Collection[str] = ()) -> bool:
    """Whether a patient must say where before the link is known.

    So it is when some location can be booked and the locations lead to different places. A visit by
    video needs no location, unless only the locations have a link.
    """
    if len(reach.places) < 2:
        return False
    appointment = appointment_of(reach, kind)
    if appointment and appointment.by_video:
        anywhere = way_to_book(reach, kind, broken=broken)
        if anywhere.kind == "booking":
            return False
    ways = [way_to_book(reach, kind, place, broken=broken) for place in reach.places]
    return any(way.kind == "booking" for way in ways) and len({way.href for way in ways}) > 1


@dataclass(frozen=True)
class Offer:
    """What patients get who ask for one kind of appointment; ``place`` None: at every location."""

    kind: str
    place: Place | None
    way: Way


def offers(reach: Reach, kind: str = "", *, broken: Collection[str] = ()) -> list[Offer]:
    """What this kind leads to: one offer, or one for each location if patients must choose."""
    places = reach.places if needs_choice(reach, kind, broken=broken) else (None,)
    return [Offer(kind, place, way_to_book(reach, kind, place, broken=broken)) for place in places]


def every_link(reach: Reach) -> dict[str, str]:
    """All booking links that patients may be given, filled in, and whose they are: to be checked."""
    found: dict[str, str] = {}
    for kind in ("", *(appointment.kind for appointment in reach.appointments)):
        appointment = appointment_of(reach, kind)
        for place in (None, *reach.places):
            for link, owner in _links(reach, appointment, place):
                with suppress(BookingLinkRefused):
                    found.setdefault(_filled(reach, link, appointment, place, ()), owner)
    return found


def hosts_of(reach: Reach) -> tuple[str, ...]:
    """The clinic's list of booking sites; if it is empty, the site of the first link entered.

    A list that cannot be read allows nothing.
    """
    try:
        listed = check_hosts(reach.hosts)
    except BookingLinkRefused:
        return ()
    links = [reach.booking_link, *(place.booking_link for place in reach.places)]
    links += [appointment.booking_link for appointment in reach.appointments]
    return listed or tuple(filter(None, [first_host(links)]))


def first_host(links: Iterable[str]) -> str:
    """The site of the first of these links that is safe; "" if none is."""
    for link in links:
        with suppress(BookingLinkRefused):
            return link_host(check_booking_link(link))
    return ""


def appointment_of(reach: Reach, kind: str) -> Appointment | None:
    """The clinic's first appointment of this kind; none for "any appointment"."""
    found = (entry for entry in reach.appointments if kind and entry.kind == kind)
    return next(found, None)


def _links(
    reach: Reach, appointment: Appointment | None, place: Place | None
) -> Iterator[tuple[str, str]]:
    """The links entered and whose they are, best first. Video asks the clinic before a location."""
    clinic = (reach.booking_link, CLINIC)
    here = (place.booking_link, _named("location", place.name)) if place else ("", "")
    own = ("", "")
    if appointment:
        own = (appointment.booking_link, _named("appointment", appointment.name))
    in_order = [own, clinic, here] if appointment and appointment.by_video else [own, here, clinic]
    yield from ((link, owner) for link, owner in in_order if link.strip())


def _named(what: str, name: str) -> str:
    return f"the {what} “{name}”" if name else f"the {what}"


def _filled(
    reach: Reach,
    link: str,
    appointment: Appointment | None,
    place: Place | None,
    broken: Collection[str],
) -> str:
    """The link with the clinic's own codes; refuses what must not be offered, with the reason."""
    code = appointment.code if appointment else ""
    href = booking_link(link, code, place.code if place else "")
    check_booking_link(href, allowed_hosts=hosts_of(reach))
    if {link.strip(), href} & set(broken):
        raise BookingLinkRefused("it did not answer when it was last tried.")
    return href


def _about_code(link: str, kind: str, appointment: Appointment | None) -> list[str]:
    """What the booking system learns of the appointment, in a sentence; nothing for any appointment."""
    if not kind:
        return []
    if appointment is None:
        return ["The clinic has entered no appointment of this kind, so nothing about it is sent."]
    if APPOINTMENT not in link:
        return []
    if not appointment.code:
        return [f"“{appointment.name}” has no code, so the booking system shows all appointments."]
    return [f"It opens at “{appointment.code}”, the booking system’s own code for it."]


_WITHOUT_LINK: Final = {
    "telephone": "So patients are asked to call, and see the opening hours.",
    "email": "No telephone number is entered, so patients are asked to write.",
    "contact": "No telephone number or e-mail is entered, so patients get the contact page.",
}


def _without_link(reach: Reach, place: Place | None, appointment: Appointment | None) -> Way:
    """The way of a clinic without booking links: telephone, else e-mail, else contact."""
    email = reach.email.strip()
    for where in filter(None, (place, *reach.places)):
        if dial := telephone_href(where.telephone):
            number = check_telephone(where.telephone, shortest=2)
            return Way("telephone", dial, "", number, dial, email, appointment)
    if "@" in email:
        href = f"mailto:{quote(email, safe='@')}"
        return Way("email", href, email=email, appointment=appointment)
    return Way("contact", appointment=appointment)
