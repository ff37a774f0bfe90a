"""The filters of the report "Content and its review": what is offered, and which rows they keep."""

from collections.abc import Iterable

import django_filters
from django.forms import CheckboxSelectMultiple, RadioSelect, Select
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from education.models import SignOff
from education.overview.rows import GRADE_LABELS, KINDS, Row
from education.overview.standing import LABELS

SHARED = "shared"
YES = [("yes", _("Yes"))]


def _yes(label) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=YES, empty_label=_("All"), widget=RadioSelect
    )


def _one(label) -> django_filters.ChoiceFilter:
    """One of what the rows have; filled in when the rows are known."""
    return django_filters.ChoiceFilter(label=label, empty_label=_("All"), widget=Select)


def _several(label, choices) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        label=label, choices=choices, widget=CheckboxSelectMultiple
    )


class ContentFilters(WagtailFilterSet):
    """Offers only clinics and owners that stand in the rows, and those are the person's own."""

    kind = _several(
        _("Kind"),
        [(name, capfirst(model._meta.verbose_name)) for name, model in KINDS.items()],
    )
    clinic = _one(_("Clinic"))
    state = _several(_("State"), list(LABELS.items()))
    owner = _one(_("Owner"))
    grade = _several(_("Evidence"), list(GRADE_LABELS.items()))
    due_before = django_filters.DateFilter(label=_("Review due before"), widget=AdminDateInput)
    old_sources = _yes(_("Has sources older than a year"))
    another_look = _yes(_("Needs another look"))

    class Meta:
        # The rows are of several kinds; this one only keeps Wagtail from adding filters of its own.
        model = SignOff
        fields: list[str] = []

    def __init__(self, *args, rows: Iterable[Row], **kwargs):
        super().__init__(*args, **kwargs)
        clinics = {str(row.site_id): row.clinic for row in rows if row.site_id}
        shared = [(SHARED, _("Shared library"))] if any(not row.site_id for row in rows) else []
        owners = {str(row.owner_id): row.owner for row in rows if row.owner_id}
        self.filters["clinic"].extra["choices"] = [*_by_name(clinics), *shared]
        self.filters["owner"].extra["choices"] = _by_name(owners)

    def filter_queryset(self, rows: Iterable[Row]) -> list[Row]:
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        return [row for row in rows if all(KEEPS[name](row, asked[name]) for name in asked)]


KEEPS = {
    "kind": lambda row, kinds: row.kind in kinds,
    "clinic": lambda row, clinic: str(row.site_id or SHARED) == clinic,
    "state": lambda row, states: row.state in states,
    "owner": lambda row, owner: str(row.owner_id) == owner,
    "grade": lambda row, grades: row.grade in grades,
    "due_before": lambda row, day: row.next_review is not None and row.next_review < day,
    "old_sources": lambda row, yes: row.old_sources > 0,
    "another_look": lambda row, yes: row.looks > 0,
}


def _by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda pair: pair[1].casefold())
