"""`{% load sharing %}`: what a page tells search engines and messengers."""

import html

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale

from education.sharing.jsonld import document, script_text
from education.sharing.page_facts import page_nodes

register = template.Library()


class KeepNode(template.Node):
    def __init__(self, nodelist, name: str):
        self.nodelist = nodelist
        self.name = name

    def render(self, context) -> str:
        words = html.unescape(self.nodelist.render(context))
        context[self.name] = " ".join(words.split())
        return ""


@register.tag
def keep(parser, token) -> KeepNode:
    """`{% keep title %}{% block title %}{% endblock %}{% endkeep %}`: the words, to use them twice.

    What is kept is plain text with single spaces, escaped again wherever it is used.
    """
    try:
        _tag, name = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("keep takes one name") from error
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, name)


@register.simple_tag
def open_graph_locale() -> str:
    """The language as Open Graph writes it: es, pt_BR."""
    return to_locale(get_language() or "en")


@register.simple_tag(takes_context=True)
def page_data(context, clinic_name: str) -> SafeString | str:
    """The page's JSON-LD for a data block; empty in a preview and where there is nothing to say."""
    if getattr(context.get("request"), "is_preview", False):
        return ""
    nodes = page_nodes(context, clinic_name)
    # Safe: `script_text` leaves no character with which HTML could begin or end anything.
    return mark_safe(script_text(document(nodes))) if nodes else ""
