"""What the article template is given: everything gathered in a fixed number of queries."""

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from education.alerts.alerts import alerts_on_article
from education.house_notes.reading import note_in
from education.library_sharing.copied import library_of, own_copies
from education.pictures.renditions import pictures_of
from education.querysets import kept_for_staff
from education.reading.anchors import item_anchor
from education.reading.breadcrumbs import whereabouts
from education.reading.neighbours import neighbours
from education.reading.prose import expand
from education.reading.terms import marked_terms
from education.sharing.short_address import short_address

from .snippets import BenefitSource, QuestionSource


def article_context(article, request) -> dict:
    """The article's sections, numbered sources, links and lists for its template."""
    in_preview = getattr(request, "is_preview", False)
    benefits = _shared_items(article, "benefits", drafts=in_preview)
    questions = _shared_items(article, "questions", drafts=in_preview)
    _prefetch_sources(benefits, "benefit_sources", BenefitSource)
    _prefetch_sources(questions, "question_sources", QuestionSource)
    prefetch_related_objects(pictures_of(article), "renditions")
    where = whereabouts(article, request)
    house_note = note_in(article, request)
    topic_title = where["crumbs"][-2]["title"] if len(where["crumbs"]) > 2 else ""
    library = library_of(article, request)
    return {
        **where,
        "library": library,
        "alerts": alerts_on_article(article, request, library),
        "contents": contents(article, house_note),
        "house_note": house_note,
        "other_names": [other.name for other in article.other_names.all()],
        "source_list": number_sources(article, drafts=in_preview),
        "prose_html": expand(_rich_texts(article, questions, house_note), request, library),
        "related": _related_rows(article, request),
        "neighbours": neighbours(article, topic_title, request),
        "short_address": short_address(article, request),
    }


def body_context(body, request) -> dict:
    """The rich texts of a page that is only a body, expanded together."""
    return {"prose_html": expand(_rich_texts_of(body), request)}


def named_in(body, *rich_texts) -> list:
    """The library items that the sections of a body name, and the words marked there, drafts too."""
    items = [item for section in body for item in section.value.named_items]
    return [*items, *marked_terms([*_rich_texts_of(body), *rich_texts])]


def contents(article, house_note=None) -> list[dict]:
    """The contents list: headed sections, the clinic's own words, then the conclusion."""
    rows = [
        {"anchor": section.value["anchor"], "heading": section.value["heading"]}
        for section in article.body
        if section.value.get("heading") and section.value.get("anchor")
    ]
    if house_note is not None:
        rows.append({"anchor": "house-note", "heading": house_note.heading})
    if article.conclusion and article.conclusion_heading:
        rows.append({"anchor": "conclusion", "heading": article.conclusion_heading})
    return rows


def number_sources(article, *, drafts: bool) -> list:
    """All live sources, each once, in the order the reader meets them, with `.number` from 1.

    Sets `.references` on every benefit, question and section with numbers: the numbers of its own
    sources, smallest first.
    """
    numbered: dict = {}

    def numbers(sources) -> list[int]:
        for source in sources:
            if source.live and source.pk not in numbered:
                source.number = len(numbered) + 1
                numbered[source.pk] = source
        return sorted(numbered[source.pk].number for source in sources if source.live)

    for section in article.body:
        for item in section.value.shown_items(drafts=drafts):
            item.references = numbers([use.source for use in _uses(item)])
        if section.value.get("source"):
            section.value.references = numbers([section.value["source"]])
    numbers([use.source for use in _with(article.article_sources, "source")])
    return list(numbered.values())


def _uses(item):
    return (item.benefit_sources if hasattr(item, "claim") else item.question_sources).all()


def _shared_items(article, kind: str, *, drafts: bool) -> list:
    """The Benefits or Questions of an article. The first showing of each gets its address."""
    items = [
        item
        for section in article.body
        if section.block_type == kind
        for item in section.value.shown_items(drafts=drafts)
    ]
    placed = set()
    for item in items:
        item.anchor = "" if item.pk in placed else item_anchor(item)
        placed.add(item.pk)
    return items


def _prefetch_sources(items: list, relation: str, model) -> None:
    prefetch_related_objects(
        items, Prefetch(relation, queryset=model.objects.select_related("source"))
    )


def _rich_texts(article, questions, house_note) -> list:
    texts = [article.conclusion, *(question.answer for question in questions)]
    if house_note is not None:
        texts.append(house_note.text)
    return texts + _rich_texts_of(article.body)


def _rich_texts_of(body) -> list:
    return [value for part in body for value in part.value.values() if hasattr(value, "source")]


def _related_rows(article, request) -> list[dict]:
    uses = article.related_articles.all()
    if isinstance(uses, QuerySet):
        uses = uses.exclude(kept_for_staff("related__path")).select_related("related")
    chosen = [use.related for use in uses]
    articles = type(article).objects.for_lists().in_language(article.locale_id, chosen)
    return [related.as_row(request) for related in _of_this_clinic(article, articles)]


def _of_this_clinic(article, chosen: list) -> list:
    """The chosen articles, for those of another clinic this clinic's own copies, if it has any."""
    home = article.path[: 2 * article.steplen]
    elsewhere = [other for other in chosen if not other.path.startswith(home)]
    copies = own_copies(elsewhere, home) if elsewhere else {}
    found = [copies.get(other.pk) if other in elsewhere else other for other in chosen]
    return [other for other in found if other is not None]


def _with(rows, relation: str) -> list:
    """An article's rows with what they point at; in a preview they are in memory only."""
    found = rows.all()
    return list(found.select_related(relation) if isinstance(found, QuerySet) else found)
