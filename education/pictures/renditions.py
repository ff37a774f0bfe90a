"""The sizes in which pictures are served, made when staff publish, never while a patient waits."""

import logging

from wagtail.images.models import Picture as PictureElement
from wagtail.images.models import SourceImageIOError

logger = logging.getLogger(__name__)

WIDTHS = (400, 800, 1200)  # pixels: a phone, a phone with a sharp screen, the widest column
FORMATS = ("webp", "jpeg")
PICTURE_SPECS = tuple(f"width-{width}|format-{kind}" for kind in FORMATS for width in WIDTHS)
LOGO_SPECS = ("max-640x160|format-webp",)


def renditions_of(picture, specs=PICTURE_SPECS) -> dict:
    """The renditions by their spec; empty if the original is missing or broken.

    A lost file must never break a page: readers get the alt text instead.
    """
    try:
        return picture.get_renditions(*specs)
    except (SourceImageIOError, OSError, ValueError) as error:
        logger.warning("Picture %s cannot be shown: %s", picture.pk, error)
        return {}


def picture_element(picture, alt: str, sizes: str) -> PictureElement | None:
    """A <picture> with the right size for each screen, or None where there is no file."""
    renditions = renditions_of(picture)
    if not renditions:
        return None
    # A small picture is never blown up, so several specs give one width; a browser wants each once.
    each_width = {
        (spec.split("|")[1], made.width): (spec, made) for spec, made in renditions.items()
    }
    different = dict(each_width.values())
    choice = {"sizes": sizes} if len(different) > len(FORMATS) else {}
    return PictureElement(different, {"alt": alt, "loading": "lazy"} | choice)


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
