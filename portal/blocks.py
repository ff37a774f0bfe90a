"""Opening hours, as staff fill them in."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    DateBlock,
    MultipleChoiceBlock,
    StreamBlock,
    StructBlock,
    TimeBlock,
)

WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


class OpeningBlock(StructBlock):
    days = MultipleChoiceBlock(choices=WEEKDAYS)
    opens = TimeBlock()
    closes = TimeBlock()

    class Meta:
        icon = "time"
        label = _("Open")
        description = _("One span of time on some days. Add a second one for a lunch break.")


class OpeningHoursBlock(StreamBlock):
    opening = OpeningBlock()

    class Meta:
        icon = "time"


class DatedExceptionBlock(StructBlock):
    date = DateBlock()
    closed = BooleanBlock(required=False, default=True)
    opens = TimeBlock(required=False)
    closes = TimeBlock(required=False)
    note = CharBlock(required=False, max_length=100)

    class Meta:
        icon = "date"
        label = _("Different on one day")
        description = _("A holiday, or a day with other hours.")


class DatedExceptionsBlock(StreamBlock):
    exception = DatedExceptionBlock()

    class Meta:
        icon = "date"
