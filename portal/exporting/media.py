"""The pictures and documents of an export: the stored originals, and what the clinic says of them."""

from collections.abc import Iterator

from django.db.models import Q
from wagtail.documents import get_document_model

from education.models import Picture
from portal.exporting.folder import ExportFolder
from portal.exporting.places import Places, media_path

PICTURE_FIELDS = (
    "title",
    "width",
    "height",
    "description",
    "long_description",
    "skin_tone",
    "body_site",
    "credit",
    "licence",
    "consent_reference",
    "consent_expires",
)


def write_media(folder: ExportFolder, places: Places) -> None:
    """The clinic's pictures and documents, and those of the shared shelf that it uses."""
    for name, model in (("pictures", Picture), ("documents", get_document_model())):
        entries = _entries(folder, places, model)
        folder.counts[name] = folder.write_list(f"media/{name}.json", entries)


def _entries(folder: ExportFolder, places: Places, model: type) -> Iterator[dict]:
    own = Q(collection__in=places.own_shelves)
    stored = model.objects.filter(own | Q(pk__in=places.used[model])).order_by("pk")
    for each in stored.iterator(chunk_size=100):
        if getattr(each, "withdrawn", False):
            folder.left_out.append({"path": media_path(each), "why": "withdrawn"})
            continue
        path = _copied(folder, each)
        facts = {
            "id": each.pk,
            "file": path,
            "shared": each.collection_id not in places.own_shelves,
        }
        yield facts | {name: getattr(each, name) for name in fields_of(each)}


def fields_of(stored) -> tuple[str, ...]:
    return PICTURE_FIELDS if isinstance(stored, Picture) else ("title",)


def _copied(folder: ExportFolder, stored) -> str | None:
    """Where the copy lies, or None if the stored file cannot be read; the manifest then says so."""
    path = media_path(stored)
    if is_readable(stored.file):
        folder.copy(path, stored.file)
    else:
        folder.missing.append({"path": path, "id": stored.pk, "title": stored.title})
        return None
    return path


def is_readable(file) -> bool:
    """Asked before copying, where an error may as well be of the disk that is written to."""
    try:
        with file.storage.open(file.name, "rb") as opened:
            opened.read(1)
    except OSError:
        return False
    return True
