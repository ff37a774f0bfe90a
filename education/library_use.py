"""What staff are told, and what happens, when a shared item that articles use changes or goes."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.search import index

from education.models import LibraryItem


def refuse_deletion_in_use(request, items):
    """Keep items that are in use, and name every place that uses them."""
    in_use = {item: item.used_by() for item in items if isinstance(item, LibraryItem)}
    in_use = {item: users for item, users in in_use.items() if users}
    if not in_use:
        return None
    for item, users in in_use.items():
        names = ", ".join(f"“{user}”" for user in users)
        messages.error(
            request,
            _("“%(item)s” was not deleted: it is used in %(users)s. Remove it there first.")
            % {"item": item, "users": names},
        )
    return redirect(type(items[0]).snippet_viewset.get_url_name("list"))


def refresh_search_of_users(sender, instance, **kwargs):
    """Search knows an article by the words of its shared items too: index it anew."""
    if not isinstance(instance, LibraryItem):
        return

    def reindex():
        for user in instance.used_by():
            if isinstance(user, Page):
                index.insert_or_update_object(user.specific)

    transaction.on_commit(reindex)


def refresh_search_of_article(sender, instance, **kwargs):
    """Wagtail indexes an article before its other names are saved: once more, now that they are."""
    index.insert_or_update_object(instance)


def make_renditions(sender, instance, **kwargs):
    """Picture sizes are made when staff publish, not while a patient waits."""
    from education.pictures.renditions import make_renditions_for

    transaction.on_commit(lambda: make_renditions_for(instance))
