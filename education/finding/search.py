"""Searching articles as a patient means it, and showing where in an article the words stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from education.finding.marks import pieces
from education.finding.places import matching_places, shared_items
from education.finding.query_words import CleanQuery, clean_query
from education.finding.ranking import having_all, having_some, named_by_some
from education.finding.stems import stems
from education.finding.understanding import Meaning
from education.finding.vocabulary import Understood, Vocabulary
from education.models import ArticlePage, TopicPage


@dataclass
class Found:
    """The query as typed and as understood, and the ids of the articles, best first.

    `chosen` are those that the clinic's staff put first. `partly`: no article has all that was
    asked for, so these have at least half of it, or are named by some of it. `meanings` are those
    that counted.
    """

    query: CleanQuery
    understood: Understood
    ids: list[int] = field(default_factory=list)
    chosen: frozenset[int] = frozenset()
    partly: bool = False

    @property
    def meanings(self) -> list[Meaning]:
        return self.understood.apart if self.partly else self.understood.meanings

    def marked(self, text: str) -> SafeString:
        """`text` as HTML with the searched words in <mark>."""
        runs = [way.run for meaning in self.meanings for way in meaning.ways]
        cut = pieces(text, runs, self.understood.language)
        return format_html_join(
            "", "{}", ((format_html("<mark>{}</mark>", t) if here else t,) for t, here in cut)
        )


@dataclass
class Result:
    """An article that matches, and up to three places in it that do; `*_marked`: as HTML."""

    title: str
    url: str
    text: str
    title_marked: SafeString
    text_marked: SafeString
    topic: str = ""
    chosen: bool = False
    matches: list[dict] = field(default_factory=list)


def find(text: str, site) -> Found:
    """The articles of this clinic that match: listed, public, in the language of the address.

    A query without a word matches nothing and asks the database nothing.
    """
    query = clean_query(text)
    language = get_language()
    if not query.words:
        return Found(query, Understood(language))
    vocabulary = Vocabulary(site, language)
    understood = vocabulary.understand(query.text)
    wanted = wanted_by_staff(vocabulary.choices, query, understood)
    if not (wanted or understood.apart):
        return Found(query, understood)
    findable = ArticlePage.objects.findable(site)
    seen = set(findable.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()
    chosen = [key for key in wanted if key in seen]
    ids, partly = ranked(understood, findable)
    ids = [*chosen, *(key for key in ids if key not in chosen)]
    return Found(query, understood, ids, frozenset(chosen), partly)


def wanted_by_staff(choices, query: CleanQuery, understood: Understood) -> list[int]:
    """Ids of the articles that staff chose for these words, the closest choice first."""
    language = understood.language
    asked = {*stems(query.text, language)}
    asked |= {root for _typed, meant in understood.instead for root in stems(meant, language)}
    rows = [(set(stems(words, language)), article) for words, article in choices]
    hits = [(len(words), article) for words, article in rows if words and words <= asked]
    return list(dict.fromkeys(article for _words, article in sorted(hits, key=lambda h: -h[0])))


def ranked(understood: Understood, readable) -> tuple[list[int], bool]:
    """(ids, whether they have only part of what was asked for)."""
    meanings, apart, half = understood.meanings, understood.apart, understood.half
    if understood.complete and meanings:
        ids = having_all(meanings, readable)
        if ids or meanings == apart[:1]:
            return ids, False
    if len(apart) >= half and (ids := having_some(apart, half, readable)):
        return ids, True
    # "psoriasis diet sugar": nothing about the diet, but the article on psoriasis there is.
    return (named_by_some(apart, readable), True) if apart else ([], False)


def describe(found: Found, keys: Sequence[int], request) -> list[Result]:
    """The results with these ids in this order, each with the places inside that match.

    Four queries whatever the number of articles: articles, topics, benefits, questions.
    """
    loaded = ArticlePage.objects.in_bulk(keys)
    articles = [loaded[key] for key in keys if key in loaded]
    topics, shared = _topic_titles(articles), shared_items(articles)
    return [
        Result(
            title=article.title,
            url=article.get_url(request),
            text=article.text,
            title_marked=found.marked(article.title),
            text_marked=found.marked(article.text),
            topic=topics.get(article.path[: -ArticlePage.steplen], ""),
            chosen=article.pk in found.chosen,
            matches=places(article, found, shared, request),
        )
        for article in articles
    ]


def places(article, found: Found, shared: dict, request) -> list[dict]:
    """Label and address of the places inside an article that match."""
    url = article.get_url(request)
    rows = matching_places(
        article, found.meanings, found.understood.language, shared, partly=found.partly
    )
    return [{"label": found.marked(row["label"]), "url": f"{url}#{row['anchor']}"} for row in rows]


def _topic_titles(articles) -> dict[str, str]:
    paths = {article.path[: -ArticlePage.steplen] for article in articles}
    return dict(TopicPage.objects.live().filter(path__in=paths).values_list("path", "title"))
