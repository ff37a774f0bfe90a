"""The report "Searches that found nothing", for whoever may tell search new words."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from education.finding.missed import KEPT_DAYS, SHOWN_FROM, often_missed
from education.models import Synonym
from education.ownership import LibraryPolicy

policy = LibraryPolicy(Synonym)
LANGUAGE_NAMES = dict(settings.LANGUAGES)


class SynonymColumn(Column):
    """A button to the form for a new pair of words, with these words filled in."""

    def get_value(self, row):
        address = reverse(Synonym.snippet_viewset.get_url_name("add"))
        known = {"word": row["missed"], "site": row["site_id"], "locale": row["language"]}
        return format_html(
            '<a class="button button-small button-secondary" href="{}?{}">{}</a>',
            address,
            urlencode(known),
            gettext("Add words that mean the same"),
        )


class MissedSearchesView(ReportView):
    """Words that readers of one's own clinics searched for in vain, three times or more."""

    page_title = _("Searches that found nothing")
    header_icon = "search"
    index_url_name = "missed_searches"
    index_results_url_name = "missed_searches_results"
    verbose_name_plural = _("searches that found nothing")
    permission_policy = policy
    any_permission_required = ["add"]
    no_results_message = _(
        "Nothing to show. Words stand here once readers searched for them in vain %(times)s times "
        "within %(days)s days."
    ) % {"times": SHOWN_FROM, "days": KEPT_DAYS}
    columns = [
        Column("missed", label=_("Words")),
        NumberColumn("times", label=_("Times in %(days)s days") % {"days": KEPT_DAYS}),
        Column("last_day", label=_("Last day"), accessor=lambda row: date_format(row["last_day"])),
        Column(
            "language",
            label=_("Language"),
            accessor=lambda row: LANGUAGE_NAMES.get(row["language"], row["language"]),
        ),
        Column(
            "clinic",
            label=_("Clinic"),
            accessor=lambda row: row["site__site_name"] or row["site__hostname"],
        ),
        SynonymColumn("add", label=_("What to do")),
    ]

    def get_queryset(self):
        return often_missed(policy.sites_user_has_any_permission_for(self.request.user, ["add"]))


class MissedSearchesItem(MenuItem):
    def is_shown(self, request):
        return policy.user_has_permission(request.user, "add")


def menu_item() -> MissedSearchesItem:
    return MissedSearchesItem(
        _("Searches that found nothing"),
        reverse("missed_searches"),
        name="missed-searches",
        icon_name="search",
        order=650,
    )


def addresses() -> list:
    view, results = MissedSearchesView.as_view(), MissedSearchesView.as_view(results_only=True)
    return [
        path("reports/missed-searches/", view, name="missed_searches"),
        path("reports/missed-searches/results/", results, name="missed_searches_results"),
    ]
