"""The A to Z: titles and other names, sorted as a reader would look them up."""

import unicodedata
from typing import NamedTuple

from education.models import ArticlePage, OtherName


class Entry(NamedTuple):
    """A name in the list and the article it leads to."""

    sort_key: str
    name: str
    article_id: int


def entries(site) -> list[Entry]:
    """All names of a clinic's listed articles; names only, the bodies stay where they are."""
    articles = ArticlePage.objects.findable(site)
    titles = articles.order_by().values_list("title", "pk")
    others = OtherName.objects.filter(article__in=articles.order_by().values("pk"))
    names = [*titles, *others.values_list("name", "article_id")]
    return sorted(Entry(sort_key(name), name, key) for name, key in names)


def sort_key(name: str) -> str:
    """For sorting: capitals, accents and leading marks make no difference."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.lstrip(" \"'“‘(¿¡")


def letter_of(sort_key: str) -> str:
    """The heading a name stands under."""
    first = sort_key[:1].upper()
    return first if first.isalpha() else "0–9"


def letters(page_of_entries: list[Entry], request) -> list[dict]:
    """The entries of one page under their letters, each with its article's title and address."""
    articles = ArticlePage.objects.for_lists().in_bulk(
        {entry.article_id for entry in page_of_entries}
    )
    groups: list[dict] = []
    for entry in page_of_entries:
        article = articles.get(entry.article_id)
        if article is None:
            continue
        letter = letter_of(entry.sort_key)
        if not groups or groups[-1]["letter"] != letter:
            groups.append({"letter": letter, "rows": []})
        row = article.as_row(request)
        if entry.name != article.title:
            row = row | {"title": entry.name, "see": article.title, "text": ""}
        groups[-1]["rows"].append(row)
    return groups
