"""What a heading says about its section: its health aspect, its kind, the words in braces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from education.reading.aspects import ASPECT_CODES

KINDS = (
    *("text", "benefits", "questions", "how_sure", "care_card", "steps", "do_dont", "callout"),
    "questions_to_ask",
)
OPTIONS = {"care_card": ("non_urgent", "urgent", "emergency"), "callout": ("info", "caution")}

# The first that fits wins: what protects a reader comes before what attracts one.
_ASPECT_WORDS = (
    ("side_effects", r"side[- ]effects?|adverse"),
    ("safety", r"safe|safety|risks?|precautions?|cautions?|warnings?|contraindications?|avoid"),
    ("see_doctor", r"when to (?:see|call|get|seek)|get(?:ting)? help|see (?:a|your)|emergenc\w+"),
    ("getting_ready", r"prepar\w+|get(?:ting)? ready|before (?:your|the|you)"),
    ("self_care", r"self[- ]care|looking after|after[- ]?care|at home|caring for|care for"),
    ("how_it_works", r"how .*\bworks?|mechanisms?"),
    ("effectiveness", r"research|evidence|stud(?:y|ies)|effective\w*|results|how sure|trials?"),
    ("benefits", r"benefits?|advantages?|(?:may|can|could) help"),
    ("causes", r"causes?|why .*\bhappens?"),
    ("symptoms", r"symptoms?|signs?"),
    ("prevention", r"prevent\w*"),
    ("living_with", r"living with|coping"),
    ("usage", r"how to (?:use|take|apply)|how .*\bused|usage|dos(?:e|es|age)"),
    ("treatment", r"treat\w*|therap(?:y|ies)|procedures?|options"),
    ("overview", r"what (?:is|are)|introduction|overview|about|basics|background|summary"),
)
_QUESTIONS = re.compile(r"\b(?:questions|faqs?|q ?& ?a|q and a)\b", re.IGNORECASE)
_CONCLUSION = re.compile(
    r"\b(?:conclusions?|in summary|final thoughts|take-?aways?|call[- ]to[- ]action)\b",
    re.IGNORECASE,
)
_BRACES = re.compile(r"(.*?)\s*\{([^{}]*)\}$")


@dataclass(frozen=True)
class Attributes:
    """The words in braces behind a heading. All empty when there are none."""

    kind: str = ""
    option: str = ""  # a care card's urgency, a call-out's tone
    aspect: str = ""
    conclusion: bool = False


def guess_aspect(heading: str) -> str | None:
    """The aspect's code, or None when no word of the heading gives one away."""
    for aspect, words in _ASPECT_WORDS:
        if re.search(rf"\b(?:{words})\b", heading, re.IGNORECASE):
            return aspect
    return None


def is_questions_heading(heading: str) -> bool:
    return bool(_QUESTIONS.search(heading))


def is_conclusion_heading(heading: str) -> bool:
    return bool(_CONCLUSION.search(heading))


def is_known_heading(heading: str) -> bool:
    return (
        guess_aspect(heading) is not None
        or is_questions_heading(heading)
        or is_conclusion_heading(heading)
    )


def guess_kind(heading: str) -> str:
    """Benefits only where no word warns: a risk must never become a benefit."""
    if is_questions_heading(heading):
        return "questions"
    return "benefits" if guess_aspect(heading) == "benefits" else "text"


def split_attributes(heading: str) -> tuple[str, Attributes | None]:
    """The heading's own words and its braces.

    Braces that are not understood give None and stay in the words.
    """
    found = _BRACES.match(heading)
    if not found:
        return heading, Attributes()
    kind = option = aspect = ""
    conclusion = False
    for word in found[2].replace(",", " ").split():
        name, _, value = word.partition("=")
        if name == "aspect" and value in ASPECT_CODES:
            aspect = value
        elif name in OPTIONS and value in ("", *OPTIONS[name]):
            kind, option = name, value or OPTIONS[name][0]
        elif name in KINDS and not value:
            kind = name
        elif word == "conclusion":
            conclusion = True
        else:
            return heading, None
    return found[1].strip(), Attributes(kind, option, aspect, conclusion)
