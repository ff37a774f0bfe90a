"""The patient library in the admin: lists, editors and choosers that keep clinics apart."""

from functools import wraps

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.snippets import (
    CopyView,
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from education.choosers import LibraryChooserViewSet, usable_items
from education.house_notes.listing import HouseNoteList, PlaceColumn
from education.models import (
    Benefit,
    Clinician,
    HouseNote,
    PromotedResult,
    Question,
    Source,
    Synonym,
    Term,
)
from education.overview.columns import LibraryList, StateColumn, UsedInColumn
from education.ownership import LibraryPolicy
from education.record.page import ItemRecordView, item_button
from education.review.approving import ApprovalAnswer, ApprovalWindow
from education.withdrawal.screens import WithdrawItem
from education.withdrawal.unpublishing import ItemHistory, UnpublishItem, UnscheduleItem
from education.wording.page import button_for

# Screens that show an item without changing it: open to whoever may use it.
READING_SCREENS = {
    "usage",
    "history",
    "history_results",
    "revisions_view",
    "revisions_compare",
    "workflow_history",
    "workflow_history_detail",
    "workflow_preview",
}


class CopyFormView(CopyView):
    """A form for a new item, filled in; it is sent to the address of new items.

    Sent to this one, Wagtail would write over the item itself and take it offline.
    """

    http_method_names = ["get", "head", "options"]


class OwnedViewSet(SnippetViewSet):
    """Lists and edits what belongs to clinics, each person only what their clinics own.

    Wagtail asks most snippet screens for permission on the model, not on the item, so every
    address that names an item is guarded here.
    """

    copy_view_class = CopyFormView

    @property
    def url_finder_class(self):
        """Where an item is edited, for links to it: Wagtail asks for permission on all items here."""
        return type(
            "OwnedItemURLFinder",
            (ModelAdminURLFinder,),
            {
                "permission_policy": self.permission_policy,
                "edit_url_name": self.get_url_name("edit"),
            },
        )

    def get_urlpatterns(self):
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            if "pk" in pattern.pattern.regex.groupindex:
                actions = ["view"] if pattern.name in READING_SCREENS else ["change", "delete"]
                pattern.callback = self.guarded(pattern.callback, actions)
        return patterns

    def guarded(self, view, actions):
        """`view`, for people with one of `actions` on the item that its address names."""

        @wraps(view)
        def asked_first(request, *args, **kwargs):
            item = get_object_or_404(self.model._base_manager, pk=unquote(str(kwargs["pk"])))
            allowed = self.permission_policy.user_has_any_permission_for_instance
            if not allowed(request.user, actions, item):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return asked_first


class OnePerClinicIndexView(IndexView):
    """Who looks after one clinic only goes straight to its settings."""

    def get(self, request, *args, **kwargs):
        rows = self.get_base_queryset()[:2]
        if len(rows) == 1:
            return redirect(self.get_edit_url(rows[0]))
        return super().get(request, *args, **kwargs)


class SignedEditView(EditView):
    """The editor, with the ways to guarded wordings and to the record of sign-offs."""

    @cached_property
    def header_more_buttons(self):
        item, user = self.object, self.request.user
        return [*super().header_more_buttons, *button_for(item, user), *item_button(item, user)]


class LibraryViewSet(OwnedViewSet):
    """Lists and edits one kind of library item."""

    chooser_viewset_class = LibraryChooserViewSet
    workflow_action_view_class = ApprovalWindow
    collect_workflow_action_data_view_class = ApprovalAnswer
    unpublish_view_class = UnpublishItem
    revisions_unschedule_view_class = UnscheduleItem
    history_view_class = ItemHistory
    list_per_page = 50

    @cached_property
    def permission_policy(self):
        return LibraryPolicy(self.model)

    def get_queryset(self, request):
        return usable_items(self.model, request.user).select_related("site")


class SignedViewSet(LibraryViewSet):
    """One kind of library item that goes live by sign-off: it has a record, and can be withdrawn."""

    edit_view_class = SignedEditView

    @property
    def withdraw_url_name(self) -> str:
        return self.get_url_name("withdraw")

    def get_urlpatterns(self):
        withdraw = self.guarded(WithdrawItem.as_view(model=self.model), ["change", "delete"])
        record = self.guarded(ItemRecordView.as_view(viewset=self), ["view"])
        return [
            *super().get_urlpatterns(),
            path("withdraw/<str:pk>/", withdraw, name="withdraw"),
            path("record/<str:pk>/", record, name="record"),
        ]


class OwnedDeletion(DeleteBulkAction):
    """Deletes several items at once: those that this person could delete one by one.

    Wagtail asks for permission on all clinics' items here, which only superusers have.
    """

    def check_perm(self, item):
        policy = item.snippet_viewset.permission_policy
        return policy.user_has_permission_for_instance(self.request.user, "delete", item)


class OwnerColumn(Column):
    """The clinic an item belongs to."""

    def get_value(self, instance):
        return (instance.site.site_name or instance.site.hostname) if instance.site else _("Shared")


OWNER = OwnerColumn("site", label=_("Belongs to"))
REVIEW_AND_USE = (StateColumn(), UsedInColumn())


class BenefitViewSet(SignedViewSet):
    model = Benefit
    icon = "tick-inverse"
    index_view_class = LibraryList
    list_display = [
        "__str__",
        Column("get_grade_display", label=_("How sure are we?")),
        *REVIEW_AND_USE,
        OWNER,
    ]
    list_filter = ["grade"]
    menu_label = _("Benefits")


class QuestionViewSet(SignedViewSet):
    model = Question
    icon = "help"
    index_view_class = LibraryList
    list_display = ["__str__", *REVIEW_AND_USE, OWNER, UpdatedAtColumn()]
    menu_label = _("Questions")


class TermViewSet(SignedViewSet):
    model = Term
    icon = "openquote"
    index_view_class = LibraryList
    list_display = ["__str__", "meaning", *REVIEW_AND_USE, OWNER]
    menu_label = _("Glossary")


class ClinicianViewSet(LibraryViewSet):
    model = Clinician
    icon = "user"
    list_display = ["__str__", "credential", "credential_expires", LiveStatusTagColumn(), OWNER]
    menu_label = _("Clinicians")


class SourceViewSet(SignedViewSet):
    model = Source
    icon = "link"
    index_view_class = LibraryList
    list_display = ["__str__", "publisher", "year", "last_checked", *REVIEW_AND_USE, OWNER]
    menu_label = _("Sources")


class HouseNoteViewSet(SignedViewSet):
    model = HouseNote
    icon = "home"
    index_view_class = HouseNoteList
    list_display = [PlaceColumn(), "heading", StateColumn(), OWNER, UpdatedAtColumn()]
    menu_label = _("How we do it here")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("site", "article")


class PatientLibrary(SnippetViewSetGroup):
    """The menu "Patient library"."""

    menu_label = _("Patient library")
    menu_icon = "folder-open-inverse"
    menu_order = 150
    items = (
        BenefitViewSet,
        QuestionViewSet,
        HouseNoteViewSet,
        TermViewSet,
        ClinicianViewSet,
        SourceViewSet,
    )


class CreateSynonymView(CreateView):
    """Comes with the words filled in that a report asks about."""

    def get_initial_form_instance(self):
        synonym = super().get_initial_form_instance() or self.model()
        synonym.word = self.request.GET.get("word", "")[:80]
        synonym.site_id = self.own_site(self.request.GET.get("site", ""))
        return synonym

    def own_site(self, key: str) -> int | None:
        """The asked-for clinic, if this person may add words to its search."""
        own = self.permission_policy.sites_user_has_any_permission_for(self.request.user, ["add"])
        return next((site.pk for site in own if str(site.pk) == key), None)


class SynonymViewSet(LibraryViewSet):
    model = Synonym
    add_view_class = CreateSynonymView
    icon = "rotate"
    list_display = ["word", "same_as", OWNER]
    menu_label = _("Same meaning")


class PromotedResultViewSet(LibraryViewSet):
    model = PromotedResult
    icon = "pick"
    list_display = ["words", "article", OWNER]
    menu_label = _("Chosen results")


class SearchHelp(SnippetViewSetGroup):
    """The menu "Search": what staff tell the portal's search."""

    menu_label = _("Search words")
    menu_icon = "search"
    menu_order = 160
    items = (SynonymViewSet, PromotedResultViewSet)
