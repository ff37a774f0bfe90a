"""The patient library in the admin: lists, editors and choosers that keep clinics apart."""

from functools import wraps

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from education.models import (
    Benefit,
    Clinician,
    PromotedResult,
    Question,
    Source,
    Synonym,
    Term,
)
from education.ownership import LibraryPolicy

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


def usable_items(model, user):
    """Items this person may put in an article: their clinics' and the shared library's."""
    return LibraryPolicy(model).instances_user_has_any_permission_for(user, ["view"])


class UsableItemsMixin:
    """Chooser views offer, and hand over, only items that this person may use."""

    def get_object_list(self):
        return usable_items(self.model_class, self.request.user)

    def get_object(self, pk):
        return usable_items(self.model_class, self.request.user).get(pk=pk)

    def get_objects(self, pks):
        return usable_items(self.model_class, self.request.user).filter(pk__in=pks)


class ChooseView(UsableItemsMixin, chooser.ChooseView):
    pass


class ChooseResultsView(UsableItemsMixin, chooser.ChooseResultsView):
    pass


class ChosenView(UsableItemsMixin, chooser.SnippetChosenView):
    pass


class ChosenMultipleView(UsableItemsMixin, chooser.SnippetChosenMultipleView):
    pass


class LibraryChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView


class OwnedViewSet(SnippetViewSet):
    """Lists and edits what belongs to clinics, each person only what their clinics own.

    Wagtail asks most snippet screens for permission on the model, not on the item, so every
    address that names an item is guarded here.
    """

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


class LibraryViewSet(OwnedViewSet):
    """Lists and edits one kind of library item."""

    chooser_viewset_class = LibraryChooserViewSet
    list_per_page = 50

    @cached_property
    def permission_policy(self):
        return LibraryPolicy(self.model)

    def get_queryset(self, request):
        return usable_items(self.model, request.user).select_related("site")


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


class BenefitViewSet(LibraryViewSet):
    model = Benefit
    icon = "tick-inverse"
    list_display = ["__str__", Column("get_grade_display", label=_("How sure are we?")), OWNER]
    list_filter = ["grade"]
    menu_label = _("Benefits")


class QuestionViewSet(LibraryViewSet):
    model = Question
    icon = "help"
    list_display = ["__str__", OWNER, UpdatedAtColumn()]
    menu_label = _("Questions")


class TermViewSet(LibraryViewSet):
    model = Term
    icon = "openquote"
    list_display = ["__str__", "meaning", OWNER]
    menu_label = _("Glossary")


class ClinicianViewSet(LibraryViewSet):
    model = Clinician
    icon = "user"
    list_display = ["__str__", "credential", "credential_expires", OWNER]
    menu_label = _("Clinicians")


class SourceViewSet(LibraryViewSet):
    model = Source
    icon = "link"
    list_display = ["__str__", "publisher", "year", "last_checked", OWNER]
    menu_label = _("Sources")


class PatientLibrary(SnippetViewSetGroup):
    """The menu "Patient library"."""

    menu_label = _("Patient library")
    menu_icon = "folder-open-inverse"
    menu_order = 150
    items = (BenefitViewSet, QuestionViewSet, TermViewSet, ClinicianViewSet, SourceViewSet)


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
