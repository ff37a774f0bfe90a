"""Choosers of library items: each person is offered what their clinics and the shared library own."""

from wagtail.snippets.views import chooser

from education.ownership import LibraryPolicy


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
