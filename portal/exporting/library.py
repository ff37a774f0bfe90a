"""The patient library of an export, what helps its search, and its safety alerts."""

from collections.abc import Iterator

from django.db.models import Q
from django.template.loader import render_to_string

from education.models import (
    Benefit,
    ClaimPhrase,
    Clinician,
    HouseNote,
    PromotedResult,
    Question,
    SafetyAlert,
    SignOff,
    Source,
    Synonym,
    Term,
)
from education.review.approval import needed_by
from portal.exporting.fields import content_fields, sign_off_facts
from portal.exporting.folder import ExportFolder
from portal.exporting.places import Places

KINDS = {
    "benefits": Benefit,
    "questions": Question,
    "terms": Term,
    "sources": Source,
    "clinicians": Clinician,
    "house-notes": HouseNote,
}


def write_library(folder: ExportFolder, places: Places) -> None:
    """The clinic's items, and those of the shared library that it uses, marked as shared."""
    _add_signers(places)
    for name, model in KINDS.items():
        entries = (item_facts(item, places) for item in items(model, places))
        folder.counts[name] = folder.write_list(f"library/{name}.json", entries)
        context = {
            "kind": model._meta.verbose_name_plural,
            "items": (_as_shown(item) for item in items(model, places)),
            "places": places,
        }
        page = render_to_string(f"portal/export/{name}.html", context)
        folder.write_text(f"library/{name}.html", page)


def items(model: type, places: Places) -> Iterator:
    """Own items, then shared ones that the clinic's pages and items name."""
    for item in model.objects.filter(site=places.site).order_by("pk").iterator(chunk_size=100):
        shared = (each for each in needed_by(item) if each.site_id is None)
        places.shared_items.update(shared)
        yield item
    yield from sorted(
        (item for item in places.shared_items if isinstance(item, model)), key=lambda item: item.pk
    )


def item_facts(item, places: Places) -> dict:
    """The JSON of a library item: as it is live, and its newer draft if there is one."""
    shown = _as_shown(item)
    if isinstance(item, Clinician):
        places.file_of(item.photo)
    draft = item.live and item.has_unpublished_changes
    return {
        "id": item.pk,
        "kind": item._meta.model_name,
        "title": str(item),
        "status": "withdrawn" if item.withdrawn else "live" if item.live else "draft",
        "shared": item.site_id is None,
        "language": item.locale.language_code,
        "translation_key": item.translation_key,
        "fields": content_fields(shown),
        "newer_draft": content_fields(item.get_latest_revision_as_object()) if draft else None,
        "sign_off": sign_off_facts(item),
    }


def _as_shown(item):
    return item if item.live else item.get_latest_revision_as_object()


def _add_signers(places: Places) -> None:
    """Shared entries of clinicians that signed the clinic's content are used by it, too."""
    signed = SignOff.objects.filter(site=places.site).values("clinician")
    places.shared_items.update(Clinician.objects.filter(pk__in=signed, site=None))


def write_search_words(folder: ExportFolder, site) -> None:
    """What the clinic's staff told its search, and which wordings they guard."""
    lists = {
        "same-meaning": (Synonym, ("word", "same_as")),
        "chosen-results": (PromotedResult, ("words", "article_id")),
        "guarded-wordings": (ClaimPhrase, ("phrase", "kind")),
    }
    for name, (model, columns) in lists.items():
        rows = model.objects.filter(site=site).order_by("pk")
        entries = rows.values("locale__language_code", *columns).iterator(chunk_size=500)
        folder.counts[name] = folder.write_list(
            f"search/{name}.json",
            ({"language": row.pop("locale__language_code")} | row for row in entries),
        )


def write_alerts(folder: ExportFolder, site, places: Places) -> None:
    own = Q(pk__in=places.pages)
    alerts = SafetyAlert.objects.filter(site=site).order_by("made_at")
    folder.counts["safety alerts"] = folder.write_list(
        "alerts.json",
        (
            {
                "what": alert.what,
                "since": alert.since,
                "source_name": alert.source_name,
                "source_url": alert.source_url,
                "topics": list(alert.topics.filter(own).values_list("pk", flat=True)),
                "articles": list(alert.articles.filter(own).values_list("pk", flat=True)),
                "made_at": alert.made_at,
                "lifted_at": alert.lifted_at,
            }
            for alert in alerts
        ),
    )
