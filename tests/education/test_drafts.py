"""From a document's values to drafts in the database."""

import pytest
from wagtail.models import Locale

from education.drafts import DraftMaker
from education.importing import read_document
from education.models import ArticlePage, Benefit, Question, Source, Term
from tests import factories

pytestmark = pytest.mark.django_db

DOCUMENT = """+++
lede = "In short."
also_called = ["Second name", "First name"]
key_points = ["One.", "Two."]
description = "For search engines."
funding = "Nobody paid."

[[sources]]
key = "a"
title = "Study A"
publisher = "Journal A"
year = 2024
url = "https://a.example/study"
+++

# A treatment

## What it is

Some **bold** words & more.

## Possible benefits

- **Softer skin:** It may soften skin.

## Questions people ask

### Does it hurt?

A little.
"""


def make(site, user=None, text=DOCUMENT):
    document = read_document(text.encode(), name="a.md")
    topic = factories.topic_of(site)
    return DraftMaker(site, Locale.get_default(), user).article_from(document, topic)


def test_everything_of_the_document_is_in_the_draft(clinic, author):
    draft = make(clinic, author)
    article = ArticlePage.objects.get(pk=draft.article.pk)
    assert (article.title, article.lede, article.funding) == (
        "A treatment",
        "In short.",
        "Nobody paid.",
    )
    assert article.search_description == "For search engines."
    assert [point.value for point in article.key_points] == ["One.", "Two."]
    assert [name.name for name in article.other_names.all()] == ["Second name", "First name"]
    assert [s.block_type for s in article.body] == ["text", "benefits", "questions"]
    assert "<b>bold</b> words &amp; more" in str(article.body[0].value["content"].source)
    assert [use.source.title for use in article.article_sources.all()] == ["Study A"]
    assert article.content_owner == author


def test_nothing_of_it_is_live(clinic):
    draft = make(clinic)
    assert not draft.article.live
    assert draft.made and not any(item.live for item in draft.made)
    assert {type(item) for item in draft.made} == {Benefit, Question, Source}


def test_the_same_words_are_found_again(clinic):
    first, second = make(clinic), make(clinic)
    assert second.made == []
    assert {item.pk for item in second.reused} == {item.pk for item in first.made}


def test_other_words_make_another_item(clinic):
    make(clinic)
    draft = make(clinic, text=DOCUMENT.replace("It may soften skin", "It may harden skin"))
    assert [item.claim for item in draft.made] == ["It may harden skin."]


def test_the_shared_library_is_used_after_the_clinics_own(clinic):
    shared = factories.make_benefit(None, "Softer skin", claim="It may soften skin.")
    assert shared in make(clinic).reused
    own = factories.make_benefit(clinic, "Softer skin", claim="It may soften skin.")
    again = make(clinic)
    assert own in again.reused and shared not in again.reused


def test_a_live_item_that_is_found_again_stays_live(clinic):
    own = factories.make_benefit(clinic, "Softer skin", claim="It may soften skin.")
    make(clinic)
    own.refresh_from_db()
    assert own.live and not own.has_unpublished_changes


def test_a_failure_leaves_nothing_behind(clinic, monkeypatch):
    monkeypatch.setattr(ArticlePage, "save_revision", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make(clinic)
    assert not Benefit.objects.exists() and not ArticlePage.objects.exists()


HARD_WORDS = """+++
[terms."Dermis"]
meaning = "The deep skin."
say = "DER-mis"

[terms."Sebum"]
meaning = "Skin oil."

[terms."Follicle"]
meaning = "Where a hair grows."
+++

# Skin

## What it is

The epidermis lies on the [dermis](https://skin.example/). The dermis is thick; the dermis is deep.

### Call us if {care_card=urgent}

- it hurts

Sebum is normal.

## Conclusion

Sebum is oil.
"""


def test_hard_words_become_words_of_the_glossary_marked_where_they_stand_first(clinic, author):
    topic = factories.make_topic(clinic)
    document = read_document(HARD_WORDS.encode(), name="a.md")
    draft = DraftMaker(clinic, Locale.get_default(), author).article_from(document, topic)
    dermis, sebum, follicle = Term.objects.order_by("pk")
    assert (dermis.word, dermis.say, dermis.meaning) == ("Dermis", "DER-mis", "The deep skin.")
    assert not dermis.live and dermis.site == clinic and dermis in draft.made
    mark = '<a linktype="term" id="{}">{}</a>'.format
    first = draft.article.body[0].value["content"].source
    assert f"The {mark(dermis.pk, 'dermis')} is thick; the dermis is deep." in first
    assert draft.article.conclusion == f"<p>{mark(sebum.pk, 'Sebum')} is oil.</p>"
    assert "linktype" not in draft.article.body[1].value["after"].source
    assert draft.notes == [f"“{follicle}” stands in no text of the article: it is not marked."]
    assert {dermis, sebum} <= set(draft.article.needs())


@pytest.mark.parametrize("word", ["Dermis", "dermis"])
def test_a_hard_word_that_is_there_already_keeps_its_meaning_and_says_so(clinic, author, word):
    mine = factories.make_term(clinic, word, meaning="Our own words.", say="DER-mis")
    document = read_document(HARD_WORDS.encode(), name="a.md")
    draft = DraftMaker(clinic, Locale.get_default(), author).article_from(
        document, factories.make_topic(clinic)
    )
    assert mine in draft.reused and Term.objects.filter(word__iexact="Dermis").count() == 1
    assert any("Our own words." in note for note in draft.notes)
