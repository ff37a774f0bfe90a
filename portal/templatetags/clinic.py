"""`{% load clinic %}`: what templates of both packages ask of the clinic."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from education.models import ArticlePage
from portal.booking import BookingAction, booking_action
from portal.share_pictures import SharePicture

register = template.Library()


@register.simple_tag(takes_context=True, name="booking_action")
def booking_action_tag(context, article=None) -> BookingAction:
    """How a patient gets an appointment from here: booking link, else telephone, else contact.

    The article gives at most its own words and a kind of appointment; nothing of it is in the link.
    """
    clinic = context["clinic"]
    return booking_action(
        template=clinic.booking_link,
        words=clinic.booking_words,
        own_words=getattr(article, "booking_words", ""),
        telephone=clinic.telephone,
        appointment_type=getattr(article, "appointment_type", ""),
        contact_href=reverse("contact"),
        default_words=_("Consult your dermatologist"),
        call_words=_("Call {telephone}"),
        contact_words=_("Contact the clinic"),
        broken=clinic.broken_links,
    )


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
