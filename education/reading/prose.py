"""Rich text as HTML for readers, many texts at the price of one.

Wagtail looks up the links of each rich text on its own; an article with fifty answers would ask the
database fifty times. Here all texts of a page are expanded together.
"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import features
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter

# Cannot occur in rich text: the database stores no NUL, and the editor makes no such element.
SEPARATOR = "<hr data-next-text>"


def source_of(value) -> str:
    """The stored form of a rich text block value or field."""
    return getattr(value, "source", value) or ""


def expand(values: Iterable, request) -> dict[str, SafeString]:
    """Each rich text's HTML by its stored form; at most one query for pages, one for documents.

    A link to a page that is not live loses its address and stays as words.
    """
    sources = list(dict.fromkeys(filter(None, map(source_of, values))))
    if not sources:
        return {}
    expanded = _rewriter(request)(SEPARATOR.join(sources)).split(SEPARATOR)
    # Safe: the stored form comes from Wagtail's editor or our importer, both of which allow only a
    # fixed list of elements; the rewriter escapes every address.
    return {source: mark_safe(html) for source, html in zip(sources, expanded, strict=True)}


def _rewriter(request) -> MultiRuleRewriter:
    link_types = features.get_link_types()
    rules = {name: handler.expand_db_attributes_many for name, handler in link_types.items()}
    rules["page"] = lambda links: _page_links(links, request)
    return MultiRuleRewriter([LinkRewriter(bulk_rules=rules), EmbedRewriter()])


def _page_links(links: list[dict], request) -> list[str]:
    wanted = {link["id"] for link in links if str(link.get("id", "")).isdigit()}
    pages = Page.objects.live().in_bulk(wanted)
    addresses = {str(key): page.get_url(request) for key, page in pages.items()}
    return [
        f'<a href="{escape(addresses[link["id"]])}">' if addresses.get(link.get("id")) else "<a>"
        for link in links
    ]
