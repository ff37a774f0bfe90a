"""The sections, questions and benefits of an article in which searched words stand."""

from education.finding.marks import says, stems_in_a_row
from education.finding.understanding import Meaning
from education.models import Benefit, Question
from education.reading.anchors import item_anchor
from education.reading.plaintext import item_text, plain

MOST_PLACES = 3
# Parts of a stored section that are no words for readers.
NOT_WORDS = {"anchor", "aspect", "id", "kind", "type", "urgency"}


def matching_places(
    article, meanings: list[Meaning], language: str, shared: dict, *, partly: bool = False
) -> list[dict]:
    """(label, anchor) of the places that say what the title leaves open, best first.

    "Acne treatment" leads to the section "Treatments" of the article "Acne". Places whose label
    says it come first, then questions and benefits, then sections. `shared` is `shared_items` of
    the articles shown. `partly`: one of the things asked for is enough.
    """
    title = stems_in_a_row(article.title, language)
    asked = [meaning for meaning in meanings if not says(title, meaning)] or meanings
    least = 1 if partly else len(asked)
    items, sections = [], []

    def look(into: list, label: str, anchor: str, text: str) -> None:
        row, heading = stems_in_a_row(text, language), stems_in_a_row(label, language)
        said = sum(says(row, meaning) for meaning in asked)
        if said >= least:
            in_label = sum(says(heading, meaning) for meaning in asked)
            into.append(((-said, -in_label), {"label": label, "anchor": anchor}))

    for section in article.body.raw_data:
        value = section["value"]
        for item in (shared.get(key) for key in _shared_keys(section)):
            if item is not None:
                look(items, str(item), item_anchor(item), item_text(item))
        if value.get("heading") and value.get("anchor"):
            look(sections, value["heading"], value["anchor"], stored_text(value))
    places = sorted(items + sections, key=lambda place: place[0])
    return [place for _order, place in places[:MOST_PLACES]]


def stored_text(value) -> str:
    """The words in a section as it is stored, without loading the pictures or items it names."""
    if isinstance(value, dict):
        return "\n".join(stored_text(part) for key, part in value.items() if key not in NOT_WORDS)
    if isinstance(value, list):
        return "\n".join(map(stored_text, value))
    return plain(value) if isinstance(value, str) else ""


def shared_items(articles) -> dict:
    """All live Benefits and Questions of several articles by (kind, id), in two queries."""
    keys = {
        key
        for article in articles
        for section in article.body.raw_data
        for key in _shared_keys(section)
    }
    found = {}
    for kind, model in (("benefits", Benefit), ("questions", Question)):
        ids = {number for owner, number in keys if owner == kind}
        if ids:
            items = model.objects.filter(live=True).in_bulk(ids)
            found |= {(kind, number): item for number, item in items.items()}
    return found


def _shared_keys(section) -> list[tuple[str, int]]:
    """(kind, id) of each Benefit or Question that a stored section names."""
    kind = section["type"]
    if kind not in ("benefits", "questions"):
        return []
    return [(kind, row["value"]) for row in section["value"].get(kind, []) if row.get("value")]
