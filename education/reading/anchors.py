"""The addresses of sections within a page."""

from django.utils.text import slugify

# What the page templates themselves give an id to; items, sources and words get b-1, q-1, source-1, t-1, i-….
TAKEN_ANCHORS = frozenset(
    {
        "about",
        "book",
        "book-heading",
        "conclusion",
        "contents-heading",
        "house-note",
        "key-heading",
        "main",
        "more-heading",
        "search-words",
        "top",
    }
)
TAKEN_PREFIXES = ("b-", "i-", "q-", "source-", "t-")


def give_anchors(body) -> None:
    """Give each headed section an address that renaming its heading later does not change."""
    taken = set(TAKEN_ANCHORS)
    for section in body:
        heading = section.value.get("heading") or ""
        wanted = slugify(section.value.get("anchor") or heading)[:70]
        if not wanted and not heading:
            continue
        if wanted.startswith(TAKEN_PREFIXES):
            wanted = f"about-{wanted}"
        anchor = base = wanted or "section"
        number = 2
        while anchor in taken:
            anchor, number = f"{base}-{number}", number + 1
        taken.add(anchor)
        section.value["anchor"] = anchor


def item_anchor(item) -> str:
    """The id a Benefit or Question has within its article."""
    return f"b-{item.pk}" if hasattr(item, "claim") else f"q-{item.pk}"
