"""The sizes and formats in which readers get a picture."""

import re

import pytest
from django.core.management import call_command

from education.pictures.files import reencode
from education.pictures.renditions import AVIF_SPECS, PICTURE_SPECS, picture_element, renditions_of
from tests import factories
from tests.hostile_folder import pictures as hostile

pytestmark = pytest.mark.django_db


@pytest.fixture
def photograph(clinic):
    return factories.make_picture(clinic, size=(1300, 900))


def sources(element) -> dict[str, list[str]]:
    """Widths offered by media type, in the browser's order of choice."""
    html = str(element)
    found = {}
    for tag in re.findall(r"<source[^>]*>", html):
        kind = re.search(r'type="([^"]+)"', tag).group(1)
        found[kind] = re.findall(r"(\d+)w", tag)
    return found


def test_without_avif_files_readers_get_webp_and_jpeg_and_none_is_made(photograph):
    element = picture_element(photograph, "A cheek", "100vw")
    assert sources(element) == {"image/webp": ["400", "800", "1200"]}
    shown = re.search(r"<img[^>]*>", str(element)).group()
    assert all(part in shown for part in ('alt="A cheek"', 'width="400"', 'height="276"'))
    assert not photograph.renditions.filter(filter_spec__in=AVIF_SPECS).exists()


def test_avif_files_that_are_there_come_first(photograph):
    renditions_of(photograph, (*PICTURE_SPECS, *AVIF_SPECS))
    offered = sources(picture_element(photograph, "A cheek", "100vw"))
    assert list(offered) == ["image/avif", "image/webp"]
    assert offered["image/avif"] == ["400", "800", "1200"]


@pytest.mark.parametrize("cleaned", [True, False])
def test_no_size_holds_what_the_camera_noted(clinic, cleaned):
    """Not even of a picture that a program put there without cleaning it."""
    data = hostile.photograph()
    assert b"GPS-SECRET-PLACE" in data
    data = reencode(data, "knee.jpg").data if cleaned else data
    picture = factories.make_picture(clinic, data=data)
    for spec, rendition in renditions_of(picture, (*PICTURE_SPECS, *AVIF_SPECS)).items():
        made = rendition.file.read()
        for left in (b"GPS", hostile.SECRET.encode(), b"xmpmeta", b"Exif\0"):
            assert left not in made, (spec, left)


def test_a_small_picture_is_offered_once_in_each_format(clinic):
    element = picture_element(factories.make_picture(clinic), "A dot", "100vw")
    assert all(len(widths) <= 1 for widths in sources(element).values())
    assert "sizes=" not in str(element)


def test_the_command_makes_every_size_of_what_readers_see_and_names_what_is_lost(
    clinic, photograph, capsys
):
    lost = factories.make_picture(clinic, "Lost one")
    factories.make_article(clinic, "Shown", picture=photograph)
    factories.make_article(clinic, "Broken", picture=lost)
    unseen = factories.make_picture(clinic, "In a draft")
    factories.make_article(clinic, "Draft", picture=unseen, live=False)
    lost.renditions.all().delete()
    lost.file.storage.delete(lost.file.name)
    call_command("make_picture_sizes")
    made = set(photograph.renditions.values_list("filter_spec", flat=True))
    assert made >= {*PICTURE_SPECS, *AVIF_SPECS}
    assert not unseen.renditions.filter(filter_spec__in=AVIF_SPECS).exists()
    told = capsys.readouterr()
    assert "“Lost one”" in told.err and "2; without a usable file: 1" in told.out
