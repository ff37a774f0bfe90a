"""Every text of an article or library item that readers see, and where staff change it.

Content may be a draft in memory: nothing saved, sections half filled in.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock

from education.reading.plaintext import plain

# Field -> whether a recorded reason may let a guarded wording stand there. A benefit, a title and
# a call to action are read without what is said around them, so there is no reason for those.
FIELDS: dict[str, dict[str, bool]] = {
    "articlepage": {
        "title": False,
        "seo_title": False,
        "search_description": True,
        "lede": True,
        "key_points": True,
        "picture_alt": True,
        "picture_caption": True,
        "body": True,
        "conclusion_heading": False,
        "conclusion": True,
        "booking_words": False,
        "funding": True,
    },
    "benefit": dict.fromkeys(("name", "claim", "not_known", "searched"), False),
    "question": {"question": True, "answer": True},
    "housenote": {"heading": False, "text": True},
    "term": {"word": True, "meaning": True},
}
TITLES = frozenset(("heading", "title"))  # of a section, step, call-out or care card
UNSEEN = frozenset(("anchor", "aspect"))


@dataclass(frozen=True)
class Text:
    """A plain text, the form field it stands in, and whether a reason may excuse a wording in it."""

    field: str
    words: str
    excusable: bool


def texts_of(content, names: list[str] | None = None) -> list[Text]:
    """The texts in the editor's order; none for content of which readers see no prose.

    `names`: an article's other names where a form has not saved them yet.
    """
    found: list[Text] = []
    for name, excusable in FIELDS.get(content._meta.model_name, {}).items():
        field = content._meta.get_field(name)
        value = getattr(content, name)
        if isinstance(field, StreamField):
            texts = _in_block(field.stream_block, value, "")
            found += [Text(name, words, excusable and part not in TITLES) for part, words in texts]
        elif isinstance(field, RichTextField):
            found.append(Text(name, plain(value), excusable))
        else:
            found.append(Text(name, str(value or ""), excusable))
    if hasattr(content, "other_names"):
        if names is None:
            names = [other.name or "" for other in content.other_names.all()]
        found += [Text("other_names", name, False) for name in names]
    return [text for text in found if text.words.strip()]


def _in_block(block, value, part: str) -> Iterator[tuple[str, str]]:
    """Pairs of the part's name and its words, in reading order, from a block of any kind."""
    if not value:
        return
    if isinstance(block, ImageBlock):
        yield part, getattr(value, "contextual_alt_text", "") or ""
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            if name not in UNSEEN:
                yield from _in_block(child, value.get(name), name)
    elif isinstance(block, ListBlock):
        for each in value:
            yield from _in_block(block.child_block, each, part)
    elif isinstance(block, StreamBlock):
        for each in value:
            yield from _in_block(each.block, each.value, part)
    elif isinstance(block, BaseTypedTableBlock):
        yield from ((part, str(column["heading"] or "")) for column in value.columns)
        for row in value.rows:
            for cell in row:
                yield from _in_block(cell.block, cell.value, part)
    elif isinstance(block, RichTextBlock):
        yield part, plain(value)
    elif isinstance(block, CharBlock | TextBlock):
        yield part, str(value)
