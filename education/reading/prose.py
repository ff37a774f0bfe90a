"""Rich text as HTML for readers, many texts at the price of one.

Wagtail looks up the links of each rich text on its own; an article with fifty answers would ask the
database fifty times. Here all texts of a page are expanded together.
"""

import re
from collections import Counter
from collections.abc import Iterable

from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import features
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter

from education.library_sharing.copied import Library
from education.reading.terms import button, meaning, term_ids, terms_to_explain

# Cannot occur in rich text: the database stores no NUL, and the editor makes no such element.
SEPARATOR = "<hr data-next-text>"
MARKED_WORD = re.compile(r'<a data-term="(\d+)">(.*?)</a>', re.DOTALL)


class Passages(dict):
    """The rich texts of one page as HTML by their stored form; words of the glossary are only marked.

    `show` is called as the page is written, in reading order, so that a word brings its meaning
    where a reader meets it first. An address (id) is never given twice, however often one text
    stands on the page.
    """

    def __init__(self, html: dict, terms: dict):
        super().__init__(html)
        self.terms = terms
        self._in_sight: dict[int, str] = {}
        self._copies: Counter = Counter()

    def show(self, source: str, *, folded: bool = False) -> SafeString:
        """One text. A folded one (an answer in <details>) hides what is in it from all others.

        A browser does not open a popover that stands in a closed <details>, so a folded text
        brings its own, unless the word was explained in the open before.
        """
        here = {} if folded else self._in_sight

        def explained(mark: re.Match) -> str:
            key, words = int(mark[1]), mark[2]
            if key not in self.terms:
                return words
            if anchor := here.get(key) or self._in_sight.get(key):
                return button(words, anchor)
            self._copies[key] += 1
            number = self._copies[key]
            here[key] = f"t-{key}" if number == 1 else f"t-{key}-{number}"
            shown = meaning(self.terms[key], here[key], again=number > 1)
            return button(words, here[key]) + shown

        # Safe: `expand` says why for the text; words and meanings are escaped as they are put in.
        return mark_safe(MARKED_WORD.sub(explained, self[source]))


def source_of(value) -> str:
    """The stored form of a rich text block value or field."""
    return getattr(value, "source", value) or ""


def expand(values: Iterable, request, library: Library | None = None) -> Passages:
    """Each rich text's HTML by its stored form; at most one query each for pages, documents, words.

    A link to a page that is not live loses its address and stays as words. A word of the glossary
    that is not live or belongs to another clinic is shown as a word like any other. In a copy of
    another clinic's article (`library`) that clinic's words are explained, and a link to a page of
    it leads to this clinic's own copy, if there is one.
    """
    sources = list(dict.fromkeys(filter(None, map(source_of, values))))
    if not sources:
        return Passages({}, {})
    terms = terms_to_explain(term_ids(sources), request, library and library.site)
    expanded = _rewriter(request, library)(SEPARATOR.join(sources)).split(SEPARATOR)
    # Safe: the stored form comes from Wagtail's editor or our importer, both of which allow only a
    # fixed list of elements; the rewriter escapes every address.
    html = {source: mark_safe(html) for source, html in zip(sources, expanded, strict=True)}
    return Passages(html, terms)


def _rewriter(request, library: Library | None) -> MultiRuleRewriter:
    link_types = features.get_link_types()
    rules = {name: handler.expand_db_attributes_many for name, handler in link_types.items()}
    rules["page"] = lambda links: _page_links(links, request, library)
    rules["term"] = lambda links: [_term_mark(link.get("id", "")) for link in links]
    return MultiRuleRewriter([LinkRewriter(bulk_rules=rules), EmbedRewriter()])


def _term_mark(key: str) -> str:
    return f'<a data-term="{key if key.isdecimal() else 0}">'


def _page_links(links: list[dict], request, library: Library | None) -> list[str]:
    wanted = {link["id"] for link in links if str(link.get("id", "")).isdigit()}
    meant = Q(pk__in=wanted)
    if library is not None:
        meant |= Q(alias_of__in=wanted, path__startswith=library.read_at)
    pages = list(Page.objects.live().filter(meant))
    addresses = {str(page.pk): page.get_url(request) for page in pages}
    # Last, so that they take the place of what they follow. Only a copy's readers have any here.
    copies = (page for page in pages if library is not None and page.alias_of_id is not None)
    addresses |= {str(page.alias_of_id): page.get_url(request) for page in copies}
    return [
        f'<a href="{escape(addresses[link["id"]])}">' if addresses.get(link.get("id")) else "<a>"
        for link in links
    ]
