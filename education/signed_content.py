"""Health content goes live by sign-off and by nothing else, whatever road is taken.

Every road to live in Wagtail ends in `save()` of a row with `live=True`: publish buttons, bulk and
scheduled publishing, copies, aliases, the admin's API, `revision.publish()` in a shell. So the door
is there. What writes to the database past `save()` goes round it; `manage.py check_signoff` finds that.
"""

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_unpublished

from education.kept_versions import KeepsVersions
from education.library_sharing.places import may_stand_here
from education.ownership import site_of
from education.review.fingerprint import BOOKKEEPING, fingerprint

GOING_LIVE = {"live", "live_revision", "alias_of", "alias_of_id"}


class NotSignedOff(Exception):
    """Words were about to go live that nobody entitled has signed off; `content` names them.

    No `PermissionDenied`, which Wagtail's admin answers with one sentence for everything.
    """

    def __init__(self, message: str, content=None):
        super().__init__(message)
        self.content = content


class SignedContent(KeepsVersions):
    """For articles and library items: live means that these very words were signed off."""

    # What happened to the live content, not what its words are; no older version brings it back.
    sign_off_fields: list[str] = ["withdrawn"]
    exclude_fields_in_copy = sign_off_fields

    def fingerprint(self) -> str:
        """What a sign-off of these words is bound to."""
        return fingerprint(self.serializable_data())

    def publish(self, revision, *args, **kwargs):
        """All or nothing. A version for a day to come is asked for its sign-off today, too."""
        again = self.live and self.live_revision_id == revision.pk
        if not again:
            self.refuse_unsigned_version(revision)
        with transaction.atomic():
            return super().publish(revision, *args, **kwargs)

    def save(self, *args, update_fields=None, **kwargs):
        ends_alias = self._ends_alias(update_fields)
        was_online = ends_alias and self.live
        if ends_alias:
            # A copy that stands on its own from now on is a draft that nobody has signed off.
            self.live, self.has_unpublished_changes = False, True
            self._forget_sign_off()
            own = ["live", "has_unpublished_changes", *self.sign_off_fields]
            update_fields = [*update_fields, *own]
        if self.live and update_fields is None and self._cannot_be_live_yet():
            self._become_draft()
        elif not self.live and "live_revision" in (update_fields or ()):
            # The last step of a copy: it would note a version that never was online.
            self._become_draft()
        if update_fields is None or _touches_words(update_fields):
            self.refuse_unsigned(update_fields)
        super().save(*args, update_fields=update_fields, **kwargs)
        if was_online:
            page_unpublished.send(sender=type(self), instance=self)

    def refuse_unsigned(self, update_fields=None) -> None:
        """Raise NotSignedOff unless the row may be live with the words it is about to have."""
        if update_fields is None and not self.live:
            return
        before = type(self)._base_manager.filter(pk=self.pk).first()
        after = self if update_fields is None else _with_fields_of(self, before, update_fields)
        if not after.live or (before is not None and _is_unchanged(after, before)):
            return
        if not is_copy_in_step(after) and not may_go_live(after, after.live_revision_id):
            raise not_signed_off(self)

    def refuse_unsigned_version(self, revision) -> None:
        """Raise NotSignedOff unless this version is the one that was signed off last."""
        if not may_go_live(revision.as_object(), revision.pk):
            raise not_signed_off(self)

    def _cannot_be_live_yet(self) -> bool:
        """A new row has no sign-off, a copy kept in step with another clinic's page never has one."""
        if getattr(self, "alias_of_id", None):
            return not may_stand_here(self) or (self._state.adding and not is_copy_in_step(self))
        return self._state.adding

    def _become_draft(self) -> None:
        self.live, self.live_revision, self.has_unpublished_changes = False, None, True
        self.first_published_at = self.last_published_at = None

    def _forget_sign_off(self) -> None:
        for name in self.sign_off_fields:
            setattr(self, name, self._meta.get_field(name).get_default())

    def _ends_alias(self, update_fields) -> bool:
        named = {"alias_of", "alias_of_id"} & set(update_fields or ())
        return bool(named and self.alias_of_id is None)

    def with_content_json(self, content):
        """A version from history: its words of then, what happened to the content as of now."""
        version = super().with_content_json(content)
        for field in self.sign_off_fields:
            setattr(version, field, getattr(self, field))
        return version


def refuse_unsigned_page(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """The same door for an article that is saved as a plain Wagtail `Page` (signal `pre_save`)."""
    kind = None if raw or instance._state.adding else instance.specific_class
    if kind is None or not issubclass(kind, SignedContent):
        return
    names = update_fields or [field.attname for field in Page._meta.concrete_fields]
    if _touches_words(names):
        article = kind._base_manager.get(pk=instance.pk)
        for name in names:
            setattr(article, name, getattr(instance, name))
        article.refuse_unsigned()


def not_signed_off(content) -> NotSignedOff:
    return NotSignedOff(
        _(
            "“%(title)s” was not put online: a clinician must approve exactly these words first. "
            "Submit it for review."
        )
        % {"title": content},
        content,
    )


def is_copy_in_step(content) -> bool:
    """Whether this is an alias that says what its signed source says, where it may stand."""
    if getattr(content, "alias_of_id", None) is None:
        return False
    source = content.alias_of.specific
    return (
        source.live
        and _words(source) == _words(content)
        and may_stand_here(content)
        and (is_signed_off(source) or is_copy_in_step(source))
    )


def may_go_live(content, revision_id: int | None) -> bool:
    """Whether the newest sign-off of this content is of this version and holds for these words."""
    newest = _sign_offs_of(content).first()
    return newest is not None and newest.revision_id == revision_id and _holds(newest, content)


def is_signed_off(content) -> bool:
    """Whether a sign-off holds for the words that are live."""
    return sign_off_of_live(content) is not None


def sign_off_of_live(content):
    """The sign-off that holds for the words that are live; None if there is none.

    That a newer version was approved, which waits for its day or was called off, does not end it.
    """
    if content.live_revision_id is None:
        return None
    newest = _sign_offs_of(content).filter(revision=content.live_revision_id).first()
    return newest if newest is not None and _holds(newest, content) else None


def _sign_offs_of(content):
    return apps.get_model("education", "SignOff").objects.of(content)


def _holds(signed, content) -> bool:
    """For these words, and not ended: by a withdrawal, or by leaving the clinic that gave it."""
    return (
        signed.ended_at is None
        and signed.fingerprint == content.fingerprint()
        and signed.site_id == getattr(site_of(content), "pk", None)
    )


def _is_unchanged(content, before) -> bool:
    return (
        before.live
        and before.live_revision_id == content.live_revision_id
        and getattr(before, "alias_of_id", None) == getattr(content, "alias_of_id", None)
        and before.fingerprint() == content.fingerprint()
    )


def _with_fields_of(content, before, names):
    """The stored row as it will be when only these fields are written."""
    if before is None:
        return content
    after = type(content)._base_manager.get(pk=content.pk)
    for name in names:
        value = getattr(content, name)
        setattr(after, name, value.all() if hasattr(value, "all") else value)
    return after


def _words(content) -> str:
    """Without the address and language: a copy in step has its own."""
    own = {"slug", "locale"}
    data = content.serializable_data()
    return fingerprint({key: value for key, value in data.items() if key not in own})


def _touches_words(update_fields) -> bool:
    return bool(set(update_fields) & GOING_LIVE or set(update_fields) - BOOKKEEPING)
