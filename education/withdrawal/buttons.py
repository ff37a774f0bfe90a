"""Where the admin offers "Withdraw now" and "Unpublish", and says that something is withdrawn."""

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.action_menu import ActionMenuItem, UnpublishMenuItem

from education.models import ArticlePage, LibraryItem, Withdrawal
from education.ownership import (
    LibraryPolicy,
    homes_of_sites,
    may_take_down,
    site_of,
    sites_to_take_down,
)
from education.withdrawal.withdrawal import why_not_withdrawn

LABEL = gettext_lazy("Withdraw now")


def may_withdraw(user, content) -> bool:
    """Whether to offer it: asked once for all rows of a list. The page it leads to asks anew."""
    if why_not_withdrawn(content):
        return False
    if not hasattr(user, "_takes_down"):
        mine = {None} if may_take_down(user, None) else set()
        user._takes_down = mine.union(sites_to_take_down(user)), homes_of_sites()
    sites, homes = user._takes_down
    return site_of(content, homes) in sites


class WithdrawPageItem(PageMenuItem):
    label = LABEL
    icon_name = "warning"
    url_name = "withdraw_article"

    def is_shown(self, user):
        return may_withdraw(user, self.page)


def on_page(page, user, next_url=None, view_name=None):
    """In the menus of an article: its line in the list, its editor."""
    if isinstance(page.specific_deferred, ArticlePage):
        yield WithdrawPageItem(page=page.specific, priority=61)


def withdraw_address(item) -> str | None:
    """Where this library item is withdrawn; None if its kind is not approved by clinicians."""
    names = getattr(item.snippet_viewset, "withdraw_url_name", None)
    return reverse(names, args=[quote(item.pk)]) if names else None


def on_item(item, user, next_url=None):
    """In the menu of a library item's line in its list."""
    address = withdraw_address(item) if isinstance(item, LibraryItem) else None
    if address and may_withdraw(user, item):
        yield Button(LABEL, url=address, icon_name="warning", priority=61)


class WithdrawItem(ActionMenuItem):
    name = "action-withdraw"
    label = LABEL
    icon_name = "warning"

    def get_url(self, parent_context):
        return withdraw_address(parent_context["instance"])


def in_editor(menu_items, request, context) -> None:
    """In a library item's editor: taking down is a permission of its own, not a part of "publish"."""
    item = context.get("instance")
    menu_items[:] = [each for each in menu_items if each.name != UnpublishMenuItem.name]
    if context.get("view") != "edit" or not isinstance(item, LibraryItem) or not item.pk:
        return
    policy = LibraryPolicy(type(item))
    if item.live and policy.user_has_permission_for_instance(request.user, "unpublish", item):
        menu_items.append(UnpublishMenuItem())
    if withdraw_address(item) and may_withdraw(request.user, item):
        menu_items.append(WithdrawItem())


def say_withdrawn(request, content) -> None:
    """On opening an editor: who withdrew this, why, and how it comes back."""
    if request.method != "GET" or not getattr(content, "withdrawn", False):
        return
    row = Withdrawal.objects.of(content).open().first()
    if row is not None:
        messages.warning(
            request,
            _(
                "Withdrawn by %(who)s: %(reason)s Readers see it again when a clinician approves it "
                "anew."
            )
            % {"who": row.withdrawn_by_name or _("someone"), "reason": row.reason},
        )


def offer_shown_pictures(pictures, request):
    """Picture choosers leave out what was withdrawn."""
    return pictures.filter(withdrawn=False)


def log_actions(actions) -> None:
    @actions.register_action("education.withdraw")
    class Withdrawn(LogFormatter):
        label = gettext_lazy("Withdraw")

        def format_message(self, log_entry):
            return _("Withdrawn: %(cause)s") % {"cause": log_entry.data.get("cause", "")}

        def format_comment(self, log_entry):
            return log_entry.data.get("reason", "")

    actions.register_action(
        "education.put_back", gettext_lazy("Put back"), gettext_lazy("Put back for readers")
    )
