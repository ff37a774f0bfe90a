"""The starter library keeps our rules: plain words, sources, when to get help, no promise."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from education.drafts import DraftMaker
from education.importing import read_document
from education.importing.document import CareCardSection, Document, QuestionsSection, text_of
from education.models import ArticlePage, Benefit
from education.reading.readability import measure, sentences
from education.review.approval import problems_of
from portal import starter
from tests import factories
from tests.portal.test_starter_texts import ARTICLE, PROMISES, STARTER

FILES = sorted((STARTER / starter.LIBRARY).glob("*.md"))
READ_BY = "Automated reading of an excerpt from a stored copy"

each_article = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def read(file) -> Document:
    return read_document(file.read_bytes(), name=file.name)


def questions_of(document: Document) -> list:
    return [q for s in document.sections if isinstance(s, QuestionsSection) for q in s.items]


def all_words(document: Document) -> str:
    return "\n".join([document.plain_text(), document.description, document.funding])


def test_there_are_twelve_and_each_names_a_starter_topic():
    assert len(FILES) == 12
    topics = {slug for slug, _title, _intro in starter.TOPICS}
    for file in FILES:
        document = read(file)
        assert document.topic in topics and document.slug == file.stem, file.name


@each_article
def test_the_importer_is_sure_of_every_line(file):
    assert read(file).unsure == ()


@each_article
def test_it_is_easy_to_read(file):
    document = read(file)
    reading = measure(all_words(document))
    assert reading.lix <= 30 and reading.share_of_long_sentences <= 0.05
    assert len(sentences(document.lede)) <= 3
    for section in document.sections:
        for part in section.parts():
            for paragraph in re.findall(r"<p>.*?</p>", part):
                assert len(sentences(text_of(paragraph))) <= 3, paragraph


@each_article
def test_it_has_what_a_reader_and_a_search_need(file):
    document = read(file)
    assert 3 <= len(document.key_points) <= 5 and document.also_called
    assert 0 < len(document.description) <= 160
    assert any(section.aspect == "safety" for section in document.sections)
    assert 3 <= len(questions_of(document)) <= 5
    assert document.conclusion and document.conclusion_heading == "In short"


@each_article
def test_care_cards_stand_in_order_and_hold_no_telephone_number(file):
    document = read(file)
    levels = ["non_urgent", "urgent", "emergency"]
    cards = [s.urgency for s in document.sections if isinstance(s, CareCardSection)]
    assert len(cards) >= 2 and cards == [level for level in levels if level in cards]
    assert not re.search(r"\b(?:911|999|112|111)\b", document.plain_text())


@each_article
def test_nothing_is_promised_and_no_skin_is_called_dark_or_light(file):
    words = all_words(read(file))
    assert not PROMISES.search(words)
    assert not re.search(r"\b(?:dark|light|darker|lighter|fair)[- ]skin", words, re.I)
    assert "!" not in words
    assert not re.search(r"(?:checked|reviewed|approved) by (?:our|a|dr)", words, re.I)


@each_article
def test_every_source_is_named_and_says_how_it_was_read(file):
    document = read(file)
    assert len(document.sources) >= 3
    for source in document.sources:
        assert source.url.startswith("https://") and source.title and source.publisher
        assert source.checked_by == READ_BY and source.last_checked


def test_one_address_is_one_source_in_every_article():
    """The importer knows a source by its address, so the first title would stay."""
    named = {}
    for file in FILES:
        for source in read(file).sources:
            words = (source.title, source.publisher, source.year)
            assert named.setdefault(source.url, words) == words, (file.name, source.url)


def test_shared_questions_have_one_answer_and_the_same_sources():
    answers: dict[str, set] = {}
    used = Counter()
    for file in FILES:
        document = read(file)
        urls = {source.key: source.url for source in document.sources}
        for question in questions_of(document):
            used[question.question] += 1
            sources = tuple(urls[key] for key in question.source_keys)
            answers.setdefault(question.question, set()).add((question.answer_html, sources))
    assert {question: len(found) for question, found in answers.items() if len(found) > 1} == {}
    assert len([question for question, number in used.items() if number > 1]) >= 3


@pytest.mark.django_db
@pytest.mark.parametrize("file", [ARTICLE, *FILES], ids=lambda file: file.stem)
def test_nothing_stands_in_the_way_of_its_approval(clinic, topic, file):
    """Once its parts are approved, in the order they were made: sources before what needs them."""
    draft = DraftMaker(clinic, topic.locale).article_from(read(file), topic)
    for item in draft.made:
        assert problems_of(type(item).objects.get(pk=item.pk)) == []
        factories.put_live(item)
    article = ArticlePage.objects.get(pk=draft.article.pk)
    assert problems_of(article.get_latest_revision_as_object()) == []


@pytest.mark.django_db
def test_the_grade_no_human_study_would_stand_on_the_search_of_the_first_article(clinic, topic):
    DraftMaker(clinic, topic.locale).article_from(read(ARTICLE), topic)
    benefit = Benefit.objects.get(name="Even Skin Tone")
    benefit.grade = "none"
    assert benefit.searched_on and benefit.searched_by
    assert {problem.rule for problem in problems_of(benefit)} == {"items"}
