"""What the contact page says to machines: the clinic's places in the words of schema.org. Pure.

Only what the page shows is said. Where the words come from:

- https://schema.org/MedicalClinic is a MedicalOrganization and a MedicalBusiness, so a Place too.
- https://schema.org/openingHoursSpecification: one entry for each span of hours. A closing time that
  is not after the opening time lies on the next day, so midnight is "00:00".
- https://schema.org/specialOpeningHoursSpecification overrides these on the dates from validFrom to
  validThrough. Closed all day is 00:00 to 00:00, as Google reads it
  (https://developers.google.com/search/docs/appearance/structured-data/local-business).
- https://schema.org/availableLanguage belongs to a ContactPoint, not to the clinic itself.
- https://schema.org/address may be plain text: staff type lines, and guessing which of them is the
  town would be wrong somewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from education.sharing.jsonld import SCHEMA, Node, said
from portal.hours import DAY_NAMES, DatedException, Opening, in_order

_CLOSED: Final = {"opens": "00:00", "closes": "00:00"}


@dataclass(frozen=True)
class PlaceFacts:
    """One location as the page shows it; `booking` is the very link of its button, or empty."""

    name: str = ""
    address: str = ""
    telephone: str = ""
    languages: str = ""
    map_link: str = ""
    openings: Sequence[Opening] = ()
    exceptions: Sequence[DatedException] = ()
    booking: str = ""


@dataclass(frozen=True)
class ClinicFacts:
    """The clinic. `address` is the whole address of the contact page, `home` of the home page."""

    name: str
    address: str
    home: str
    email: str = ""
    places: Sequence[PlaceFacts] = ()


def clinic_nodes(facts: ClinicFacts) -> list[Node]:
    """One MedicalClinic for each place; above several the organisation that they belong to."""
    if len(facts.places) < 2:
        return [_clinic(facts, place, "clinic") for place in facts.places or [PlaceFacts()]]
    organisation = {
        "@type": "MedicalOrganization",
        "@id": f"{facts.address}#clinic",
        "name": facts.name,
        "url": facts.home,
        "email": facts.email,
    }
    clinics = [
        _clinic(facts, place, f"location-{number}") | {"parentOrganization": organisation_of(facts)}
        for number, place in enumerate(facts.places, start=1)
    ]
    return [said(organisation), *clinics]


def organisation_of(facts: ClinicFacts) -> Node:
    """The organisation as other nodes point at it."""
    return {"@id": f"{facts.address}#clinic"}


def _clinic(facts: ClinicFacts, place: PlaceFacts, anchor: str) -> Node:
    alone = len(facts.places) < 2
    contact = {
        "@type": "ContactPoint",
        "telephone": place.telephone,
        "availableLanguage": [each.strip() for each in place.languages.split(",") if each.strip()],
    }
    return said(
        {
            "@type": "MedicalClinic",
            "@id": f"{facts.address}#{anchor}",
            "name": place.name or facts.name,
            "url": facts.home if alone else facts.address,
            "email": facts.email if alone else "",
            "address": place.address,
            "telephone": place.telephone,
            "hasMap": place.map_link,
            "contactPoint": said(contact) if place.languages else {},
            "openingHoursSpecification": _weekly(place.openings),
            "specialOpeningHoursSpecification": _dated(place.exceptions),
            "potentialAction": _booking(place.booking),
        }
    )


def _weekly(openings: Sequence[Opening]) -> list[Node]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{SCHEMA}/{DAY_NAMES[day]}" for day in sorted(opening.days)],
            "opens": _clock(opening.opens),
            "closes": _clock(opening.closes),
        }
        for opening in openings
    ]


def _dated(exceptions: Sequence[DatedException]) -> list[Node]:
    found = []
    for exception in sorted(exceptions, key=lambda each: each.date):
        hours = [
            {"opens": _clock(span.opens), "closes": _clock(span.closes)}
            for span in in_order(exception.openings or ())
        ]
        day = exception.date.isoformat()
        found += [
            {
                "@type": "OpeningHoursSpecification",
                **span,
                "validFrom": day,
                "validThrough": day,
            }
            for span in hours or [_CLOSED]
        ]
    return found


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"


def _booking(link: str) -> Node:
    if not link:
        return {}
    target = {"@type": "EntryPoint", "urlTemplate": link}
    return {"@type": "ReserveAction", "target": target}
