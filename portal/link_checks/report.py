"""The report "Links": what is known of the links in the pages of one's own clinics."""

from django.db.models import Case, F, Q, Value, When
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy

from portal.link_checks.telling import name_of
from portal.link_checks.verdict import Answer, Outcome, Verdict, judge
from portal.models import CheckedLink, Clinic

Kind = CheckedLink.Kind


def links_seen_by(user):
    """The links of the clinics this person works for; the shared library's for who runs them all.

    The broken ones first, then those that failed once, then those that could not be asked.
    """
    rows = CheckedLink.objects.select_related("site")
    if not user.is_superuser:
        own = Site.objects.filter(staff_groups__group__user=user)
        rows = rows.filter(site__in=own.values("pk"))
    pressing = Case(
        When(broken_since__isnull=False, kind=Kind.BOOKING, then=Value(0)),
        When(broken_since__isnull=False, then=Value(1)),
        When(failing_since__isnull=False, then=Value(2)),
        When(last_asked=None, then=Value(4)),
        When(~Q(outcome=Outcome.STATUS) | Q(status__gte=300), then=Value(3)),
        default=Value(5),
    )
    return rows.order_by(pressing, F("site"), "kind", "address")


def state_of(row: CheckedLink) -> str:
    """What is known of a link, in a few words."""
    if row.broken_since:
        return gettext("Broken since %(day)s") % {"day": _day(row.broken_since)}
    if row.failing_since:
        return gettext("Failed on %(day)s, asked again") % {"day": _day(row.failing_since)}
    if row.last_asked is None:
        return gettext("Not asked yet")
    answer = Answer(Outcome(row.outcome), row.status)
    if judge(answer, booking=row.kind == Kind.BOOKING) == Verdict.WORKS:
        return gettext("Works")
    return gettext("Could not be asked")


def _day(moment) -> str:
    return date_format(localtime(moment), "j F Y")


class LinksView(ReportView):
    page_title = _("Links")
    header_icon = "link"
    index_url_name = "links_report"
    index_results_url_name = "links_report_results"
    verbose_name_plural = _("links")
    any_permission_required = ["view"]
    no_results_message = _(
        "No link has been asked yet. The server's administrator runs “check_links” every hour."
    )
    list_export = ["address", "kind", "last_answer", "failing_since", "broken_since", "last_asked"]
    export_headings = {"last_answer": _("What came of asking"), "failing_since": _("Failing since")}
    columns = [
        Column("state", label=_("State"), accessor=state_of),
        Column("address", label=_("Link"), accessor=lambda row: in_short(row.address)),
        Column("kind", label=_("Kind"), accessor=lambda row: row.get_kind_display()),
        Column("where", label=_("Where it stands")),
        Column("answer", label=_("What came of asking"), accessor="last_answer"),
        Column(
            "last_asked",
            label=_("Last asked"),
            accessor=lambda row: _day(row.last_asked) if row.last_asked else "",
        ),
        Column("clinic", label=_("Clinic"), accessor=lambda row: name_of(row.site)),
    ]

    def user_has_any_permission(self, permissions):
        return is_staff_of_a_clinic(self.request.user)

    def get_queryset(self):
        return links_seen_by(self.request.user)

    @cached_property
    def may_change_clinics(self) -> bool:
        return SitePermissionPolicy(Clinic).user_has_permission(self.request.user, "change")

    def decorate_paginated_queryset(self, rows):
        for row in rows:
            row.where = self.places_of(row)
        return rows

    def places_of(self, row: CheckedLink) -> str:
        """The places of a link; those of booking and map links can be opened by few."""
        opens = self.may_change_clinics or row.kind not in (Kind.BOOKING, Kind.MAP)
        pattern = '<a href="{1}">{0}</a>' if opens else "{0}"
        places = format_html_join(", ", pattern, row.places)
        others = row.number_of_places - len(row.places)
        if others < 1:
            return places
        more = ngettext("and %(n)d other place", "and %(n)d other places", others) % {"n": others}
        return format_html("{} {}", places, more)


def in_short(address: str) -> str:
    """A link as a cell shows it."""
    return address if len(address) <= 90 else f"{address[:89]}…"


def is_staff_of_a_clinic(user) -> bool:
    return user.is_superuser or Site.objects.filter(staff_groups__group__user=user).exists()


class LinksItem(MenuItem):
    def is_shown(self, request):
        return is_staff_of_a_clinic(request.user)


def menu_item() -> LinksItem:
    return LinksItem(
        LinksView.page_title, reverse("links_report"), name="links", icon_name="link", order=640
    )


def addresses() -> list:
    view, results = LinksView.as_view(), LinksView.as_view(results_only=True)
    return [
        path("reports/links/", view, name="links_report"),
        path("reports/links/results/", results, name="links_report_results"),
    ]
