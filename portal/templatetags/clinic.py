"""`{% load clinic %}`: what templates of both packages ask of the clinic."""

from django import template
from django.conf import settings
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from education.models import ArticlePage
from education.models.articles import AppointmentKind
from education.ownership import site_of
from portal.booking.action import BookingAction
from portal.booking.links import BookingLinkRefused, check_booking_link
from portal.booking.rule import Offer, offers
from portal.booking.systems import SYSTEMS, BookingSystem, advice_on
from portal.booking_button import booking_button
from portal.identity import Identity
from portal.models import Clinic
from portal.share_pictures import SharePicture

register = template.Library()


@register.simple_tag(takes_context=True, name="booking_action")
def booking_action_tag(context, article=None) -> BookingAction:
    """How a patient gets an appointment from here: booking link, else telephone, else e-mail.

    The article gives at most its own words and a kind of appointment; nothing of it is in the link.
    """
    kind, own_words = (
        getattr(article, "appointment_type", ""),
        getattr(article, "booking_words", ""),
    )
    return booking_button(context["clinic"], kind, own_words)


@register.simple_tag
def booking_offers(clinic: Clinic) -> list[dict]:
    """For staff: what each kind of appointment leads to at each location, and why."""
    identity = Identity(clinic)
    return [
        {"kind": kind, "words": words, "offers": _offers(identity, kind)}
        for kind, words in AppointmentKind.choices
    ]


def _offers(identity: Identity, kind: str) -> list[Offer]:
    return offers(identity.reach(bool(kind)), kind, broken=identity.broken_links)


@register.simple_tag
def booking_of_article(form) -> dict:
    """For the article's editor: its clinic, and what each kind leads to there. None without clinic."""
    site = site_of(form.place)
    if site is None:
        return {}
    clinic = Clinic.for_site(site)
    return {"clinic": clinic, "rows": booking_offers(clinic)}


@register.simple_tag
def booking_advice(clinic: Clinic) -> list[str]:
    """What staff could do better with the clinic's booking link."""
    try:
        return advice_on(check_booking_link(clinic.booking_link))
    except BookingLinkRefused:
        return []


@register.simple_tag
def booking_systems() -> tuple[BookingSystem, ...]:
    """The booking systems whose links we know, for staff who set up theirs."""
    return SYSTEMS


@register.simple_tag(takes_context=True)
def share_picture(context) -> SharePicture:
    """The picture for links to this page: an article's own, else the clinic's."""
    page = context.get("page")
    article = page if isinstance(page, ArticlePage) and page.pk else None
    return SharePicture(context["clinic"].settings, article)


@register.simple_tag(takes_context=True)
def staff_bar(context) -> str:
    """Wagtail's bar, for staff only.

    A reader's answer must not depend on cookies, so the session is not even looked at unless the
    browser sent one.
    """
    request = context.get("request")
    if request is None:
        return ""
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    if signed_in or getattr(request, "is_preview", False):
        return wagtailuserbar(context)
    return ""
