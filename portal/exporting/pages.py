"""The pages of an export: each as a web page to read and as JSON to take elsewhere."""

from django.template.loader import render_to_string
from wagtail.models import Page

from education.models import ArticlePage, TopicPage
from education.models.reading import number_sources
from education.ownership import pages_of
from education.pictures.renditions import pictures_of
from education.review.approval import needed_by
from portal.exporting.fields import content_fields, owner_name, sign_off_facts
from portal.exporting.folder import ExportFolder
from portal.exporting.places import Places
from portal.models import HomePage


def write_pages(folder: ExportFolder, places: Places) -> list[dict]:
    """Every page as it is live, and its newer draft beside it; returns a row for each page."""
    rows = []
    for page in pages_of(places.site, Page.objects.specific()):
        name, status = places.pages[page.pk], status_of(page)
        shown = page if page.live else newest_words(page)
        _write(folder, places, shown, name, status)
        draft = page.live and page.has_unpublished_changes
        if draft:
            _write(folder, places, newest_words(page), f"{name}.draft", "draft")
        folder.counts[f"pages, {status}"] += 1
        folder.counts["newer drafts"] += bool(draft)
        rows.append(
            {
                "title": page.title,
                "kind": page.specific_class._meta.verbose_name,
                "status": status,
                "depth": page.depth,
                "file": f"{name}.html",
                "draft": f"{name}.draft.html" if draft else "",
            }
        )
    return rows


def status_of(page) -> str:
    if page.live:
        return "live"
    return "withdrawn" if getattr(page, "withdrawn", False) else "draft"


def newest_words(page):
    """The page as its newest version says, or as the row says if it has no version."""
    return page.get_latest_revision_as_object()


def _write(folder: ExportFolder, places: Places, page, name: str, status: str) -> None:
    needed = needed_by(page)
    inner = (item for each in needed for item in needed_by(each))
    places.shared_items.update(item for item in [*needed, *inner] if item.site_id is None)
    for picture in pictures_of(page):
        places.file_of(picture)
    is_draft = status != "live"
    context = {
        "page": page,
        "places": places,
        "status": status,
        "language": page.locale.language_code,
        "is_draft": is_draft,
        "sources": number_sources(page, drafts=is_draft) if isinstance(page, ArticlePage) else [],
        "lists": _lists(page, places),
    }
    folder.write_text(f"{name}.html", render_to_string("portal/export/page.html", context))
    folder.write_json(f"{name}.json", page_facts(page, places, status, needed))


def page_facts(page, places: Places, status: str, needed: list) -> dict:
    """The JSON of a page."""
    parent = page.get_parent()
    facts = {
        "format": 1,
        "id": page.pk,
        "kind": page._meta.model_name,
        "status": status,
        "title": page.title,
        "address": page.full_url,
        "language": page.locale.language_code,
        "translation_key": page.translation_key,
        "parent": parent.pk if parent and parent.pk in places.pages else None,
        "kept_for_staff": page.get_view_restrictions().exists(),
        "first_published_at": page.first_published_at,
        "last_published_at": page.last_published_at,
        "fields": content_fields(page),
    }
    if not isinstance(page, ArticlePage):
        return facts
    return facts | {
        "owner": owner_name(page),
        "is_example": page.is_example,
        "last_reviewed": page.last_reviewed,
        "next_review": page.next_review,
        "library_items": [{"kind": item._meta.model_name, "id": item.pk} for item in needed],
        "sign_off": sign_off_facts(page),
        "reading_text": page.reading_text(),
    }


def _lists(page, places: Places) -> list[dict]:
    """The pages that this page leads to: a home page's topics, a topic's articles."""
    if isinstance(page, HomePage):
        found = [*page.topics(), *(row.article for row in page.chosen_articles.all())]
    elif isinstance(page, TopicPage):
        found = list(page.articles().for_lists())
    elif isinstance(page, ArticlePage):
        found = [row.related for row in page.related_articles.all()]
    else:
        found = []
    return [{"title": each.title, "file": places.page(each.pk)} for each in found]
