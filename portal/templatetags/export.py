"""`{% load export %}`: content as it stands in a clinic's export."""

from django import template

from education.reading.prose import source_of

register = template.Library()


@register.simple_tag(takes_context=True)
def words(context, value):
    """A rich text whose links lead to the export's own files."""
    return context["places"].html(source_of(value))


@register.simple_tag(takes_context=True)
def media_file(context, picture) -> str:
    """Where the copy of a picture lies; empty for one that is not exported."""
    return context["places"].file_of(picture)


@register.simple_tag(takes_context=True)
def items_in(context, section) -> list:
    """The Benefits or Questions of a section: of a live page the live ones, of a draft all."""
    return section.chosen_items if context["is_draft"] else section.live_items
