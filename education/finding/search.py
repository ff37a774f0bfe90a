"""Searching articles, and saying where in an article the words stand."""

from dataclasses import dataclass, field

from education.finding.query_words import clean_query
from education.models import ArticlePage, Benefit, Question, TopicPage
from education.reading.anchors import item_anchor
from education.reading.plaintext import item_text, plain


@dataclass
class Result:
    """An article that matches, and up to three places in it that do."""

    title: str
    url: str
    text: str
    topic: str = ""
    matches: list[dict] = field(default_factory=list)


def search_articles(text: str, site):
    """The query as understood, and the articles of this clinic that match, best first.

    Only live, public articles in the page's language. A query without a word matches nothing.
    """
    query = clean_query(text)
    if not query.words:
        return query, []
    return query, ArticlePage.objects.readable(site).search(query.text, operator="and")


def describe(articles, words, request) -> list[Result]:
    """Search results for a page of articles, each with the sections and questions that match.

    Three queries whatever the number of articles: topics, benefits, questions.
    """
    topics = _topic_titles(articles)
    shared = _shared_items(articles)
    return [
        Result(
            title=article.title,
            url=article.get_url(request),
            text=article.text,
            topic=topics.get(article.path[: -ArticlePage.steplen], ""),
            matches=matching_places(article, words, article.get_url(request), shared),
        )
        for article in articles
    ]


def matching_places(article, words, url: str, shared: dict, most: int = 3) -> list[dict]:
    """Questions, benefits and sections of an article that hold all the words, best first."""
    stems = [stem(word) for word in words]
    items, sections = [], []
    for section in article.body.raw_data:
        value = section["value"]
        text = stored_text(value)
        for item in (shared.get(key) for key in _shared_keys(section)):
            if item is not None and has_all(item_text(item), stems):
                items.append({"label": str(item), "url": f"{url}#{item_anchor(item)}"})
        heading, anchor = value.get("heading"), value.get("anchor")
        if heading and anchor and has_all(text, stems):
            sections.append({"label": heading, "url": f"{url}#{anchor}"})
    return (items + sections)[:most]


NOT_WORDS = {"anchor", "aspect", "id", "kind", "type", "urgency"}


def stored_text(value) -> str:
    """The words in a section as it is stored, without loading the pictures or items it names."""
    if isinstance(value, dict):
        return "\n".join(stored_text(part) for key, part in value.items() if key not in NOT_WORDS)
    if isinstance(value, list):
        return "\n".join(map(stored_text, value))
    return plain(value) if isinstance(value, str) else ""


def stem(word: str) -> str:
    """The part of a word that its plural shares, good enough to point at a place."""
    word = word.casefold()
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def has_all(text: str, stems: list[str]) -> bool:
    text = text.casefold()
    return all(word in text for word in stems)


def _topic_titles(articles) -> dict[str, str]:
    paths = {article.path[: -ArticlePage.steplen] for article in articles}
    return dict(TopicPage.objects.live().filter(path__in=paths).values_list("path", "title"))


def _shared_keys(section) -> list[tuple[str, int]]:
    """(kind, id) of each Benefit or Question that a stored section names."""
    kind = section["type"]
    if kind not in ("benefits", "questions"):
        return []
    return [(kind, row["value"]) for row in section["value"].get(kind, []) if row.get("value")]


def _shared_items(articles) -> dict:
    """All live Benefits and Questions of several articles by (kind, id), in two queries."""
    keys = {
        key
        for article in articles
        for section in article.body.raw_data
        for key in _shared_keys(section)
    }
    found = {}
    for kind, model in (("benefits", Benefit), ("questions", Question)):
        ids = {number for owner, number in keys if owner == kind}
        if ids:
            items = model.objects.filter(live=True).in_bulk(ids)
            found |= {(kind, number): item for number, item in items.items()}
    return found
