"""Every text a reader sees is looked at, in any draft, however unfinished."""

import pytest
from wagtail.rich_text import RichText

from education.models import ArticlePage, Benefit, Question, Source, Term
from education.wording.texts import FIELDS, texts_of
from tests import factories

pytestmark = pytest.mark.django_db


def words_in(content, field: str) -> list[str]:
    return [text.words for text in texts_of(content) if text.field == field]


class TestAnArticle:
    def test_each_kind_of_section_gives_all_its_texts(self, clinic):
        article = factories.make_article(clinic, "All kinds", body=factories.every_section(clinic))
        found = "\n".join(words_in(article, "body"))
        for words in (
            *(
                "What it is",
                "Words about",
                "Body in words",
                "In order:",
                "We look",
                "At your skin.",
            ),
            *(
                "rest",
                "pick at it",
                "Not for you if",
                "ill",
                "How long it takes",
                "Redness",
                "2 days",
            ),
            *("had red skin for a week", "people", "Little.", "Much.", "Not approved."),
            *("you cannot breathe", "it itches", "What it may do:"),
        ):
            assert words in found, words

    def test_a_shared_item_answers_for_itself(self, clinic):
        benefit = factories.make_benefit(clinic, "Own name", claim="Own claim.")
        article = factories.make_article(clinic, "With it", benefits=[benefit])
        assert "Own claim." not in "\n".join(text.words for text in texts_of(article))

    def test_its_titles_other_names_and_button_can_not_be_excused(self, clinic):
        article = factories.make_article(
            clinic,
            "The title",
            body=factories.every_section(clinic),
            other_names=["The other name"],
            seo_title="For search",
            booking_words="Book now",
        )
        excusable = {text.words: text.excusable for text in texts_of(article)}
        for words in (
            *("The title", "For search", "The other name", "Book now", "In short"),
            *("What it is", "We look", "Not for you if"),
        ):
            assert excusable[words] is False, words
        for words in (
            "The title in two lines.",
            "At your skin.",
            "rest",
            "ill",
            "How long it takes",
            "What else could I try?",
        ):
            assert excusable[words] is True, words

    def test_an_address_within_the_page_is_no_text(self, clinic):
        body = [factories.text_section("What it is", "<p>Words.</p>", anchor="guaranteed")]
        article = factories.make_article(clinic, "Anchored", body=body)
        assert "guaranteed" not in words_in(article, "body")

    def test_every_text_field_of_the_models_is_looked_at_or_left_out_on_purpose(self):
        left_out = {
            "articlepage": {"path", "slug", "url_path", "draft_title", "appointment_type"},
            "benefit": {"searched_by", "grade"},
            "term": {"say"},
        }
        left_out = {name: rest | {"translation_key"} for name, rest in left_out.items()}
        for model in (ArticlePage, Benefit, Question, Term):
            name = model._meta.model_name
            texts = {
                field.name
                for field in model._meta.concrete_fields
                if field.get_internal_type() in ("CharField", "TextField", "SlugField", "JSONField")
            }
            assert texts - left_out.get(name, set()) == set(FIELDS[name])


class TestUnfinishedDrafts:
    def test_an_empty_article_in_memory_has_no_texts(self):
        assert [text.words for text in texts_of(ArticlePage())] == ["In short"]

    @pytest.mark.parametrize("model", [Benefit, Question, Term, Source])
    def test_an_empty_item_in_memory_has_none(self, model):
        assert texts_of(model()) == []

    def test_half_filled_sections_break_nothing(self):
        article = ArticlePage(title="Half")
        block = article._meta.get_field("body").stream_block
        article.body = [(name, child.to_python({})) for name, child in block.child_blocks.items()]
        texts_of(article)
        for section in article.body:
            for name in section.value:
                section.value[name] = None
        texts_of(article)

    def test_a_list_with_an_empty_row_breaks_nothing(self):
        article = ArticlePage(title="Half")
        article.body = [
            factories.section("do_dont", "H", before=RichText(""), do=[None, "rest"], dont=[None]),
            factories.section("steps", "S", before=None, steps=[{"title": None, "text": None}]),
        ]
        assert "rest" in words_in(article, "body")
