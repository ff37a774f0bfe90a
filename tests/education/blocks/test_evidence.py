"""Numbers that can be compared: figure, words and dots say the same."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.rich_text import RichText

from education.blocks.evidence import NumbersSectionBlock
from education.models import ArticlePage
from education.reading.plaintext import section_lines
from tests import factories
from tests.base import words_of

BLOCK = NumbersSectionBlock()


def value(out_of=10, *numbers):
    rows = [{"number": number, "words": "have it"} for number in numbers]
    return BLOCK.to_python({"heading": "H", "out_of": out_of, "who": "people", "numbers": rows})


class TestWhatStaffMayEnter:
    @pytest.mark.parametrize("number", [0, 1, 10])
    def test_none_some_and_all(self, number):
        assert BLOCK.clean(value(10, number))["numbers"][0]["number"] == number

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (11, "This is more than all 10. Correct it, or the number of people."),
            (-1, "Ensure this value is greater than or equal to 0."),
            (1_000_000, "Ensure this value is less than or equal to 1000."),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_own_field(self, number, words):
        with pytest.raises(ValidationError) as refused:
            BLOCK.clean(value(10, 3, number))
        row = refused.value.block_errors["numbers"].block_errors[1]
        assert row.block_errors["number"].messages == [words]
        assert 0 not in refused.value.block_errors["numbers"].block_errors

    @pytest.mark.parametrize("out_of", [0, 1, -5, 1_000_000])
    def test_a_number_of_people_that_makes_no_sense_is_refused(self, out_of):
        with pytest.raises(ValidationError) as refused:
            BLOCK.clean(value(out_of, 0))
        assert "out_of" in refused.value.block_errors

    def test_the_editor_is_told_at_the_row(self):
        with pytest.raises(ValidationError) as refused:
            BLOCK.clean(value(10, 99))
        told = refused.value.as_json_data()["blockErrors"]["numbers"]["blockErrors"][0]
        assert "more than all 10" in told["blockErrors"]["number"]["messages"][0]


@pytest.mark.parametrize("numbers", [(None,), (3, None), (12,)])
def test_a_draft_whose_numbers_do_not_fit_draws_nothing_and_breaks_nothing(numbers):
    draft = value(10, *numbers)
    assert draft.figures == [] and draft.scale is None
    assert "<svg" not in BLOCK.render(draft, {})


def test_a_draft_without_a_number_of_people_can_be_looked_at():
    assert value(None, 3).figures == []


def test_numbers_are_written_as_the_language_writes_them():
    with translation.override("es"):
        assert value(1000, 1000).figures[0].figure.startswith("1\xa0000 ")
    with translation.override("en"):
        assert value(1000, 3).figures[0].figure == "3 of 1,000 people"


@pytest.mark.django_db
class TestWhatPatientsRead:
    def page(self, client, article) -> str:
        return client.get(article.url).content.decode()

    def test_figure_and_words_carry_everything_and_the_dots_are_not_read_aloud(
        self, client, clinic
    ):
        rows = [(3, "have this at some time"), (120, "feel it")]
        article = factories.make_article(
            clinic, "A", body=[factories.numbers_section(rows, out_of=1000)]
        )
        page = self.page(client, article)
        words = words_of(client.get(article.url))
        assert "3 of 1,000 people have this at some time" in words
        assert page.count('<svg class="dots i--turn" aria-hidden="true"') == 2
        assert "Each dot is one of 1,000 people." in words

    def test_a_dot_that_stands_for_several_people_is_said_in_words(self, client, clinic):
        section = factories.numbers_section([(30, "x")], out_of=1000, who="children")
        article = factories.make_article(clinic, "A", body=[section])
        assert "Each dot stands for 10 children." in words_of(client.get(article.url))

    def test_search_and_reading_time_know_its_words(self, clinic):
        section = factories.numbers_section([(3, "feel it")], before=RichText("<p>Before.</p>"))
        article = factories.make_article(clinic, "A", body=[section])
        assert section_lines(article.body[0]) == [
            "How many people",
            "Before.",
            "3 of 10 people feel it",
        ]

    def test_its_source_is_numbered_where_a_reader_meets_it(self, client, clinic):
        first, second, third = (factories.make_source(clinic, f"Source {n}") for n in "ABC")
        article = factories.make_article(
            clinic,
            "A",
            body=[
                factories.benefits_section([factories.make_benefit(clinic, sources=[first])]),
                factories.numbers_section([(3, "x")], source=second),
                factories.numbers_section([(4, "y")], "Again", source=first),
            ],
            sources=[third],
        )
        answer = client.get(article.url)
        listed = [(source.number, source.title) for source in answer.context["source_list"]]
        assert listed == [(1, "Source A"), (2, "Source B"), (3, "Source C")]
        page = answer.content.decode()
        assert page.count('<a href="#source-2">2</a>') == 1
        assert page.count('<a href="#source-1">1</a>') == 2

    def test_a_source_that_is_not_live_is_not_shown_but_needed(self, client, clinic):
        draft = factories.make_source(clinic, "Not approved", live=False)
        section = factories.numbers_section([(3, "x")], source=draft)
        article = factories.make_article(clinic, "A", body=[section])
        assert draft in ArticlePage.objects.get(pk=article.pk).needs()
        answer = client.get(article.url)
        assert answer.context["source_list"] == [] and "#source-" not in answer.content.decode()
