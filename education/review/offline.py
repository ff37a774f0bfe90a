"""What goes offline by itself, because the sign-off does not reach where the content is now."""

from django.db import transaction

from education.models import ArticlePage
from education.ownership import site_of


def take_moved_offline(sender, instance, parent_page_before, parent_page_after, **kwargs) -> None:
    """Articles that come to another clinic, alone or with their topic: its clinicians must approve."""
    if site_of(parent_page_before) == site_of(parent_page_after):
        return
    with transaction.atomic():
        for article in ArticlePage.objects.descendant_of(instance, inclusive=True):
            article.revisions.update(approved_go_live_at=None)
            article.unpublish()


def take_aliases_offline(sender, instance, **kwargs) -> None:
    """Aliases of an article that is being deleted: they would stand alone, signed off by nobody."""
    for alias in ArticlePage.objects.filter(alias_of=instance.pk, live=True):
        alias.unpublish()
