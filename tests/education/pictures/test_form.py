"""Uploading pictures through the admin's own screens: what is refused, and what is stored."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from education.models import Picture
from portal.staff_roles import collection_of
from tests import factories
from tests.base import words_of
from tests.hostile_folder import pictures as hostile

pytestmark = pytest.mark.django_db

REFUSED = {
    "0 bytes": (hostile.zero_bytes, "logo.png", "empty"),
    "40 MB": (hostile.forty_megabytes, "logo.png", "40.0 MB"),
    "30,000 px wide": (hostile.wide_png, "logo.png", "30,000 by 400 pixels"),
    "30,000 px square": (hostile.huge_bomb, "logo.png", "30,000 by 30,000 pixels"),
    "a bomb": (hostile.square_bomb, "logo.png", "11,000 by 11,000 pixels"),
    "SVG": (hostile.svg, "logo.svg", "SVG drawing"),
    "SVG renamed .png": (hostile.svg, "logo.png", "SVG drawing"),
    "text renamed .png": (hostile.text, "logo.png", "ends in .png, but there is no picture"),
    "a web page": (hostile.web_page, "logo.jpg", "web page"),
    "PDF": (hostile.pdf, "logo.pdf", "PDF document"),
    "HEIC": (hostile.heic, "logo.heic", "HEIC"),
    "Photoshop renamed": (hostile.psd, "logo.jpg", "Photoshop"),
    "icon renamed": (hostile.ico, "logo.png", "icon"),
    "packed SVG": (hostile.svgz, "logo.svgz", "SVG drawing"),
    "PDF and JPEG": (hostile.pdf_before_jpeg, "logo.jpg", "PDF document"),
    "moving": (lambda: hostile.moving("GIF"), "logo.gif", "moves"),
    "cut short": (lambda: hostile.truncated(hostile.noisy("PNG")), "logo.png", "damaged"),
}


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


def add_several(browser, site, data: bytes, name: str) -> str:
    """The upload screen's own request; the message it shows, if any."""
    form = {"title": "A logo", "files[]": upload(data, name), "collection": collection_of(site).pk}
    answer = browser.post(reverse("wagtailimages:add_multiple"), form)
    assert answer.status_code == 200
    return str(answer.json().get("error_message", ""))


def add_while_choosing(browser, site, data: bytes, name: str) -> str:
    """The upload tab of the chooser; what it shows."""
    form = {
        "image-chooser-upload-title": "A logo",
        "image-chooser-upload-file": upload(data, name),
        "image-chooser-upload-collection": collection_of(site).pk,
    }
    answer = browser.post(reverse("wagtailimages_chooser:create"), form)
    assert answer.status_code == 200
    return json.dumps(answer.json(), ensure_ascii=False)


def add_one(browser, site, data: bytes, name: str) -> str:
    form = {"title": "A logo", "file": upload(data, name), "collection": collection_of(site).pk}
    return browser.post(reverse("wagtailimages:add"), form).content.decode()


@pytest.mark.parametrize("screen", [add_several, add_while_choosing, add_one])
@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_good_picture_is_refused_with_the_reason(
    signed_in, brand_manager, clinic, screen, kind
):
    make, name, words = REFUSED[kind]
    said = screen(signed_in(brand_manager), clinic, make(), name)
    assert words in said
    assert not Picture.objects.exists()


def test_a_picture_that_is_there_keeps_its_file_when_the_new_one_is_refused(
    signed_in, author, clinic
):
    picture = factories.make_picture(clinic)
    browser, address = signed_in(author), reverse("wagtailimages:edit", args=[picture.pk])
    for make, name, words in REFUSED.values():
        form = {"title": "New", "file": upload(make(), name), "collection": picture.collection_id}
        assert words in browser.post(address, form).content.decode()
    fresh = Picture.objects.get()
    assert fresh.file.name == picture.file.name and fresh.file.read()


@pytest.mark.parametrize(
    "name", ["a\0b.png", "../../etc/x.png", "\u202egnp.exe", "n" * 400 + ".png", "CON", "🙂"]
)
def test_no_name_of_a_file_breaks_the_upload(signed_in, author, clinic, name):
    assert add_several(signed_in(author), clinic, factories.picture_bytes(), name) == ""
    assert re.fullmatch(r"original_images/[0-9a-f]{16}\.png", Picture.objects.get().file.name)


def test_a_title_that_is_too_long_is_named_and_the_file_is_kept_nowhere(signed_in, author, clinic):
    form = {"title": "x" * 400, "collection": collection_of(clinic).pk}
    form["files[]"] = upload(hostile.photograph(), "Maria Example.jpg")
    answer = signed_in(author).post(reverse("wagtailimages:add_multiple"), form).json()
    assert (
        "255" in answer["error_message"] and "Choose the file once more" in answer["error_message"]
    )
    assert not Picture.objects.exists() and not UploadedFile.objects.exists()


