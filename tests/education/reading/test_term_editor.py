"""The editor's button for words of the glossary: what it stores, and what it is given back."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import features

from education.blocks import ArticleBodyBlock
from education.models import Question
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def converter():
    return ContentstateConverter(features=["bold", "link", "term"])


def test_a_marked_word_comes_back_as_it_was_stored(clinic, converter):
    term = factories.make_term(clinic, "Dermis")
    stored = f'<p data-block-key="a1">The <a linktype="term" id="{term.pk}">dermis</a>.</p>'
    state = converter.from_database_format(stored)
    (entity,) = json.loads(state)["entityMap"].values()
    assert entity["type"] == "TERM"
    assert entity["data"] == {"id": term.pk, "word": "Dermis"}
    assert converter.to_database_format(state) == stored


def test_a_word_that_is_gone_stays_as_a_word(converter):
    for attributes in ('linktype="term" id="999999"', 'linktype="term"', 'linktype="term" id="x"'):
        state = converter.from_database_format(f"<p>The <a {attributes}>dermis</a>.</p>")
        stored = converter.to_database_format(state)
        assert "The dermis." in stored and "linktype" not in stored


def test_a_forged_key_is_not_stored(converter):
    state = {
        "blocks": [
            {
                "key": "a",
                "text": "dermis",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 6, "key": 0}],
            }
        ],
        "entityMap": {
            "0": {"type": "TERM", "mutability": "MUTABLE", "data": {"id": '1" onclick="x'}}
        },
    }
    assert converter.to_database_format(json.dumps(state)) == '<p data-block-key="a">dermis</p>'


def offers_words(widget) -> bool:
    return "term" in widget.features


def test_every_rich_text_offers_it_but_the_care_card():
    assert offers_words(Question._meta.get_field("answer").formfield().widget)
    blocks = ArticleBodyBlock().child_blocks
    assert offers_words(blocks["text"].child_blocks["content"].field.widget)
    assert not offers_words(blocks["care_card"].child_blocks["after"].field.widget)


def test_the_button_opens_the_chooser_that_keeps_clinics_apart(
    signed_in, author, clinic, other_clinic
):
    factories.make_term(clinic, "Our word")
    factories.make_term(None, "Shared word")
    factories.make_term(other_clinic, "Zebrafish word")
    plugin = features.get_editor_plugin("draftail", "term")
    offered = signed_in(author).get(str(plugin.data["chooserUrls"]["terms"])).json()["html"]
    assert "Our word" in offered and "Shared word" in offered and "Zebrafish" not in offered
