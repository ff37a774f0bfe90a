"""The menu "Clinical review": a clinic's rules, guarded wordings and safety alerts."""

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from education.alerts.screens import AlertEditView, AlertIndexView, LiftAlertView
from education.models import ClaimPhrase, ReviewRules, SafetyAlert
from education.ownership import LibraryPolicy
from education.viewsets import OWNER, LibraryViewSet, OnePerClinicIndexView


class RulesPolicy(LibraryPolicy):
    """A clinic has one row from the day it is opened: nobody adds another or deletes it."""

    def by_hand(self, action: str) -> str | None:
        return "" if action in ("add", "delete") else super().by_hand(action)


class ReviewRulesViewSet(LibraryViewSet):
    model = ReviewRules
    index_view_class = OnePerClinicIndexView
    icon = "cog"
    list_display = ["__str__", "two_people", "months", "safety_months"]
    menu_label = _("Review rules")
    copy_view_enabled = False

    @cached_property
    def permission_policy(self):
        return RulesPolicy(self.model)


class ClaimPhraseViewSet(LibraryViewSet):
    model = ClaimPhrase
    icon = "warning"
    list_display = ["phrase", Column("get_kind_display", label=_("Kind")), "locale", OWNER]
    list_filter = ["locale", "kind"]
    menu_label = _("Guarded wordings")


class SafetyAlertViewSet(LibraryViewSet):
    """Alerts are written, changed while they stand, and lifted; no clinic's staff deletes one."""

    model = SafetyAlert
    icon = "warning"
    list_display = ["what", "since", Column("state", label=_("State")), OWNER]
    menu_label = _("Safety alerts")
    index_view_class = AlertIndexView
    edit_view_class = AlertEditView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        *("what", "since", "source_name", "source_url", "topics", "articles"),
        *("made_by", "made_at", "lifted_at", "lifted_by"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).standing_first()

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(lift_url_name=self.get_url_name("lift"), **kwargs)

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(lift_url_name=self.get_url_name("lift"), **kwargs)

    def get_urlpatterns(self):
        view = LiftAlertView.as_view(index_url_name=self.get_url_name("list"))
        lift = path("lift/<str:pk>/", self.guarded(view, ["change"]), name="lift")
        return [*super().get_urlpatterns(), lift]


class ReviewSettings(SnippetViewSetGroup):
    """The menu "Clinical review"."""

    menu_label = _("Clinical review")
    menu_icon = "clipboard-list"
    menu_order = 155
    items = (SafetyAlertViewSet, ClaimPhraseViewSet, ReviewRulesViewSet)
