"""The button that every page ends in, for one clinic: the booking rule in words for patients."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.booking.action import BookingAction, booking_action
from portal.booking.rule import needs_choice, way_to_book
from portal.identity import CHOOSE_LOCATION, Identity


def booking_button(clinic: Identity, kind: str = "", own_words: str = "") -> BookingAction:
    """How a patient gets an appointment of this kind: booking link, else telephone, else e-mail.

    Where locations lead to different places, the patient chooses one of them first.
    """
    reach, broken = clinic.reach(bool(kind)), clinic.broken_links
    way = way_to_book(reach, kind, broken=broken)
    choose_href = ""
    if needs_choice(reach, kind, broken=broken):
        choose_href = reverse(CHOOSE_LOCATION, args=[kind] if way.appointment else [])
    return booking_action(
        way,
        choose_href=choose_href,
        contact_href=reverse("contact"),
        words=clinic.booking_words,
        own_words=own_words,
        default_words=_("Consult your dermatologist"),
        call_words=_("Call {telephone}"),
        write_words=_("Write to us"),
        contact_words=_("Contact the clinic"),
    )
