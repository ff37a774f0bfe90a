"""How many articles or library items stand with clinical review, asked in a few queries for all.

A sign-off is taken to hold if it is the newest of the live version and has not ended. Whether the
words are still the same is asked where it counts, when they go live (`education.signed_content`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from education.models.articles import ArticlePage
from education.models.looks import AnotherLook
from education.models.signoff import SignOff
from education.overview.states import Facts, State, state_of

LABELS: Final = {
    State.UNSIGNED: _("Live without sign-off"),
    State.LOOK: _("Needs another look"),
    State.OVERDUE: _("Overdue"),
    State.WAITING: _("Waiting for approval"),
    State.NEWER_DRAFT: _("Live, newer draft"),
    State.SIGNED: _("Live, signed"),
    State.EXAMPLE: _("Example, not checked"),
    State.SCHEDULED: _("Approved, waits for its day"),
    State.DRAFT: _("Draft"),
    State.WITHDRAWN: _("Withdrawn"),
}
SIGN_OFF_FACTS: Final = (
    "object_id",
    "kind",
    "revision_id",
    "ended_at",
    "signed_at",
    "clinician_name",
    "self_approved",
    "revision__approved_go_live_at",
)


@dataclass(frozen=True)
class Standing:
    """One article's or item's state, and what its newest sign-off says if it holds."""

    state: State
    next_review: date | None = None
    looks: int = 0
    signed_by: str = ""
    signed_on: date | None = None
    self_approved: bool = False

    @property
    def label(self):
        return LABELS[self.state]


def standings(model, rows, within=None) -> dict[int, Standing]:
    """The standing of each row, by its key; as many queries for one as for many.

    `rows`: instances of `model`, or anything with the same attributes. `within`: their keys as a
    query, if there are more of them than a database takes as a list.
    """
    rows = list(rows)
    if not rows:
        return {}
    sources = _live_versions_behind(model, rows)
    keys = [*(row.pk for row in rows), *sources] if within is None else within
    known = _Known(_newest_sign_offs(model, keys), _waiting(model), _looks(model, keys), sources)
    today = timezone.localdate()
    return {row.pk: _standing(row, known, today) for row in rows}


@dataclass(frozen=True)
class _Known:
    sign_offs: dict[tuple[int, int | None], dict[str, Any]]
    waiting: set[int]
    looks: dict[int, int]
    sources: dict[int, int | None]


def _standing(row, known: _Known, today: date) -> Standing:
    # A copy in step has no sign-off and no versions of its own: its source's are its own.
    alias_of = getattr(row, "alias_of_id", None)
    key, version = alias_of or row.pk, row.live_revision_id
    if alias_of:
        version = known.sources.get(alias_of)
    newest = known.sign_offs.get((key, None))
    holds = newest is not None and newest["ended_at"] is None
    waits_for_day = holds and newest["revision__approved_go_live_at"] is not None
    if row.live:
        # A newer version that is approved for its day does not end what stands for the live one.
        newest = known.sign_offs.get((key, version)) if version else None
    signed = newest is not None and newest["ended_at"] is None and (row.live or waits_for_day)
    next_review, looks = getattr(row, "next_review", None), known.looks.get(row.pk, 0)
    facts = Facts(
        live=row.live,
        signed=signed,
        newer_draft=row.has_unpublished_changes,
        waiting=row.pk in known.waiting,
        scheduled=waits_for_day,
        withdrawn=row.withdrawn,
        example=getattr(row, "is_example", False) or (signed and newest["kind"] == "example"),
        next_review=next_review,
        looks=looks,
    )
    state = state_of(facts, today)
    if not signed or facts.example:
        return Standing(state, next_review, looks)
    signed_on = timezone.localdate(newest["signed_at"])
    said = newest["clinician_name"], signed_on, newest["self_approved"]
    return Standing(state, next_review, looks, *said)


def _newest_sign_offs(model, keys) -> dict[tuple[int, int | None], dict[str, Any]]:
    """The newest of each version, by row and version; by row and None: the newest of all."""
    kind = ContentType.objects.get_for_model(model)
    rows = SignOff.objects.filter(content_type=kind, object_id__in=keys)
    found = {}
    for row in rows.order_by("signed_at", "pk").values(*SIGN_OFF_FACTS):
        found[row["object_id"], row["revision_id"]] = found[row["object_id"], None] = row
    return found


def _waiting(model) -> set[int]:
    base = ContentType.objects.get_for_model(Page if issubclass(model, Page) else model)
    open_now = WorkflowState.objects.filter(
        base_content_type=base, status=WorkflowState.STATUS_IN_PROGRESS
    )
    return {int(key) for key in open_now.values_list("object_id", flat=True)}


def _looks(model, keys) -> dict[int, int]:
    if not issubclass(model, ArticlePage):
        return {}
    asked = AnotherLook.objects.filter(article__in=keys, confirmed_at=None)
    # Without an order of its own: it would split the groups.
    return dict(asked.order_by().values_list("article").annotate(Count("pk")))


def _live_versions_behind(model, rows) -> dict[int, int | None]:
    aliased = {row.alias_of_id for row in rows if getattr(row, "alias_of_id", None)}
    if not aliased:
        return {}
    return dict(model.objects.filter(pk__in=aliased).values_list("pk", "live_revision_id"))
