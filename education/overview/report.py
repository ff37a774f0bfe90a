"""The report "Content and its review": what a clinic has, and how each of it stands."""

import re
from datetime import date

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from education.overview.columns import DayColumn, StateColumn
from education.overview.filters import ContentFilters
from education.overview.rows import PAGE_WORK, Row, content_rows
from education.record.spreadsheet import safe

# What a worksheet cannot hold: control characters other than tab and line ends.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
SORTED_BY = {
    "title": lambda row: (row.title.casefold(), row.kind, row.pk),
    "next_review": lambda row: (row.next_review or date.max, row.title.casefold(), row.pk),
}


class CountColumn(Column):
    """A number that matters only if there is one."""

    def get_value(self, row):
        return super().get_value(row) or ""


class CheckedByColumn(Column):
    """Who signed; with a word where this was whoever wrote it."""

    def get_value(self, row):
        if row.self_approved:
            return gettext("%(name)s (approved own words)") % {"name": row.checked_by}
        return row.checked_by


class ContentReport(ReportView):
    """Articles and library items of one's own clinics, and the shared library."""

    page_title = _("Content and its review")
    header_icon = "clipboard-list"
    index_url_name = "content_report"
    index_results_url_name = "content_report_results"
    verbose_name_plural = _("content")
    permission_policy = page_permission_policy
    any_permission_required = PAGE_WORK
    filterset_class = ContentFilters
    is_searchable = True
    default_ordering = "title"
    table_classname = "listing content-report"
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            sort_key="title",
            get_url=lambda row: row.edit_url,
            width="22%",
        ),
        Column("kind_label", label=_("Kind")),
        Column("clinic", label=_("Clinic"), accessor=lambda row: row.clinic or _("Shared")),
        StateColumn(),
        Column("owner", label=_("Owner")),
        Column("grade_label", label=_("Evidence")),
        CheckedByColumn("checked_by", label=_("Checked by")),
        DayColumn("last_reviewed", label=_("Last reviewed")),
        DayColumn("next_review", label=_("Next review"), sort_key="next_review"),
        CountColumn("old_sources", label=_("Old sources")),
        CountColumn("looks", label=_("Changed items")),
    ]
    export_headings = {
        "title": _("Title"),
        "kind_label": _("Kind"),
        "clinic": _("Clinic"),
        "state_label": _("State"),
        "owner": _("Owner"),
        "grade_label": _("Evidence"),
        "checked_by": _("Checked by"),
        "last_reviewed": _("Last reviewed"),
        "next_review": _("Next review"),
        "old_sources": _("Sources older than a year"),
        "looks": _("Changed items to look at"),
        "self_approved": _("Approved by its own author"),
    }
    list_export = list(export_headings)
    export_filename = "content-and-its-review"

    @cached_property
    def every_row(self) -> list[Row]:
        return content_rows(self.request.user)

    def get_filterset_kwargs(self):
        return super().get_filterset_kwargs() | {"rows": self.every_row}

    def get_filtered_queryset(self) -> list[Row]:
        rows = self.filter_queryset(self.every_row)
        if self.is_searching:
            asked = self.search_query.casefold()
            rows = [row for row in rows if asked in row.title.casefold()]
        key = self.ordering.removeprefix("-")
        return sorted(rows, key=SORTED_BY[key], reverse=self.ordering.startswith("-"))

    def to_row_dict(self, row: Row) -> dict:
        cells = {name: getattr(row, name) for name in self.list_export}
        cells["clinic"] = row.clinic or gettext("Shared library")
        cells["self_approved"] = gettext("yes") if row.self_approved else ""
        return cells

    def preprocess_field_value(self, field, value, export_format):
        """A day stays a day in a worksheet; no text is taken for a formula."""
        if export_format == self.FORMAT_CSV:
            return safe(value)
        return UNWRITABLE.sub("", value) if isinstance(value, str) else value


class ContentReportItem(MenuItem):
    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, PAGE_WORK)


def menu_item() -> ContentReportItem:
    return ContentReportItem(
        _("Content and its review"),
        reverse("content_report"),
        name="content-and-review",
        icon_name="clipboard-list",
        order=600,
    )


def addresses() -> list:
    view, results = ContentReport.as_view(), ContentReport.as_view(results_only=True)
    return [
        path("reports/content/", view, name="content_report"),
        path("reports/content/results/", results, name="content_report_results"),
    ]
