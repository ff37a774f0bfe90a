"""What a page body is made of.

Every section may have a heading; without one it goes on from the section above. The template of
each block is `templates/education/blocks/<name>.html`.
"""

from wagtail.blocks import CharBlock, StreamBlock

from education.blocks.evidence import (
    BenefitsSectionBlock,
    HowSureSectionBlock,
    NumbersSectionBlock,
    QuestionsSectionBlock,
)
from education.blocks.sections import (
    CalloutSectionBlock,
    CareCardSectionBlock,
    DoDontSectionBlock,
    QuestionsToAskSectionBlock,
    StepsSectionBlock,
    TableSectionBlock,
    TextSectionBlock,
)


class PlainBodyBlock(StreamBlock):
    """The body of a standard page: the sections that need no evidence."""

    text = TextSectionBlock()
    steps = StepsSectionBlock()
    callout = CalloutSectionBlock()
    table = TableSectionBlock()


class ArticleBodyBlock(StreamBlock):
    """The body of an article, in the order staff want."""

    text = TextSectionBlock()
    steps = StepsSectionBlock()
    do_dont = DoDontSectionBlock()
    callout = CalloutSectionBlock()
    table = TableSectionBlock()
    benefits = BenefitsSectionBlock()
    how_sure = HowSureSectionBlock()
    numbers = NumbersSectionBlock()
    care_card = CareCardSectionBlock()
    questions = QuestionsSectionBlock()
    questions_to_ask = QuestionsToAskSectionBlock()


class KeyPointsBlock(StreamBlock):
    point = CharBlock(max_length=200)
