"""The report of articles whose pictures show one skin tone only."""

import pytest
from django.urls import reverse

from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def article_showing(site, title: str, *tones: str, **fields):
    pictures = [factories.make_picture(site, skin_tone=tone) for tone in tones]
    section = factories.text_section("What it looks like", "<p>Red.</p>", pictures=pictures)
    return factories.make_article(site, title, body=[section], **fields)


def report(browser, **query) -> str:
    return words_of(browser.get(reverse("skin_tones"), query))


def test_articles_with_one_tone_are_named_with_the_tone_and_the_number(signed_in, author, clinic):
    article_showing(clinic, "Rosacea", "white", "white")
    words = report(signed_in(author))
    assert "Rosacea" in words and "White skin" in words and "2 pictures" in words


def test_articles_with_two_tones_several_at_once_or_no_skin_are_not(signed_in, author, clinic):
    article_showing(clinic, "Two tones", "white", "dark_brown")
    article_showing(clinic, "One for all", "several")
    article_showing(clinic, "A drawing", "")
    factories.make_article(clinic, "No picture")
    words = report(signed_in(author))
    for title in ("Two tones", "One for all", "A drawing", "No picture"):
        assert title not in words
    assert "No live article shows skin of one tone only" in words


def test_the_picture_at_the_top_of_an_article_counts_too(signed_in, author, clinic):
    top = factories.make_picture(clinic, skin_tone="dark_brown")
    article_showing(clinic, "Eczema", "white", picture=top)
    factories.make_article(clinic, "Hives", picture=top)
    words = report(signed_in(author))
    assert "Eczema" not in words and "Hives" in words


def test_drafts_are_left_out(signed_in, author, clinic):
    article_showing(clinic, "Not live", "white", live=False)
    assert "Not live" not in report(signed_in(author))


def test_another_clinics_articles_are_not_shown(signed_in, author, other_clinic):
    article_showing(other_clinic, "Theirs", "white")
    assert "Theirs" not in report(signed_in(author))


def test_the_list_can_be_taken_away_as_a_table(signed_in, author, clinic):
    article_showing(clinic, "Rosacea", "white")
    answer = signed_in(author).get(reverse("skin_tones"), {"export": "csv"})
    assert answer.status_code == 200
    rows = b"".join(answer.streaming_content).decode().splitlines()
    assert rows[1].startswith("Rosacea,White skin,1 picture")


def test_a_brand_manager_who_writes_nothing_has_no_such_report(signed_in, brand_manager):
    browser = signed_in(brand_manager)
    assert browser.get(reverse("skin_tones")).status_code in (302, 403)
    assert "one skin tone" not in words_of(browser.get("/admin/"))
