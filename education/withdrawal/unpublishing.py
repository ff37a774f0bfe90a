"""Taking library items offline: asked of the very item, with the pages that would change named."""

from django.core.exceptions import PermissionDenied
from wagtail.snippets.views.snippets import HistoryView, RevisionsUnscheduleView, UnpublishView

from education.ownership import may_take_down, site_of
from education.withdrawal.screens import live_users


class AsksForTheItem:
    """Wagtail asks for "publish", which nobody holds, and on the model, not on the item."""

    permission_required = "unpublish"

    def dispatch(self, request, *args, **kwargs):
        if not may_take_down(request.user, site_of(self.object)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UnpublishItem(AsksForTheItem, UnpublishView):
    template_name = "education/admin/unpublish_item.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(shown_in=live_users(self.object), **kwargs)


class UnscheduleItem(AsksForTheItem, RevisionsUnscheduleView):
    pass


class ItemHistory(HistoryView):
    def user_can_unschedule(self):
        return may_take_down(self.request.user, site_of(self.object))
