"""What a page says to machines, in the words of schema.org 30.0. Pure: plain values in, dicts out.

Only what a reader sees on the page is said, and nobody is named as reviewer who did not sign. There
is no property for the next review (https://schema.org/MedicalWebPage), so that date is not said.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from education.reading.aspects import SCHEMA_ASPECTS

SCHEMA: Final = "https://schema.org"

Node = dict[str, Any]


@dataclass(frozen=True)
class Reviewer:
    """A clinician as the page names them; `role` is the role at the clinic."""

    name: str
    credential: str = ""
    role: str = ""


@dataclass(frozen=True)
class Citation:
    """A source as the page lists it."""

    title: str
    publisher: str = ""
    year: int | None = None
    address: str = ""


@dataclass(frozen=True)
class Part:
    """A headed section; `aspect` is one of our codes (`education.reading.aspects`)."""

    heading: str
    anchor: str
    aspect: str = ""


@dataclass(frozen=True)
class QuestionAndAnswer:
    """A question with its answer as plain text."""

    question: str
    answer: str


@dataclass(frozen=True)
class Crumb:
    """A step on the way down from the home page; the last one may have no address."""

    title: str
    address: str = ""


@dataclass(frozen=True)
class ArticleFacts:
    """An article as readers see it. Addresses are absolute; `language` is a BCP 47 tag."""

    address: str
    title: str
    opening: str
    language: str
    clinic_name: str
    clinic_address: str
    other_names: Sequence[str] = ()
    parts: Sequence[Part] = ()
    questions: Sequence[QuestionAndAnswer] = ()
    citations: Sequence[Citation] = ()
    first_published: datetime | None = None
    last_published: datetime | None = None
    last_reviewed: date | None = None
    reviewer: Reviewer | None = None


def document(nodes: Iterable[Node]) -> Node:
    """The nodes as one JSON-LD document."""
    return {"@context": SCHEMA, "@graph": list(nodes)}


def article_nodes(facts: ArticleFacts) -> list[Node]:
    """The page as MedicalWebPage and, if it answers questions, as FAQPage."""
    page = medical_web_page(facts)
    return [page, faq_page(facts)] if facts.questions else [page]


def medical_web_page(facts: ArticleFacts) -> Node:
    """The article. A reviewer is named only together with the day of the review."""
    reviewer = facts.reviewer if facts.last_reviewed else None
    return said(
        {
            "@type": "MedicalWebPage",
            "@id": facts.address,
            "url": facts.address,
            "name": facts.title,
            "description": facts.opening,
            "inLanguage": facts.language,
            "audience": {"@type": "Patient"},
            "about": said(
                {
                    "@type": "MedicalEntity",
                    "name": facts.title,
                    "alternateName": list(facts.other_names),
                }
            ),
            "mainContentOfPage": {"@type": "WebPageElement", "cssSelector": "#main"},
            "datePublished": _moment(facts.first_published),
            "dateModified": _moment(facts.last_published),
            "lastReviewed": facts.last_reviewed.isoformat() if facts.last_reviewed else "",
            "reviewedBy": _person(reviewer) if reviewer else {},
            "publisher": {
                "@type": "MedicalClinic",
                "name": facts.clinic_name,
                "url": facts.clinic_address,
            },
            "hasPart": [
                _part(part, facts.address) for part in facts.parts if part.aspect in SCHEMA_ASPECTS
            ],
            "citation": [_citation(citation) for citation in facts.citations],
        }
    )


def faq_page(facts: ArticleFacts) -> Node:
    """The questions of the page with their answers, word for word."""
    return {
        "@type": "FAQPage",
        "@id": f"{facts.address}#questions",
        "isPartOf": {"@id": facts.address},
        "inLanguage": facts.language,
        "mainEntity": [
            {
                "@type": "Question",
                "name": entry.question,
                "acceptedAnswer": {"@type": "Answer", "text": entry.answer},
            }
            for entry in facts.questions
        ],
    }


def breadcrumb_list(crumbs: Sequence[Crumb]) -> Node:
    """The way down to a page, home first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            said(
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": crumb.title,
                    "item": crumb.address,
                }
            )
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }


def script_text(data: Node) -> str:
    """The document as the content of a `<script>`: no character of it can end the element.

    HTML ends a script at `</script>` and reads on after `<!--` (HTML standard, "Restrictions for
    contents of script elements"); in JSON every `<`, `>` and `&` may be written as an escape.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def said(node: Node) -> Node:
    """The node without what is empty."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _person(reviewer: Reviewer) -> Node:
    credential = {"@type": "EducationalOccupationalCredential", "name": reviewer.credential}
    return said(
        {
            "@type": "Person",
            "name": reviewer.name,
            "jobTitle": reviewer.role,
            "hasCredential": credential if reviewer.credential else {},
        }
    )


def _part(part: Part, address: str) -> Node:
    return {
        "@type": "HealthTopicContent",
        "name": part.heading,
        "url": f"{address}#{part.anchor}",
        "hasHealthAspect": f"{SCHEMA}/{SCHEMA_ASPECTS[part.aspect]}",
    }


def _citation(citation: Citation) -> Node:
    publisher = {"@type": "Organization", "name": citation.publisher}
    return said(
        {
            "@type": "CreativeWork",
            "name": citation.title,
            "url": citation.address,
            "publisher": publisher if citation.publisher else {},
            "datePublished": str(citation.year or ""),
        }
    )
