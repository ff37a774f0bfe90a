"""What must be in order before content is approved. Pure: no Django.

Drafts are never refused: the rules are asked when somebody submits or approves. Each problem names
the field where staff can put it right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

NO_STUDY: Final = "none"  # the grade "no human study found"
SAFETY: Final = "safety"  # the aspect of a section about safety


@dataclass(frozen=True)
class Problem:
    """Why content cannot be approved: the field to put it right, a message, the rule's name."""

    field: str | None
    message: str
    rule: str


def benefit_problems(
    *,
    grade: str,
    not_known: str,
    sources: int,
    searched: str,
    searched_on: object,
    searched_by: str,
) -> list[Problem]:
    """A claim stands on a grade, an honest limit, and a source or a search that found none."""
    problems = []
    if not grade:
        problems.append(_evidence("grade", "Say how sure we are of this benefit."))
    if not not_known.strip():
        problems.append(_evidence("not_known", "Say what is not known about this benefit."))
    if grade == NO_STUDY:
        asked = {
            "searched": (searched.strip(), "Say where it was searched for studies in people."),
            "searched_on": (searched_on, "Say when it was searched."),
            "searched_by": (searched_by.strip(), "Say who searched, by role or name."),
        }
        problems += [
            _evidence(field, words) for field, (given, words) in asked.items() if not given
        ]
    elif not sources:
        problems.append(
            _evidence("grade", "Add a source, or choose the grade “No human study found”.")
        )
    return problems


def article_problems(sections: Sequence[tuple[str, str]]) -> list[Problem]:
    """An article with benefits also says how sure we are and what is safe.

    `sections`: pairs of the section's kind and its health aspect, in order.
    """
    kinds = {kind for kind, _aspect in sections}
    if "benefits" not in kinds:
        return []
    problems = []
    if SAFETY not in {aspect for _kind, aspect in sections}:
        problems.append(
            Problem(
                "body",
                "An article with benefits needs a section about safety: add one, "
                "or choose the aspect “Safety” in a section's settings.",
                "sections",
            )
        )
    if "how_sure" not in kinds:
        problems.append(
            Problem(
                "body",
                "An article with benefits needs a section “How sure are we?”. Add one.",
                "sections",
            )
        )
    return problems


def house_note_problems(words: str) -> list[Problem]:
    """A clinic's own words in an article: there are some. An emptied editor still sends a line."""
    if words.strip():
        return []
    return [Problem("text", "Write what is particular at your clinic.", "complete")]


def unpublished_problems(field: str | None, titles: Iterable[str]) -> list[Problem]:
    """Nothing is approved with a hole in it: what it names must be live first."""
    names = ", ".join(f"“{title}”" for title in titles)
    if not names:
        return []
    message = f"Approve these first, or patients will not see them: {names}."
    return [Problem(field, message, "items")]


def _evidence(field: str, message: str) -> Problem:
    return Problem(field, message, "evidence")
