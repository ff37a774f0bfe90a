"""Taking a picture's files away: out of reach of readers, or off the disk for good."""

from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from education.models.pictures import Picture
from education.pictures.files import random_file_name


def hide_files(picture: Picture) -> None:
    """The original gets another name and every size of it goes: the old addresses lead nowhere.

    A lost file is no obstacle. Raises OSError when the storage cannot write; then nothing changed.
    """
    storage, old = picture.file.storage, picture.file.name
    for rendition in picture.renditions.all():
        rendition.delete()  # Wagtail removes its file when the transaction is over
    try:
        with storage.open(old, "rb") as original:
            place = PurePosixPath(old)
            new = storage.save(str(place.with_name(random_file_name(place.suffix))), original)
    except FileNotFoundError:
        return
    picture.file.name = new
    Picture.objects.filter(pk=picture.pk).update(file=new)
    transaction.on_commit(lambda: storage.delete(old))


def remove_files(picture: Picture) -> list[str]:
    """The original and every size of it are deleted for good; returns the names that were there.

    Repeating it does no harm. Raises OSError when the storage cannot delete one of them.
    """
    files = [picture.file, *(rendition.file for rendition in picture.renditions.all())]
    removed = []
    for file in files:
        if file.storage.exists(file.name):
            file.storage.delete(file.name)
            removed.append(file.name)
    for rendition in picture.renditions.all():
        rendition.delete()
    return removed


def has_files(picture: Picture) -> bool:
    return picture.renditions.exists() or picture.file.storage.exists(picture.file.name)


def same_photo(picture: Picture):
    """The library's other pictures with exactly this file, of whatever clinic."""
    others = Picture.objects.exclude(pk=picture.pk)
    return others.filter(file_hash=picture.file_hash) if picture.file_hash else others.none()


def backups_holding(added: datetime, removed: datetime) -> list[str]:
    """The backups that still hold a file kept between these moments: in words, then by name.

    Files in `BACKUP_ROOT` that were written since the file was added; none if it is not set.
    """
    found = [
        _("Backups made between %(added)s and %(removed)s")
        % {"added": _day(added), "removed": _day(removed)}
    ]
    folder = getattr(settings, "BACKUP_ROOT", "")
    if folder:
        since = added.timestamp()
        files = (path for path in Path(folder).rglob("*") if path.is_file())
        found += sorted(str(path) for path in files if path.stat().st_mtime >= since)
    return found


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y, H:i")
