"""The sections of an article, as staff see and patients read them."""

import pytest
from wagtail.blocks import StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from education.blocks import ArticleBodyBlock, PlainBodyBlock
from education.blocks.sections import SectionBlock
from education.reading.anchors import give_anchors
from education.reading.aspects import ASPECT_CODES
from tests import factories
from tests.base import words_of

BLOCKS = ArticleBodyBlock().child_blocks


@pytest.mark.parametrize("name", BLOCKS)
def test_every_section_has_heading_anchor_aspect_icon_label_and_description(name):
    block = BLOCKS[name]
    assert isinstance(block, SectionBlock) and isinstance(block, StructBlock)
    assert {"heading", "anchor", "aspect"} <= set(block.child_blocks)
    assert block.meta.icon and str(block.meta.label) and str(block.meta.description)


@pytest.mark.parametrize("name", [name for name in BLOCKS if name != "table"])
def test_every_section_can_be_previewed(name, db, client, superuser):
    block = BLOCKS[name]
    assert block.is_previewable
    client.force_login(superuser)
    answer = client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert answer.status_code == 200
    assert str(block.get_preview_value()["heading"]) in words_of(answer)


def test_aspects_are_those_of_the_list():
    choices = {code for code, _label in BLOCKS["text"].child_blocks["aspect"].field.choices if code}
    assert choices == ASPECT_CODES


def test_a_standard_page_has_no_evidence_sections():
    assert set(PlainBodyBlock().child_blocks).isdisjoint({"benefits", "questions", "how_sure"})


@pytest.mark.django_db
class TestWhatPatientsRead:
    def page(self, client, clinic, *sections) -> str:
        article = factories.make_article(clinic, "Page", body=list(sections))
        return client.get(article.url).content.decode()

    def test_every_kind_of_section_shows_all_its_words(self, client, clinic):
        article = factories.make_article(clinic, "All", body=factories.every_section(clinic))
        words = words_of(client.get(article.url))
        for line in article.reading_text().splitlines():
            assert " ".join(line.split()) in words, line

    def test_an_emergency_card_names_the_clinics_number_and_holds_no_link(self, client, clinic):
        settings = factories.clinic_of(clinic)
        settings.emergency_number = "112"
        settings.save()
        card = factories.section(
            "care_card", "Help", urgency="emergency", title="", conditions=["x"], after=""
        )
        page = self.page(client, clinic, card)
        shown = page[page.index('class="care care--emergency"') :]
        shown = shown[: shown.index("</div>\n</div>") if "</div>\n</div>" in shown else 400]
        assert "Call 112 now if" in shown and "<a " not in shown

    def test_without_a_number_it_still_says_to_get_help(self, client, clinic):
        card = factories.section(
            "care_card", "Help", urgency="emergency", title="", conditions=["x"], after=""
        )
        assert "Get emergency help now if" in self.page(client, clinic, card)

    def test_a_picture_has_the_alt_text_of_its_use(self, client, clinic):
        picture = factories.make_picture(clinic, description="A cheek with scars")
        body = factories.text_section("A", "<p>b</p>", pictures=[picture])
        assert 'alt="A cheek with scars"' in self.page(client, clinic, body)

    def test_two_questions_are_shown_open_three_are_folded(self, client, clinic):
        two = [factories.make_question(clinic) for _ in range(2)]
        three = [*two, factories.make_question(clinic)]
        assert "<summary><h3>" not in self.page(client, clinic, factories.questions_section(two))
        folded = self.page(client, clinic, factories.questions_section(three))
        assert folded.count("<summary><h3>") == 3

    def test_markup_in_plain_fields_is_shown_as_text(self, client, clinic):
        nasty = '"><img src=x onerror=alert(1)>'
        page = self.page(
            client,
            clinic,
            factories.section("do_dont", nasty, before="", do=[nasty], dont=[nasty]),
            factories.section("steps", "S", before="", steps=[{"title": nasty, "text": nasty}]),
            factories.questions_to_ask_section([nasty], nasty),
        )
        assert "<img src=x" not in page

    def test_questions_to_ask_name_the_clinic_and_its_telephone_for_paper(self, client, clinic):
        page = self.page(client, clinic, factories.questions_to_ask_section(["What else?"]))
        head = page[page.index("ask__head") : page.index("ask__list")]
        assert factories.clinic_of(clinic).name in head and "555 020 0300" in head

    def test_an_article_without_questions_to_ask_asks_for_none_of_their_files(self, client, clinic):
        page = self.page(client, clinic, factories.text_section("A", "<p>b</p>"))
        assert "questions-to-ask" not in page


class TestQuestionsToAsk:
    block = BLOCKS["questions_to_ask"]

    def cleaned(self, *questions):
        value = {"heading": "", "anchor": "", "aspect": "", "before": "", "to_ask": list(questions)}
        return self.block.clean(self.block.to_python(value))

    def test_one_to_ten_short_questions_are_taken(self):
        assert list(self.cleaned("What else?")["to_ask"]) == ["What else?"]
        assert len(self.cleaned(*["q" * 200] * 10)["to_ask"]) == 10

    @pytest.mark.parametrize("questions", [[], ["?"] * 11, ["q" * 201], [""]])
    def test_none_too_many_too_long_or_empty_are_refused(self, questions):
        with pytest.raises(StructBlockValidationError) as refused:
            self.cleaned(*questions)
        assert set(refused.value.block_errors) == {"to_ask"}

    def test_they_have_no_answer_so_they_are_not_the_questions_people_ask(self):
        """Search's question hub and the FAQ of machines read those alone."""
        assert self.block.to_python({"to_ask": ["What else?"]}).chosen_items == []


@pytest.mark.django_db
def test_anchors_are_given_once_and_kept(clinic):
    article = factories.make_article(clinic, "A", body=[factories.text_section("One", "<p>1</p>")])
    article.body[0].value["heading"] = "Two"
    give_anchors(article.body)
    assert article.body[0].value["anchor"] == "one"
