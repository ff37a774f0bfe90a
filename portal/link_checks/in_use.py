"""The rows of `CheckedLink` kept in step with the links that stand in the pages."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from portal.link_checks.collecting import FoundLink
from portal.models import CheckedLink

MOST_PLACES = 5  # named for each link; the rest is a number
KINDS = list(CheckedLink.Kind)  # the most important first: a link in two places counts as the first
PLACE_FIELDS = ("kind", "places", "number_of_places")
Thing = TypeVar("Thing")


def note_links_in_use(found: Iterable[FoundLink], moment: datetime) -> None:
    """One row for each clinic and address, with where it stands; rows of links that are gone go."""
    rows: dict[str, CheckedLink] = {}
    for link in found:
        _add(rows, link, moment)
    for keys in in_groups(rows, 500):
        known = CheckedLink.objects.in_bulk(keys, field_name="key")
        CheckedLink.objects.bulk_create([rows[key] for key in keys if key not in known])
        changed = [row for key, row in known.items() if _takes_over(row, rows[key])]
        CheckedLink.objects.bulk_update(changed, PLACE_FIELDS)
        CheckedLink.objects.filter(key__in=keys).update(seen_at=moment)
    CheckedLink.objects.filter(seen_at__lt=moment).delete()


def in_groups(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """Lists of at most this many, as they come."""
    rest = iter(things)
    while group := list(islice(rest, size)):
        yield group


def _add(rows: dict[str, CheckedLink], link: FoundLink, moment: datetime) -> None:
    key = CheckedLink.key_of(link.site_id, link.address)
    place = [link.where[:200], link.edit_path]
    row = rows.get(key)
    if row is None:
        rows[key] = CheckedLink(
            key=key,
            site_id=link.site_id,
            address=link.address,
            kind=link.kind,
            places=[place],
            seen_at=moment,
        )
        return
    row.kind = min(row.kind, link.kind, key=KINDS.index)
    if place not in row.places:
        row.number_of_places += 1
        row.places = [*row.places, place][:MOST_PLACES]


def _takes_over(known: CheckedLink, now: CheckedLink) -> bool:
    """Whether something about where the link stands has changed; then `known` says so too."""
    changed = [name for name in PLACE_FIELDS if getattr(known, name) != getattr(now, name)]
    for name in changed:
        setattr(known, name, getattr(now, name))
    return bool(changed)
