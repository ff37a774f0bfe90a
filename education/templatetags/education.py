"""`{% load education %}`: health content in templates."""

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from education.pictures.renditions import LOGO_SPECS, picture_element, renditions_of
from education.reading.prose import expand, source_of
from education.sharing.qr import qr_code as qr_code_of

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
    """A picture in the sizes made when it was published; its alt text if the file is lost."""
    return picture_element(picture, alt, sizes) or alt


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


@register.simple_tag(takes_context=True)
def shown_items(context, section) -> list:
    """The Benefits or Questions of a section: for patients the live ones, in a preview drafts too."""
    in_preview = getattr(context.get("request"), "is_preview", False)
    return section.chosen_items if in_preview else section.live_items
