"""The words of a section without its markup: for search, reading time and readability."""

import html
import re

from django.utils.html import strip_tags

BLOCK_ENDS = re.compile(r"</(p|li|h[1-6]|ul|ol|td|th|div)>|<br\s*/?>")


def plain(rich_text) -> str:
    """Rich text as plain text: one line per paragraph or list item, entities resolved."""
    text = BLOCK_ENDS.sub("\n", str(getattr(rich_text, "source", rich_text) or ""))
    return html.unescape(strip_tags(text)).strip()


def section_lines(section) -> list[str]:
    """All a reader sees of a body section, in reading order, shared items included."""
    value, kind = section.value, section.block_type
    lines = [value.get("heading") or ""]
    if kind == "text":
        lines += [plain(value["content"])]
        shown = (row for row in value["pictures"] if not getattr(row["image"], "withdrawn", False))
        lines += [row["caption"] for row in shown]
    elif kind == "steps":
        lines += [plain(value["before"])]
        lines += [f"{step['title']}\n{step['text']}" for step in value["steps"]]
    elif kind == "do_dont":
        lines += [plain(value["before"]), *value["do"], *value["dont"]]
    elif kind == "callout":
        lines += [value["title"], plain(value["content"])]
    elif kind == "care_card":
        lines += [value["title"], *value["conditions"], plain(value["after"])]
    elif kind == "questions_to_ask":
        lines += [plain(value["before"]), *value["to_ask"]]
    elif kind == "table":
        lines += [value["caption"], *_table_lines(value["table"])]
    elif kind == "how_sure":
        lines += [plain(value[part]) for part in ("known", "not_known", "regulatory")]
    elif kind == "numbers":
        lines += [plain(value["before"])]
        lines += [f"{row.figure} {row.words}" for row in value.figures]
    elif kind in ("benefits", "questions"):
        lines += [plain(value["before"])]
        lines += [item_text(item) for item in value.live_items]
        lines += [plain(value["after"])]
    return [line for line in lines if line]


def item_text(item) -> str:
    """A Benefit or Question as plain text."""
    if hasattr(item, "claim"):
        return "\n".join(filter(None, [item.name, item.claim, item.not_known]))
    return f"{item.question}\n{plain(item.answer)}"


def _table_lines(table) -> list[str]:
    if not table:
        return []
    headings = [str(column["heading"]) for column in table.columns]
    cells = [str(cell.value) for row in table.rows for cell in row]
    return headings + cells