def test_thirty_files_one_after_the_other_are_thirty_pictures(signed_in, author, clinic):
    browser = signed_in(author)
    for number in range(30):
        data = factories.picture_bytes(20 + number, 20)
        assert add_several(browser, clinic, data, "the same name.png") == ""
    assert len({picture.file.name for picture in Picture.objects.all()}) == 30


@pytest.mark.parametrize("screen", [add_several, add_while_choosing, add_one])
def test_a_photograph_is_stored_upright_without_its_secrets_under_a_random_name(
    signed_in, author, clinic, screen
):
    data = hostile.photograph(orientation=6)
    screen(signed_in(author), clinic, data, "Maria Example knee.JPG")
    picture = Picture.objects.get()
    stored = picture.file.read()
    assert hostile.SECRET.encode() not in stored and b"GPS-SECRET-PLACE" not in stored
    assert re.fullmatch(r"original_images/[0-9a-f]{16}\.jpg", picture.file.name)
    assert (picture.width, picture.height) == (32, 64)
    with Image.open(picture.file.path) as opened:
        assert not opened.getexif() and opened.size == (32, 64)
    assert picture.uploaded_by_user == author


def test_what_hides_behind_a_picture_is_not_stored(signed_in, author, clinic):
    add_several(signed_in(author), clinic, hostile.with_tail(factories.picture_bytes()), "a.png")
    stored = Picture.objects.get().file.read()
    assert b"<script>" not in stored and b"PK\x03\x04" not in stored


def test_a_replaced_file_is_cleaned_too(signed_in, author, clinic):
    picture = factories.make_picture(clinic)
    form = {
        "title": "Replaced",
        "file": upload(hostile.photograph(), "knee.jpg"),
        "collection": collection_of(clinic).pk,
        "description": "A knee",
        "long_description": "",
        "skin_tone": "",
        "body_site": "",
        "credit": "",
        "licence": "",
        "consent_reference": "",
        "consent_expires": "",
        "focal_point_x": "",
        "focal_point_y": "",
        "focal_point_width": "",
        "focal_point_height": "",
    }
    answer = signed_in(author).post(reverse("wagtailimages:edit", args=[picture.pk]), form)
    assert answer.status_code == 302
    stored = Picture.objects.get(pk=picture.pk)
    assert stored.title == "Replaced" and hostile.SECRET.encode() not in stored.file.read()


def test_words_about_a_picture_can_be_changed_without_a_new_file(signed_in, author, clinic):
    picture = factories.make_picture(clinic)
    form = {
        "title": "Renamed",
        "collection": collection_of(clinic).pk,
        "description": "",
    }
    signed_in(author).post(reverse("wagtailimages:edit", args=[picture.pk]), form)
    fresh = Picture.objects.get(pk=picture.pk)
    assert fresh.title == "Renamed" and fresh.file.name == picture.file.name


@pytest.mark.parametrize(
    ("tone", "site", "said"),
    [
        ("white", " ", "Say which part of the body it is"),
        ("", "cheek", "Say which skin tone the picture shows"),
    ],
)
def test_a_picture_of_skin_says_which_tone_and_which_part_of_the_body(
    signed_in, author, clinic, tone, site, said
):
    picture = factories.make_picture(clinic, "Before")
    form = {"title": "After", "collection": collection_of(clinic).pk}
    address = reverse("wagtailimages:edit", args=[picture.pk])
    browser = signed_in(author)
    answer = browser.post(address, form | {"skin_tone": tone, "body_site": site})
    assert said in answer.content.decode()
    assert Picture.objects.get().title == "Before"
    browser.post(address, form | {"skin_tone": "white", "body_site": "cheek"})
    fresh = Picture.objects.get()
    assert (fresh.skin_tone, fresh.body_site) == ("white", "cheek")


def test_a_new_picture_that_is_refused_says_that_its_file_is_wanted_again(
    signed_in, author, clinic
):
    form = {
        "title": "A cheek",
        "file": upload(factories.picture_bytes(), "cheek.png"),
        "collection": collection_of(clinic).pk,
        "skin_tone": "white",
    }
    browser = signed_in(author)
    said = words_of(browser.post(reverse("wagtailimages:add"), form))
    assert "Say which part of the body it is" in said and "Choose the file once more" in said
    said = words_of(browser.post(reverse("wagtailimages:add"), form | {"file": ""}))
    assert "Choose the file once more" not in said  # there was none


def test_a_bulk_of_good_and_bad_files_keeps_the_good_ones(signed_in, author, clinic):
    browser = signed_in(author)
    assert add_several(browser, clinic, hostile.text(), "bad.png")
    assert add_several(browser, clinic, factories.picture_bytes(), "good.png") == ""
    assert Picture.objects.count() == 1
