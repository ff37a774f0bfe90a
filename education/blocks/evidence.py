"""The sections that stand on evidence: benefits, how sure we are, questions, numbers."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from education.blocks.sections import SectionBlock, SectionValue, layout
from education.reading.pictogram import Pictogram, Scale, draw, scale_of


class BenefitsSectionBlock(SectionBlock):
    before = RichTextBlock(required=False)
    benefits = ListBlock(SnippetChooserBlock("education.Benefit"))
    after = RichTextBlock(required=False)

    class Meta:
        icon = "tick-inverse"
        label = _("Benefits")
        description = _("Benefits from the patient library, each with how sure we are of it.")
        template = "education/blocks/benefits.html"
        form_layout = layout("before", "benefits", "after")
        preview_value = {
            "heading": "How it may help",
            "before": "<p>Choose benefits from the patient library. Their evidence shows here.</p>",
            "benefits": [],
            "after": "",
        }


class HowSureSectionBlock(SectionBlock):
    known = RichTextBlock()
    not_known = RichTextBlock()
    regulatory = RichTextBlock(required=False)

    class Meta:
        icon = "help"
        label = _("How sure are we?")
        description = _("What is known, what is not yet known, and what regulators say.")
        template = "education/blocks/how_sure.html"
        form_layout = layout("known", "not_known", "regulatory")
        preview_value = {
            "heading": "How sure are we?",
            "known": "<p>Early studies are small.</p>",
            "not_known": "<p>We do not know how long results last.</p>",
            "regulatory": "",
        }


class QuestionsSectionBlock(SectionBlock):
    before = RichTextBlock(required=False)
    questions = ListBlock(SnippetChooserBlock("education.Question"))
    after = RichTextBlock(required=False)

    class Meta:
        icon = "help"
        label = _("Questions people ask")
        description = _("Questions and answers from the patient library.")
        template = "education/blocks/questions.html"
        form_layout = layout("before", "questions", "after")
        preview_value = {
            "heading": "Questions people ask",
            "before": "<p>Choose questions from the patient library. Their answers show here.</p>",
            "questions": [],
            "after": "",
        }


class NumberBlock(StructBlock):
    """How many of them: the first number of "3 of 100 people"."""

    number = IntegerBlock(min_value=0, max_value=1000)
    words = CharBlock(max_length=200)

    class Meta:
        icon = "order"
        label = _("Number")
        label_format = "{number} {words}"


@dataclass(frozen=True)
class Figure:
    """One number as readers get it: in figures, in words, as dots."""

    figure: str
    words: str
    pictogram: Pictogram


class NumbersValue(SectionValue):
    """Numbers out of one number of people, ready to be shown."""

    @property
    def people(self) -> str:
        """What all the numbers are taken from, for example "1,000 people"."""
        count = number_format(self["out_of"], force_grouping=True)
        return gettext("%(count)s %(who)s") % {"count": count, "who": self["who"]}

    @property
    def scale(self) -> Scale | None:
        """How many people a dot stands for; None while a draft's numbers do not fit together."""
        try:
            return scale_of(self["out_of"], [row["number"] for row in self["numbers"]])
        except (TypeError, ValueError):
            return None

    @property
    def figures(self) -> list[Figure]:
        scale = self.scale
        if scale is None:
            return []
        return [
            Figure(
                gettext("%(number)s of %(people)s")
                % {
                    "number": number_format(row["number"], force_grouping=True),
                    "people": self.people,
                },
                row["words"],
                draw(row["number"], scale),
            )
            for row in self["numbers"]
        ]


class NumbersSectionBlock(SectionBlock):
    """Numbers that can be compared at a glance: all of them out of the same number of people."""

    before = RichTextBlock(required=False)
    out_of = IntegerBlock(min_value=2, max_value=1000, default=100)
    who = CharBlock(max_length=60, default="people")
    numbers = ListBlock(NumberBlock(), min_num=1, max_num=6)
    source = SnippetChooserBlock("education.Source", required=False)

    class Meta:
        icon = "order"
        label = _("Numbers")
        description = _("How many people of 10, 100 or 1,000: in words, as a figure and as dots.")
        template = "education/blocks/numbers.html"
        value_class = NumbersValue
        form_layout = layout("before", "out_of", "who", "numbers", "source")
        preview_value = {
            "heading": "How many people",
            "before": "",
            "out_of": 10,
            "who": "people",
            "numbers": [{"number": 3, "words": "have this at some time"}],
            "source": None,
        }

    def clean(self, value):
        """Refuse, at its own field, a number that is larger than the one it is taken from."""
        value = super().clean(value)
        # A draft may leave either empty.
        most = value["out_of"] or 0
        too_large = {
            row: StructBlockValidationError(
                {
                    "number": ValidationError(
                        _("This is more than all %(out_of)s. Correct it, or the number of people.")
                        % {"out_of": most}
                    )
                }
            )
            for row, entry in enumerate(value["numbers"])
            if most and (entry["number"] or 0) > most
        }
        if too_large:
            raise StructBlockValidationError(
                {"numbers": ListBlockValidationError(block_errors=too_large)}
            )
        return value
