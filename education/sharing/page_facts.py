"""From a page and its template's context to what is said to machines."""

from urllib.parse import urljoin

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from education.models import ArticlePage
from education.reading.plaintext import plain
from education.sharing.jsonld import (
    ArticleFacts,
    Citation,
    Crumb,
    Node,
    Part,
    QuestionAndAnswer,
    Reviewer,
    article_nodes,
    breadcrumb_list,
)


def page_nodes(context, clinic_name: str) -> list[Node]:
    """What a page says of itself: an article all of it, any other page the way down to it.

    `context` is the template's: its `canonical` address, `crumbs`, what `article_context`
    gathered, and `nodes` that a view adds. Asks the database nothing.
    """
    rows = context.get("crumbs") or []
    # A copy's canonical address is that of the clinic it is taken from; the way down is its own.
    address = (
        context["request"].build_absolute_uri() if context.get("library") else context["canonical"]
    )
    crumbs = [
        Crumb(
            title=_("Home") if row.get("is_home") else row["title"],
            address=urljoin(address, row["url"]) if row.get("url") else "",
        )
        for row in rows
    ]
    nodes = [breadcrumb_list(crumbs)] if len(crumbs) > 1 else []
    page = context.get("page")
    if isinstance(page, ArticlePage):
        home = crumbs[0].address if crumbs else urljoin(address, "/")
        nodes = [*article_nodes(article_facts(context, clinic_name, home)), *nodes]
    return [*nodes, *context.get("nodes", [])]


def article_facts(context, clinic_name: str, clinic_address: str) -> ArticleFacts:
    """The article as its page shows it; only live questions and sources.

    Who answers for a copy is the clinic whose article it is.
    """
    article, library = context["page"], context.get("library")
    if library is not None:
        clinic_name, clinic_address = library.name, library.home_address
    return ArticleFacts(
        address=context["canonical"],
        title=article.title,
        opening=article.lede,
        language=get_language() or "",
        clinic_name=clinic_name,
        clinic_address=clinic_address,
        other_names=context["other_names"],
        parts=parts_of(article),
        questions=questions_of(article),
        citations=[
            Citation(
                source.title,
                source.publisher,
                source.year,
                source.url if source.link_works else "",
            )
            for source in context["source_list"]
        ],
        first_published=article.first_published_at,
        last_published=article.last_published_at,
        last_reviewed=None if article.is_example else article.last_reviewed,
        reviewer=reviewer_of(article),
    )


def reviewer_of(article) -> Reviewer | None:
    """Who signed the article; nobody did while it is an example."""
    clinician = article.reviewed_by
    if clinician is None or article.is_example:
        return None
    return Reviewer(clinician.name, clinician.credential, clinician.role)


def parts_of(article) -> list[Part]:
    values = [section.value for section in article.body]
    return [
        Part(value["heading"], value["anchor"], value.get("aspect") or "")
        for value in values
        if value.get("heading") and value.get("anchor")
    ]


def questions_of(article) -> list[QuestionAndAnswer]:
    """Each live question once, in the order of the page."""
    questions = {
        question.pk: question
        for section in article.body
        if section.block_type == "questions"
        for question in section.value.live_items
    }
    return [QuestionAndAnswer(each.question, plain(each.answer)) for each in questions.values()]
