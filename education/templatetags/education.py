"""`{% load education %}`: health content in templates."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from education.models import Withdrawal
from education.ownership import may_take_down, site_of
from education.pictures.renditions import LOGO_SPECS, picture_element, renditions_of
from education.reading.prose import expand, source_of
from education.review_dates.dates import is_due
from education.sharing.qr import qr_code as qr_code_of
from education.withdrawal.withdrawal import why_not_put_back, why_not_withdrawn

register = template.Library()


@register.simple_tag(takes_context=True)
def prose(context, value, folded: bool = False) -> SafeString | str:
    """A rich text as HTML. An article has expanded all its texts already; others do it here.

    `folded=True` for a text that stands in <details>.
    """
    source = source_of(value)
    if not source:
        return ""
    ready = context.get("prose_html")
    if not ready or source not in ready:
        ready = expand([source], context.get("request"))
    return ready.show(source, folded=folded)


@register.simple_tag
def picture_tag(picture, alt: str = "", sizes: str = "(min-width: 64rem) 37.5rem, 100vw"):
    """A picture in the sizes made when it was published; its alt text in a box if the file is lost."""
    shown = picture_element(picture, alt, sizes)
    if shown is None and alt:
        return format_html('<span class="fig__lost">{}</span>', alt)
    return shown or ""


@register.simple_tag
def logo_tag(picture, alt: str = "", css_class: str = ""):
    """A logo as one small picture; its alt text if the file is lost."""
    renditions = list(renditions_of(picture, LOGO_SPECS).values())
    return renditions[0].img_tag({"alt": alt, "class": css_class}) if renditions else alt


@register.inclusion_tag("components/qr_code.html")
def qr_code(address: str) -> dict:
    """An address as a drawing that a telephone's camera can follow."""
    return {"code": qr_code_of(address)}


@register.simple_tag
def date_words(day) -> str:
    """A date as people write it, for example 14 September 2026."""
    return date_format(day, "j F Y") if day else ""


@register.filter
def has_come(day) -> bool:
    """Whether it is this day or later; no day never comes."""
    return is_due(day, timezone.localdate())


@register.simple_tag(takes_context=True)
def shown_items(context, section) -> list:
    """The Benefits or Questions of a section: for patients the live ones, in a preview drafts too.

    Withdrawn ones stand among them, for the line that says so.
    """
    in_preview = getattr(context.get("request"), "is_preview", False)
    return section.items_and_gaps(drafts=in_preview)


@register.inclusion_tag("education/admin/picture_withdrawal.html", takes_context=True)
def picture_withdrawal(context, picture) -> dict:
    """On a picture's own page in the admin: whether it is withdrawn, and what this person can do."""
    user = context["request"].user
    down = may_take_down(user, site_of(picture))
    rows = Withdrawal.objects.of(picture).open()
    return {
        "picture": picture,
        "row": (rows.filter(cause=Withdrawal.Cause.CONSENT).first() or rows.first()),
        "may_withdraw": down and not why_not_withdrawn(picture, Withdrawal.Cause.CONSENT),
        "may_put_back": down and not why_not_put_back(picture, user),
    }
