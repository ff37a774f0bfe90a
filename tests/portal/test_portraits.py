"""The profile picture on one's own account page: one more road for files."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.base import words_of
from tests.hostile_folder import pictures as hostile

pytestmark = pytest.mark.django_db


def send(browser, person, data: bytes | None, name: str = "Maria Example.jpg"):
    form = {
        "name_email-first_name": "Ada",
        "name_email-last_name": "Example",
        "name_email-email": person.email,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }
    if data is not None:
        form["avatar-avatar"] = SimpleUploadedFile(name, data, "image/jpeg")
    return browser.post(reverse("wagtailadmin_account"), form)


@pytest.fixture
def browser(signed_in, author):
    return signed_in(author)


def test_a_profile_picture_is_kept_without_place_and_name(browser, author):
    assert send(browser, author, hostile.photograph()).status_code == 302
    stored = UserProfile.objects.get(user=author).avatar
    assert re.search(r"_[0-9a-f]{16}\.jpg$", stored.name) and "Maria" not in stored.name
    kept = stored.read()
    assert b"GPS" not in kept and hostile.SECRET.encode() not in kept


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (hostile.svg, "SVG drawing"),
        (hostile.square_bomb, "11,000 by 11,000"),
        (hostile.page_in_gif, "thin line"),
        (hostile.zero_bytes, "empty"),
        (hostile.long_line, "thin line"),
        (hostile.web_page, "web page"),
    ],
)
def test_what_is_no_good_picture_is_refused_with_the_reason(browser, author, build, words):
    answer = send(browser, author, build())
    assert answer.status_code == 200 and words in words_of(answer)
    assert not UserProfile.objects.filter(user=author).exclude(avatar="").exists()


def test_a_lost_profile_picture_keeps_nobody_from_changing_their_account(browser, author):
    send(browser, author, hostile.photograph())
    Path(UserProfile.objects.get(user=author).avatar.path).unlink()
    assert browser.get(reverse("wagtailadmin_account")).status_code == 200
    assert send(browser, author, None).status_code == 302
    assert browser.get(reverse("wagtailadmin_home")).status_code == 200
