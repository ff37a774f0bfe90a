"""The plain sections of a page, in the words staff see when they add one.

Every section may have a heading; without one it goes on from the section above. The template of
each block is `templates/education/blocks/<name>.html`. Wording sits in `Meta.description` and in
the templates, because a changed `help_text` makes a migration.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BlockGroup,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    StructValue,
    TextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from education.reading.aspects import ASPECTS


class SectionValue(StructValue):
    """A section; `live_items` are the shared items it shows, in the order staff chose.

    Where an item was withdrawn readers are told so (`items_and_gaps`), without its words.
    """

    @property
    def chosen_items(self) -> list:
        """The Benefits or Questions staff chose, drafts too; one that was deleted is left out."""
        items = self.get("benefits") or self.get("questions") or []
        return [item for item in items if item is not None]

    @property
    def live_items(self) -> list:
        """What patients see of them: never a draft."""
        return [item for item in self.chosen_items if item.live and not item.withdrawn]

    def shown_items(self, *, drafts: bool = False) -> list:
        """The items whose words are shown: the live ones, in a preview (`drafts`) others too."""
        return [item for item in self.items_and_gaps(drafts=drafts) if not item.withdrawn]

    def items_and_gaps(self, *, drafts: bool = False) -> list:
        """Those of `shown_items`, and in their place the withdrawn ones, of which no word is shown."""
        return [item for item in self.chosen_items if item.live or item.withdrawn or drafts]

    @property
    def named_items(self) -> list:
        """All library items the section names: those it shows, and its own source."""
        return [*self.chosen_items, *filter(None, [self.get("source")])]


class SectionBlock(StructBlock):
    """What every section has: heading, a stable address within the page, and a health aspect."""

    heading = CharBlock(required=False, max_length=255)
    anchor = CharBlock(required=False, max_length=80)
    aspect = ChoiceBlock(choices=ASPECTS, required=False)

    class Meta:
        abstract = True
        value_class = SectionValue
        label_format = "{heading}"


def layout(*children: str) -> BlockGroup:
    """The editor's order: heading, then the section's own fields; rarely needed ones folded away."""
    return BlockGroup(children=["heading", *children], settings=["aspect", "anchor"])


class PictureBlock(StructBlock):
    image = ImageBlock(required=True)
    caption = CharBlock(required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "education/blocks/picture.html"


class TextSectionBlock(SectionBlock):
    content = RichTextBlock()
    pictures = ListBlock(PictureBlock(), min_num=0, default=[])  # a new section starts with none

    class Meta:
        icon = "pilcrow"
        label = _("Text and pictures")
        description = _("Paragraphs and lists, with pictures under them if you need any.")
        template = "education/blocks/text.html"
        form_layout = layout("content", "pictures")
        preview_value = {
            "heading": "What it is",
            "content": "<p>Short paragraphs, one idea each. Say “you” and “we”.</p>",
            "pictures": [],
        }


class StepBlock(StructBlock):
    title = CharBlock(max_length=255)
    text = TextBlock(required=False, rows=2)

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{title}"


class StepsSectionBlock(SectionBlock):
    before = RichTextBlock(required=False)
    steps = ListBlock(StepBlock())

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("Things that happen one after another, numbered.")
        template = "education/blocks/steps.html"
        form_layout = layout("before", "steps")
        preview_value = {
            "heading": "What happens on the day",
            "before": "",
            "steps": [
                {"title": "We check your skin", "text": "We ask about your health."},
                {"title": "We treat your skin", "text": "You stay awake."},
            ],
        }


class DoDontSectionBlock(SectionBlock):
    before = RichTextBlock(required=False)
    do = ListBlock(CharBlock(max_length=500))
    dont = ListBlock(CharBlock(max_length=500))

    class Meta:
        icon = "tasks"
        label = _("Do and do not")
        description = _("Two short lists side by side: what to do, what not to do.")
        template = "education/blocks/do_dont.html"
        form_layout = layout("before", "do", "dont")
        preview_value = {
            "heading": "Looking after your skin",
            "before": "",
            "do": ["use a plain moisturiser"],
            "dont": ["scratch or pick"],
        }


class CalloutSectionBlock(SectionBlock):
    kind = ChoiceBlock(
        choices=[("info", _("Good to know")), ("caution", _("Take care"))], default="info"
    )
    title = CharBlock(max_length=255)
    content = RichTextBlock()

    class Meta:
        icon = "warning"
        label = _("Call-out")
        description = _("A box for one important point: good to know, or take care.")
        template = "education/blocks/callout.html"
        form_layout = layout("kind", "title", "content")
        preview_value = {
            "heading": "",
            "kind": "caution",
            "title": "Do not have this treatment if you",
            "content": "<ul><li>have a skin infection</li></ul>",
        }


class CareCardSectionBlock(SectionBlock):
    urgency = ChoiceBlock(
        choices=[
            ("non_urgent", _("Not urgent: call the clinic")),
            ("urgent", _("Urgent: get help today")),
            ("emergency", _("Emergency: call the emergency number")),
        ],
        default="non_urgent",
    )
    title = CharBlock(required=False, max_length=255)
    conditions = ListBlock(CharBlock(max_length=500))
    # No links: nothing may lead away from a card that says "call now".
    after = RichTextBlock(required=False, features=["bold", "ul"])

    class Meta:
        icon = "help"
        label = _("When to get help")
        description = _(
            "A care card: when to call the clinic, get help today, or call for help now."
        )
        template = "education/blocks/care_card.html"
        form_layout = layout("urgency", "title", "conditions", "after")
        preview_value = {
            "heading": "When to get help",
            "urgency": "non_urgent",
            "title": "",
            "conditions": ["redness is not better after 5 days"],
            "after": "",
        }


class QuestionsToAskSectionBlock(SectionBlock):
    """Questions for the visit: no answers stand here. Readers tick them and add their own."""

    before = RichTextBlock(required=False)
    to_ask = ListBlock(CharBlock(max_length=200), min_num=1, max_num=10)

    class Meta:
        icon = "list-ul"
        label = _("Questions to ask at the visit")
        description = _(
            "Short questions to bring along. Patients tick some, add their own, and print or copy them."
        )
        template = "education/blocks/questions_to_ask.html"
        form_layout = layout("before", "to_ask")
        preview_value = {
            "heading": "Questions to ask at your visit",
            "before": "",
            "to_ask": ["What else could I try?", "How long until I see a change?"],
        }


class TableSectionBlock(SectionBlock):
    caption = CharBlock(max_length=200)
    table = TypedTableBlock([("text", CharBlock(required=False))])

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("A small table with a heading for each column.")
        template = "education/blocks/table.html"
        form_layout = layout("caption", "table")
        preview_value = {
            "heading": "",
            "caption": "Two ways to have the treatment",
            "table": {
                "columns": [
                    {"type": "text", "heading": "Way"},
                    {"type": "text", "heading": "What it feels like"},
                ],
                "rows": [
                    {"values": ["On the skin", "Cool and wet"]},
                    {"values": ["With fine needles", "Prickly for 20 minutes"]},
                ],
            },
        }
