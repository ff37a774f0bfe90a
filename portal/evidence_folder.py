"""The evidence pack as a folder: one page to read and the spreadsheets that it counts from."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone

from education.record.criteria import SCHEMES, Criterion, Scheme
from education.record.evidence import Evidence, evidence_of, sign_offs_of
from education.record.facts import ArticleRow, BenefitRow, Fact, SourceRow
from education.record.spreadsheet import write_sheet
from education.signed_content import sign_off_of_live
from portal.house_facts import house_facts
from portal.models import Clinic
from portal.output_folder import MANIFEST

RECORD_COLUMNS = (
    "number",
    "content",
    "title",
    "clinic",
    "kind",
    "signed_at",
    "signed_by",
    "credential",
    "written_by",
    "self_approved",
    "wording_only",
    "comment",
    "checks_passed",
    "overrides",
    "sources",
    "next_review",
    "ended_at",
    "live_words_match",
    "version",
    "fingerprint",
)
CRITERIA_COLUMNS = (
    "scheme",
    "number",
    "name",
    "asks",
    "state",
    "what_the_portal_shows",
    "proof",
    "what_the_clinic_must_add",
    "source",
)


def write_pack(site, folder: Path) -> Evidence:
    """Write the clinic's pack into an empty folder. Raises OSError."""
    evidence = evidence_of(site)
    facts = {fact.key: fact for fact in [*evidence.facts, *house_facts(site)]}
    signed = sign_offs_of(site, evidence.shared)
    sheets = {
        "record": write_sheet(folder / "record.csv", RECORD_COLUMNS, _record_rows(signed)),
        "articles": _write_rows(folder / "articles.csv", ArticleRow, evidence.articles),
        "benefits": _write_rows(folder / "benefits.csv", BenefitRow, evidence.benefits),
        "sources": _write_rows(folder / "sources.csv", SourceRow, evidence.sources),
        "criteria": write_sheet(folder / "criteria.csv", CRITERIA_COLUMNS, _criteria_rows(facts)),
    }
    context = {
        "clinic": Clinic.for_site(site),
        "site": site,
        "evidence": evidence,
        "in_short": [facts[key] for key in ("signed", "examples", "unrecorded", "in_time")],
        "schemes": [_shown(scheme, facts) for scheme in SCHEMES],
        "sheets": sheets,
    }
    _write(folder / "index.html", render_to_string("portal/evidence/index.html", context))
    _write(folder / "style.css", render_to_string("portal/export/style.css"))
    _write_manifest(folder, [*(f"{name}.csv" for name in sheets), "index.html", "style.css"])
    return evidence


def state_of(facts: list[Fact]) -> str:
    """What the portal's figures come to; never that a criterion as a whole is met."""
    judged = [fact.met for fact in facts if fact.met is not None]
    if not judged:
        return "the portal alone proves nothing here"
    return "all in order" if all(judged) else "with gaps"


def _shown(scheme: Scheme, facts: dict[str, Fact]) -> dict:
    rows = []
    for each in scheme.criteria:
        found = _facts_of(each, facts)
        rows.append({"criterion": each, "facts": found, "state": state_of(found)})
    return {"scheme": scheme, "rows": rows}


def _facts_of(criterion: Criterion, facts: dict[str, Fact]) -> list[Fact]:
    return [facts[key] for key in criterion.facts]


def _criteria_rows(facts: dict[str, Fact]) -> Iterator[tuple]:
    for scheme in SCHEMES:
        for each in scheme.criteria:
            found = _facts_of(each, facts)
            yield (
                scheme.name,
                each.number,
                each.name,
                each.asks,
                state_of(found),
                "\n".join(fact.sentence for fact in found) or "Nothing.",
                "\n".join(dict.fromkeys(fact.proof for fact in found)),
                each.clinic_adds,
                scheme.source,
            )


def _record_rows(signed) -> Iterator[tuple]:
    for number, row in enumerate(signed, start=1):
        passed = [check["check"] for check in row.checks if check["result"] == "passed"]
        overridden = [
            f"“{check.get('text', '')}”: {check.get('reason', '')} ({check.get('by', '')})"
            for check in row.checks
            if check["result"] == "overridden"
        ]
        content = row.content
        holds = content is not None and content.live and sign_off_of_live(content) == row
        yield (
            number,
            row.content_type.name,
            row.title,
            str(row.site.site_name or row.site.hostname) if row.site else "shared library",
            row.get_kind_display(),
            timezone.localtime(row.signed_at).strftime("%Y-%m-%d %H:%M"),
            row.clinician_name,
            row.credential,
            ", ".join(row.writers),
            row.self_approved,
            row.wording_only,
            row.comment,
            "; ".join(passed),
            "; ".join(overridden),
            "; ".join(source["title"] for source in row.sources),
            row.next_review,
            timezone.localtime(row.ended_at).strftime("%Y-%m-%d %H:%M") if row.ended_at else "",
            holds,
            row.revision_id,
            row.fingerprint,
        )


def _write_rows(file: Path, kind: type, rows: Iterable) -> int:
    columns = [field.name for field in fields(kind)]
    return write_sheet(file, columns, ([getattr(row, name) for name in columns] for row in rows))


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def _write_manifest(folder: Path, names: Iterable[str]) -> None:
    listed = {"files": [{"path": name} for name in [*names, MANIFEST]]}
    _write(folder / MANIFEST, json.dumps(listed, indent=2))
