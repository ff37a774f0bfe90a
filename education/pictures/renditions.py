"""The sizes in which pictures are served, made when staff publish, never while a patient waits.

AVIF files are a fifth smaller than WebP, but take some seconds of computing for each photograph. So
only `manage.py make_picture_sizes` makes them, and readers get them where they are there already.
"""

import logging
import struct
import zlib
from contextlib import nullcontext

from django.db import connection, transaction
from PIL import Image
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.images.models import Picture as PictureElement

logger = logging.getLogger(__name__)

WIDTHS = (400, 800, 1200)  # pixels: a phone, a phone with a sharp screen, the widest column
FORMATS = ("webp", "jpeg")

# What comes of a file that is lost, empty, cut short, unreadable or something else entirely: the
# storage's errors, and those of Pillow's readers. Never an error of the database.
LOST_OR_BROKEN = (
    SourceImageIOError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


def is_whole(spec: str) -> bool:
    """Whether this size is the whole picture, no wider than the widest one for readers."""
    kind, _, wanted = spec.split("|")[0].partition("-")
    width = wanted.partition("x")[0]
    return kind in {"width", "max"} and width.isdigit() and int(width) <= max(WIDTHS)


def on_its_own():
    """Around making a size: if that fails, a transaction that is going on stays whole.

    Starts none where there is none: drawing takes seconds, and would lock others out of SQLite.
    """
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def specs_in(kind: str) -> tuple[str, ...]:
    """Wagtail's names of every width in one file format."""
    return tuple(f"width-{width}|format-{kind}" for width in WIDTHS)


AVIF_SPECS = specs_in("avif")
PICTURE_SPECS = tuple(spec for kind in FORMATS for spec in specs_in(kind))
LOGO_SPECS = ("max-640x160|format-webp",)


def renditions_of(picture, specs=PICTURE_SPECS, if_there=()) -> dict:
    """The renditions by their spec; empty if the picture was withdrawn, is missing or broken.

    `specs` are made if they are missing, `if_there` only used. A lost file must never break a
    page: readers get the alt text instead.
    """
    if picture.withdrawn:
        return {}
    try:
        wanted = [Filter(spec=spec) for spec in (*if_there, *specs)]
        there = picture.find_existing_renditions(*wanted)
        found = {made.spec: rendition for made, rendition in there.items()}
        if missing := [spec for spec in specs if spec not in found]:
            with on_its_own():
                found |= picture.get_renditions(*missing)
    except LOST_OR_BROKEN as error:
        logger.warning("Picture %s cannot be shown: %s", picture.pk, error)
        return {}
    return found


def picture_element(picture, alt: str, sizes: str) -> PictureElement | None:
    """A <picture> with the right size for each screen, or None where there is no file."""
    renditions = renditions_of(picture, if_there=AVIF_SPECS)
    if not renditions:
        return None
    if not all(spec in renditions for spec in AVIF_SPECS):
        renditions = {spec: renditions[spec] for spec in PICTURE_SPECS}
    # A small picture is never blown up, so several specs give one width; a browser wants each once.
    each_width = {
        (spec.split("|")[1], made.width): (spec, made) for spec, made in renditions.items()
    }
    widths = {width for _kind, width in each_width}
    choice = {"sizes": sizes} if len(widths) > 1 else {}
    return PictureElement(dict(each_width.values()), {"alt": alt, "loading": "lazy"} | choice)


def forget_lost_sizes(picture) -> None:
    """Sizes whose files are gone from the disk are forgotten, so that they are made anew."""
    for rendition in picture.renditions.all():
        if not rendition.file.storage.exists(rendition.file.name):
            rendition.delete()


def make_renditions_for(page) -> None:
    """Make every size of every picture that a page shows."""
    for picture in pictures_of(page):
        renditions_of(picture)


def pictures_of(page) -> list:
    """The pictures a page or article shows: its own one and those in its text sections."""
    pictures = [
        row["image"]
        for section in getattr(page, "body", ())
        if section.block_type == "text"
        for row in section.value["pictures"]
        if row["image"]
    ]
    own = getattr(page, "picture", None)
    return [own, *pictures] if own else pictures
