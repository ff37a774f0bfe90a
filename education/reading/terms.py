"""Words of the glossary in rich texts: stored like a link, `<a linktype="term" id="5">word</a>`.

So Wagtail's index of references knows where a word is used, and what does not know the glossary
(an older version, another template) shows the plain word.
"""

import re
from collections.abc import Iterable

from django.apps import apps
from django.db.models import Q
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site
from wagtail.rich_text import LinkHandler

STORED = re.compile(r'<a\b(?=[^>]*\blinktype="term")[^>]*\bid="(\d{1,18})"')
# Nothing is marked inside another link or a heading.
PIECES = re.compile(r"(<(a|h[1-6])\b.*?</\2>|<[^>]*>)", re.DOTALL)


class TermLinkHandler(LinkHandler):
    """What Wagtail itself makes of a marked word: the plain word, and a reference to its entry."""

    identifier = "term"

    @staticmethod
    def get_model():
        return apps.get_model("education", "Term")

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        return "<a>"

    @classmethod
    def extract_references(cls, attrs):
        if attrs.get("id", "").isdecimal():
            yield cls.get_model(), attrs["id"], "", ""


def term_ids(texts: Iterable) -> set[int]:
    """The keys of all words marked in these rich texts."""
    sources = (str(getattr(text, "source", text) or "") for text in texts)
    return {int(key) for source in sources for key in STORED.findall(source)}


def marked_terms(texts: Iterable) -> list:
    """The words marked in these rich texts, drafts too; one query, none if no word is marked."""
    ids = term_ids(texts)
    return list(TermLinkHandler.get_model().objects.filter(pk__in=ids)) if ids else []


def terms_to_explain(ids: set[int], request, library: Site | None = None) -> dict[int, object]:
    """The words whose meaning this request's reader gets, by key: live ones of the clinic or shared.

    In a copy of another clinic's article also that clinic's (`library`). In a preview drafts too,
    of whatever clinic: the editor has asked whose they are.
    """
    if not ids:
        return {}
    terms = TermLinkHandler.get_model().objects.filter(pk__in=ids)
    if not getattr(request, "is_preview", False):
        site = Site.find_for_request(request) if request else None
        owners = Q(site=None) | Q(site=site) | (Q(site=library) if library else Q())
        terms = terms.filter(owners, live=True)
    return {term.pk: term for term in terms}


def button(words: str, anchor: str) -> SafeString:
    """A word that opens its meaning. `words` are HTML already."""
    return format_html(
        '<button type="button" class="term" popovertarget="{}">{}</button>',
        anchor,
        mark_safe(words),  # a part of the text that is being shown
    )


def meaning(term, anchor: str, *, again: bool) -> SafeString:
    """What the word opens. Paper, and browsers without popovers, show it in brackets behind the word.

    `again` marks a second copy on one page, which paper leaves out.
    """
    say = format_html(" ({})", term.say) if term.say else ""
    return format_html(
        '<span id="{}" popover class="gloss{}"><span> <b>{}</b>{} </span>{}</span>',
        anchor,
        " gloss--again" if again else "",
        term.word,
        say,
        term.meaning,
    )


def mark_first(rich_text: str, word: str, key: int) -> str:
    """The rich text with the first place of `word` marked; unchanged if it does not stand there."""
    wanted = re.compile(rf"(?<!\w){re.escape(escape(word))}(?!\w)", re.IGNORECASE)
    start = 0
    for tag in [*PIECES.finditer(rich_text), None]:
        end = tag.start() if tag else len(rich_text)
        if found := wanted.search(rich_text, start, end):
            mark = f'<a linktype="term" id="{key}">{found[0]}</a>'
            return rich_text[: found.start()] + mark + rich_text[found.end() :]
        start = tag.end() if tag else end
    return rich_text
