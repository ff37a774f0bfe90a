"""How patients reach the clinic: the contact page, and the choice among its locations.

Neither page sends anybody away: a patient sees where a link leads before following it, and no
address of another site is ever taken from the request.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from education.home_pages import home_of
from education.models.articles import AppointmentKind
from portal.booking.action import BookingAction
from portal.booking.rule import Way, way_to_book
from portal.booking_button import booking_button
from portal.clinic_jsonld import ClinicFacts, PlaceFacts, clinic_nodes
from portal.identity import Identity, LocationForReaders
from portal.models import Location

KINDS = {kind.value: kind.label for kind in AppointmentKind if kind.value}


@require_safe
def contact(request) -> HttpResponse:
    """Where the clinic is, when it is open, what it offers, and how to book."""
    clinic = _clinic_with_pages(request)
    places = clinic.all_locations
    _add_people(clinic, places)
    booking = _add_ways(clinic, places)
    address = request.build_absolute_uri(reverse("contact"))
    context = {
        "clinic": clinic,  # instead of reading the settings again
        "crumbs": _crumbs(_("Contact")),
        "places": places,
        "appointments": clinic.all_appointments,
        "booking": booking,
        "nodes": clinic_nodes(_facts(clinic, places, address, request)),
    }
    _only_if_it_matters(places, booking)
    return render(request, "portal/contact.html", context)


@require_safe
def choose_location(request, kind: str = "") -> HttpResponse:
    """The locations with their links and hours; where all lead the same way, that way alone."""
    clinic = _clinic_with_pages(request)
    if kind and kind not in KINDS:
        raise Http404
    places = clinic.all_locations
    booking = _add_ways(clinic, places, kind)
    _only_if_it_matters(places, booking)
    offered = [each for each in clinic.all_appointments if kind and each.kind == kind]
    context = {
        "clinic": clinic,
        "crumbs": _crumbs(_("Book a visit") if booking else _("Choose a location")),
        "places": places,
        "appointments": offered,
        "kind_words": offered[0].name if offered else KINDS.get(kind, ""),
        "booking": booking,
        "several_ways": booking is None,
    }
    return render(request, "portal/choose_location.html", context)


def _clinic_with_pages(request) -> Identity:
    if home_of(Site.find_for_request(request)) is None:
        raise Http404
    return Identity.for_request(request)


def _crumbs(title: str) -> list[dict]:
    return [{"title": _("Home"), "url": reverse("home"), "is_home": True}, {"title": title}]


def _add_ways(
    clinic: Identity, places: list[LocationForReaders], kind: str = ""
) -> BookingAction | None:
    """Give each place its own way to book; where all lead the same way, return that one's button."""
    for place, way in zip(places, _ways(clinic, kind), strict=True):
        place.way = way
    if len({place.way.href for place in places}) > 1:
        return None
    return booking_button(clinic, kind)


def _ways(clinic: Identity, kind: str) -> list[Way]:
    """How to book an appointment of this kind at each of the clinic's locations."""
    reach = clinic.reach()
    return [way_to_book(reach, kind, place, broken=clinic.broken_links) for place in reach.places]


def _only_if_it_matters(places: list[LocationForReaders], booking: BookingAction | None) -> None:
    """Where all places lead the same way, the page says it once and not at each of them."""
    if booking is not None:
        for place in places:
            place.way = None


def _add_people(clinic: Identity, places: Iterable[LocationForReaders]) -> None:
    """Who works at each place: confirmed entries of this clinic with a valid credential.

    A person may have an entry for each language; those in the reader's are shown if there are any.
    """
    by_key = {place.pk: place for place in places}
    valid = Q(clinician__credential_expires=None)
    valid |= Q(clinician__credential_expires__gte=timezone.localdate())
    rows = Location.clinicians.through.objects.filter(
        valid,
        location__in=by_key,
        clinician__live=True,
        clinician__withdrawn=False,
        clinician__site=clinic.site,
    )
    chosen: dict[int, list] = {}
    for row in rows.select_related("clinician__locale").order_by("clinician__name"):
        chosen.setdefault(row.location_id, []).append(row.clinician)
    for key, people in chosen.items():
        own = [each for each in people if each.locale.language_code == get_language()]
        by_key[key].people = own or people


def _facts(
    clinic: Identity, places: list[LocationForReaders], address: str, request
) -> ClinicFacts:
    """What the contact page shows, as values."""
    return ClinicFacts(
        name=clinic.name,
        address=address,
        home=request.build_absolute_uri(reverse("home")),
        email=clinic.email,
        places=[
            PlaceFacts(
                name=place.name,
                address=", ".join(place.address_lines),
                telephone=place.telephone,
                languages=place.languages,
                map_link=place.map_link if place.map_host else "",
                openings=place.openings,
                exceptions=[
                    each
                    for each in place.dated_exceptions
                    if each.date in {row.date for row in place.exceptions_rows}
                ],
                booking=place.way.href if place.way.kind == "booking" else "",
            )
            for place in places
        ],
    )
