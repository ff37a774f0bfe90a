"""The starter texts keep our own rules: the document's structure, plain words, honest evidence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from education.importing import read_document
from education.importing.document import (
    BenefitsSection,
    CareCardSection,
    Document,
    QuestionsSection,
    text_of,
)
from education.reading.readability import measure, sentences

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "portal" / "starter"
ARTICLE = STARTER / "exosomes-in-dermatology.md"
ORIGINAL = ROOT / "tests" / "education" / "documents" / "exosomes-in-dermatology.txt"
STANDARD_PAGES = ("about", "privacy", "accessibility", "editorial-policy")

PROMISES = re.compile(
    r"\b(?:proven|guarantee\w*|cures?|cured|miracle|revolutionary|breakthrough|painless"
    r"|risk[- ]free|no side effects|completely safe|best)\b|100 ?%",
    re.IGNORECASE,
)
DENIES = re.compile(r"\b(?:no|not|none|unapproved|ask|before|whether|if)\b|\?", re.IGNORECASE)


def read(path: Path) -> Document:
    return read_document(path.read_bytes(), name=path.name)


@pytest.fixture(scope="module")
def article() -> Document:
    return read(ARTICLE)


@pytest.fixture(scope="module")
def original() -> Document:
    return read(ORIGINAL)


def benefits(document: Document) -> BenefitsSection:
    (found,) = (s for s in document.sections if isinstance(s, BenefitsSection))
    return found


def questions(document: Document) -> QuestionsSection:
    (found,) = (s for s in document.sections if isinstance(s, QuestionsSection))
    return found


def all_words(document: Document) -> str:
    """What a reader reads, with the texts that stand beside a benefit."""
    beside = (f"{item.not_known}\n{item.searched}" for item in benefits(document).items)
    return "\n".join([document.plain_text(), document.description, document.funding, *beside])


def test_title_benefits_and_questions_are_those_of_the_document(
    article: Document, original: Document
) -> None:
    assert article.title == original.title
    assert [b.name for b in benefits(article).items] == [b.name for b in benefits(original).items]
    assert [q.question for q in questions(article).items] == [
        q.question for q in questions(original).items
    ]
    assert article.conclusion_heading == original.conclusion_heading


def test_the_sections_of_the_document_keep_their_order(
    article: Document, original: Document
) -> None:
    wanted = [section.heading for section in original.sections]
    assert [s.heading for s in article.sections if s.heading in wanted] == wanted


def test_no_sentence_is_taken_from_the_document(article: Document, original: Document) -> None:
    headings = {s.heading for s in original.sections} | {original.title}
    asked = {q.question for q in questions(original).items}
    theirs = set(sentences(original.plain_text())) - headings - asked
    assert theirs.isdisjoint(sentences(article.plain_text())) or (
        theirs & set(sentences(article.plain_text())) == {original.conclusion_heading}
    )


def test_the_importer_is_sure_of_every_line(article: Document) -> None:
    assert article.unsure == ()


def test_the_article_is_easy_to_read(article: Document) -> None:
    reading = measure(all_words(article))
    assert reading.lix <= 30
    assert reading.share_of_long_sentences <= 0.05


def test_the_lede_and_the_paragraphs_have_three_sentences_at_most(article: Document) -> None:
    assert len(sentences(article.lede)) <= 3
    for section in article.sections:
        for part in section.parts():
            for paragraph in re.findall(r"<p>.*?</p>", part):
                assert len(sentences(text_of(paragraph))) <= 3, paragraph


def test_three_to_five_key_points_say_what_matters(article: Document) -> None:
    assert 3 <= len(article.key_points) <= 5
    assert len(article.description) <= 160


def test_every_benefit_has_a_grade_and_a_source_or_says_where_we_looked(
    article: Document,
) -> None:
    for benefit in benefits(article).items:
        assert benefit.grade in ("early", "none"), benefit.name
        assert benefit.not_known, benefit.name
        assert benefit.source_keys or benefit.searched, benefit.name
        searched = (benefit.searched, benefit.searched_on, benefit.searched_by)
        assert benefit.grade != "none" or all(searched), benefit.name
        assert all(searched) or not any(searched), benefit.name


def test_every_source_is_used_and_has_a_safe_address(article: Document) -> None:
    used = {key for b in benefits(article).items for key in b.source_keys}
    used |= {key for q in questions(article).items for key in q.source_keys}
    assert used == {source.key for source in article.sources}
    for source in article.sources:
        assert source.url.startswith("https://"), source.key
        assert source.publisher and source.year, source.key


def test_the_regulator_speaks_in_its_own_words(article: Document) -> None:
    assert "“There are currently no FDA-approved exosome products.”" in article.plain_text()


def test_every_hard_word_is_explained_in_short_plain_words(article: Document) -> None:
    assert 4 <= len(article.terms) <= 6
    text = article.plain_text().casefold()
    for term in article.terms:
        assert term.word.casefold() in text, term.word
        assert len(term.meaning) <= 200 and len(sentences(term.meaning)) <= 2, term.word
        assert measure(term.meaning).lix <= 45, term.word  # a single sentence measures high
        assert not PROMISES.search(term.meaning), term.word


def test_nothing_is_promised(article: Document) -> None:
    text = all_words(article)
    assert not PROMISES.search(text)
    for sentence in sentences(text):
        if re.search(r"approved|\bsafe\b", sentence):
            assert DENIES.search(sentence), sentence


def test_care_cards_stand_in_order_before_any_booking(article: Document) -> None:
    cards = [s for s in article.sections if isinstance(s, CareCardSection)]
    assert [card.urgency for card in cards] == ["non_urgent", "emergency"]
    # The clinic's own settings give the number, so the text gives none.
    assert cards[1].title == ""
    assert not re.search(r"\b911\b|\b112\b|\b999\b", article.plain_text())


def test_no_clinician_is_said_to_have_checked_it(article: Document) -> None:
    assert not re.search(r"(?:checked|reviewed|approved) by (?:our|a|dr)", all_words(article), re.I)


@pytest.mark.parametrize("name", STANDARD_PAGES)
def test_a_standard_page_is_short_plain_and_in_the_clinics_name(name: str) -> None:
    page = read(STARTER / f"{name}.md")
    reading = measure(page.plain_text())
    assert reading.lix <= 30
    assert reading.share_of_long_sentences <= 0.05
    assert page.description
    assert "Example Skin Clinic" not in page.plain_text()
    assert set(re.findall(r"\{.*?\}", page.plain_text())) == {"{clinic}"}


def test_the_accessibility_statement_is_honest_about_what_was_not_tested() -> None:
    text = read(STARTER / "accessibility.md").plain_text()
    assert "version 2.2" in text and "level AA" in text
    assert "People who use a screen reader have not tested this website yet." in text
