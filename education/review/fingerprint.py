"""The words of a version, and their fingerprint: what a sign-off is bound to. Pure: no Django.

Two versions have the same fingerprint if a patient reads the same in both. Left out are Wagtail's
book-keeping, what staff agree among themselves (owner, comments, locks, schedule), where else an
article is listed and what to read next (deleting a topic or an article changes those, and must not
unsign what is live), database keys of rows, and empty values, so that a new optional field does not
look like new words.
"""

import hashlib
import json
import re
from typing import Any, Final

BOOKKEEPING: Final = frozenset(
    {
        "alias_of",
        "broken_url",
        "content_owner",
        "content_type",
        "depth",
        "draft_title",
        "expire_at",
        "expired",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "is_example",
        "last_published_at",
        "last_reviewed",
        "latest_revision",
        "latest_revision_created_at",
        "leaves_lists_on",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "next_review",
        "numchild",
        "owner",
        "path",
        "pk",
        "reviewed_by",
        "sort_order",
        "translation_key",
        "url_path",
        "wagtail_admin_comments",
        "withdrawn",
    }
)
# Where else it is listed and what to read next: no words of the article's own.
LISTINGS: Final = frozenset({"also_in", "related_articles"})
# Rows of a list name the page or item they belong to; which one it is, is known already.
PARENTS: Final = frozenset({"article", "benefit", "question", "page"})

# What the rich text editor changes in a text that it only opened: each paragraph gets a name, loses
# spaces at its end, and there is one where there was none. JSON writes the quotation marks escaped.
CHANGED_BY_EDITOR: Final = re.compile(r'\s+data-block-key=\\*"[^"\\]*\\*"|\s+(?=</)')
EMPTY_PARAGRAPH: Final = "<p></p>"


def words_of(content: dict[str, Any]) -> str:
    """The words of a version's stored content, alike for versions that say the same."""
    words = {key: value for key, value in content.items() if key not in BOOKKEEPING | LISTINGS}
    text = json.dumps(_without_emptiness(words), sort_keys=True, default=str)
    return text.replace(EMPTY_PARAGRAPH, "")


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 of the words, as 64 hexadecimal digits."""
    return hashlib.sha256(words_of(content).encode()).hexdigest()


def _without_emptiness(value: Any) -> Any:
    """Nested values without the empty ones; stored JSON (the sections of a page) is opened first."""
    if isinstance(value, str):
        return _opened(value)
    if isinstance(value, dict):
        inner = {key: _without_emptiness(part) for key, part in value.items()}
        return {key: part for key, part in inner.items() if _is_something(part)}
    if isinstance(value, list):
        rows = [part for part in map(_without_row_keys, value) if _is_something(part)]
        # Bare keys are a set (the topics an article is listed in); everything else has an order.
        return sorted(rows) if all(isinstance(row, int) for row in rows) else rows
    return value


def _without_row_keys(row: Any) -> Any:
    if isinstance(row, dict):
        # What Wagtail calls a section or a row of a list by is no word of it either.
        keys = {"pk", "sort_order", "id"} if "type" in row else {"pk", "sort_order"}
        keys |= {key for key in PARENTS if not isinstance(row.get(key), str | list | dict)}
        row = {key: value for key, value in row.items() if key not in keys}
    return _without_emptiness(row)


def _opened(text: str) -> Any:
    """Stored sections as what they are; any other text without what the editor changes in it."""
    if text.startswith("[{"):
        try:
            return _without_emptiness(json.loads(text))
        except ValueError:
            pass
    return CHANGED_BY_EDITOR.sub("", text).replace(EMPTY_PARAGRAPH, "")


def _is_something(value: Any) -> bool:
    """A number may be nought and still say something."""
    return value is not None and value is not False and value not in ("", [], {})
