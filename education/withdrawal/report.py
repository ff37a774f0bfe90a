"""The report "Withdrawn content": what was taken off at once, by whom, why, and how it ended."""

from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from education.models import Withdrawal
from education.ownership import LibraryPolicy, may_take_down, sites_to_take_down


def state_of(row: Withdrawal) -> str:
    """What has become of it, in one sentence."""
    if row.lifted_at:
        return gettext("Put back on %(day)s by %(who)s") % {
            "day": date_format(localtime(row.lifted_at), "j F Y"),
            "who": row.lifted_by_name or gettext("someone"),
        }
    if row.cause != Withdrawal.Cause.CONSENT:
        return gettext("Withdrawn")
    return gettext("Removed for good: %(files)s. Still in: %(backups)s") % {
        "files": ", ".join(row.removed_files) or gettext("no file"),
        "backups": "; ".join(row.backups) or gettext("no backup"),
    }


def seen_by(user):
    """The withdrawals of the clinics whose content this person may take down."""
    rows = Withdrawal.objects.select_related("site", "content_type")
    if may_take_down(user, None):
        return rows
    return rows.filter(site__in=sites_to_take_down(user))


class WithdrawalsView(ReportView):
    page_title = _("Withdrawn content")
    header_icon = "warning"
    index_url_name = "withdrawals"
    index_results_url_name = "withdrawals_results"
    # Whoever may take something down sees what was; `seen_by` keeps to their clinics.
    permission_policy = LibraryPolicy(Withdrawal)
    permission_required = "unpublish"
    any_permission_required = None
    no_results_message = _("Nothing has been withdrawn.")
    columns = [
        Column("title", label=_("What")),
        Column("kind", label=_("Kind"), accessor=lambda row: row.content_type.name),
        Column("state", label=_("State"), accessor=state_of),
        Column("cause", label=_("Cause"), accessor=lambda row: row.get_cause_display()),
        Column("reason", label=_("Reason")),
        Column("withdrawn_by_name", label=_("Withdrawn by")),
        Column(
            "withdrawn_at",
            label=_("When"),
            accessor=lambda row: date_format(localtime(row.withdrawn_at), "j F Y, H:i"),
        ),
        Column(
            "site",
            label=_("Clinic"),
            accessor=lambda row: str(row.site.site_name or row.site) if row.site else "",
        ),
    ]

    def get_queryset(self):
        return seen_by(self.request.user)


class WithdrawalsItem(MenuItem):
    def is_shown(self, request):
        return WithdrawalsView.permission_policy.user_has_permission(request.user, "unpublish")


def menu_item() -> WithdrawalsItem:
    return WithdrawalsItem(
        WithdrawalsView.page_title,
        reverse("withdrawals"),
        name="withdrawals",
        icon_name="warning",
        order=620,
    )


def addresses() -> list:
    view, results = WithdrawalsView.as_view(), WithdrawalsView.as_view(results_only=True)
    return [
        path("reports/withdrawals/", view, name="withdrawals"),
        path("reports/withdrawals/results/", results, name="withdrawals_results"),
    ]
