"""Copies follow what happens to an article, and decisions follow what staff do to a copy by hand."""

from django.db import transaction

from education.library_sharing.choosing import leave_out
from education.library_sharing.copies import (
    copies_elsewhere,
    keep_all_in_step,
    keep_copies_in_step,
)
from education.library_sharing.places import places_of, source_of
from education.models import ArticlePage, TakenArticle, TopicPage
from education.ownership import site_of


def after_publishing(sender, instance, **kwargs) -> None:
    """An article went live, perhaps for the first time: clinics that took its topic get a copy."""
    if isinstance(instance, ArticlePage):
        keep_copies_in_step(instance)


def after_move(sender, instance, **kwargs) -> None:
    """Articles that came to another topic or clinic; a copy that somebody moved stays where it was put."""
    for copy in ArticlePage.objects.descendant_of(instance, inclusive=True).exclude(alias_of=None):
        _note_new_place(copy)
    keep_all_in_step(ArticlePage.objects.descendant_of(instance, inclusive=True))


def after_unpublishing(sender, instance, **kwargs) -> None:
    """A copy that its own clinic takes offline stays out: only a new decision puts it back."""
    if not isinstance(instance, ArticlePage) or instance.expired:
        return
    # Wagtail says this of pages that are being deleted, too, without saving them.
    if ArticlePage.objects.filter(pk=instance.pk, live=True).exists():
        return
    source = _source_elsewhere(instance)
    if source is not None and source.live and site_of(instance).pk in places_of(source):
        leave_out(site_of(instance), source)


def before_conversion(sender, instance, update_fields=None, raw=False, **kwargs) -> None:
    """A copy becomes the clinic's own article (signal `pre_save`): no new copy comes beside it."""
    if raw or instance.alias_of_id is not None:
        return
    if not {"alias_of", "alias_of_id"} & set(update_fields or ()):
        return
    before = ArticlePage.objects.filter(pk=instance.pk).first()
    source = _source_elsewhere(before) if before else None
    if source is not None:
        TakenArticle.objects.update_or_create(
            site=site_of(before), article=source, defaults={"under": None, "left_out": True}
        )


def before_deletion(sender, instance, **kwargs) -> None:
    """With an article its copies at other clinics go; they would stand alone, signed by nobody."""
    if instance.alias_of_id is None:
        for copy in copies_elsewhere(instance):
            copy.delete()


def after_restriction(sender, instance, **kwargs) -> None:
    """A page became private, or public again; not on its way to being deleted."""
    page = instance.page
    transaction.on_commit(
        lambda: keep_all_in_step(ArticlePage.objects.descendant_of(page, inclusive=True))
    )


def _source_elsewhere(copy: ArticlePage) -> ArticlePage | None:
    """The article of another clinic that this one follows."""
    source = source_of(copy)
    here = site_of(copy)
    if source.pk == copy.pk or here is None or site_of(source) == here:
        return None
    return source.specific


def _note_new_place(copy: ArticlePage) -> None:
    source, site = _source_elsewhere(copy), site_of(copy)
    if source is None:
        return
    wanted = places_of(source).get(site.pk)
    here = copy.path[: -copy.steplen]
    if wanted is not None and wanted.path != here:
        topic = TopicPage.objects.filter(path=here).first()
        if topic is not None:
            TakenArticle.objects.update_or_create(
                site=site, article=source, defaults={"under": topic, "left_out": False}
            )
