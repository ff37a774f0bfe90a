"""Withdraw now: content that is wrong leaves readers at once and comes back by a new sign-off only."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from education.library_sharing.copies import keep_copies_in_step
from education.models.pictures import Picture
from education.models.signoff import SignOff
from education.models.withdrawal import Withdrawal
from education.ownership import may_review, site_of
from education.pictures.removal import backups_holding, hide_files, remove_files
from education.pictures.renditions import renditions_of
from education.record.sign_offs import name_of
from education.review.approval import signing_clinician
from education.review.signing import record

Cause = Withdrawal.Cause
# Causes that each kind of content can be withdrawn for.
WORDS_CAUSES = (Cause.ADVICE, Cause.OTHER)
PICTURE_CAUSES = tuple(Cause)


class NotWithdrawn(Exception):
    """Nothing was withdrawn or put back; the message says why and what to do."""


def withdraw(content, user, cause: str, reason: str) -> Withdrawal:
    """Take an article, a library item or a picture away from readers at once, and record it.

    Who may is for the caller to ask. Raises NotWithdrawn. A photo whose consent has ended loses its
    files for good: OSError if the storage cannot delete one; it stays withdrawn, and
    `manage.py end_consents` tries again.
    """
    with transaction.atomic():
        content = type(content)._base_manager.select_for_update().get(pk=content.pk)
        if why := why_not_withdrawn(content, cause):
            raise NotWithdrawn(why)
        row = Withdrawal.objects.create(
            content=content,
            title=str(content)[:300],
            site=site_of(content),
            cause=cause,
            reason=reason,
            withdrawn_at=timezone.now(),
            withdrawn_by=user,
            withdrawn_by_name=name_of(user),
        )
        if not isinstance(content, Picture):
            _take_offline(content)
        elif cause != Cause.CONSENT:
            _hide(content)
        else:
            record(content, withdrawn=True)
        log(
            instance=content,
            action="education.withdraw",
            user=user,
            data={"cause": str(Cause(cause).label), "reason": reason},
        )
    if cause == Cause.CONSENT:
        remove_for_good(row, content)
    return row


def why_not_withdrawn(content, cause: str = Cause.ADVICE) -> str:
    """Why this cannot be withdrawn; empty if it can."""
    if isinstance(content, Picture):
        gone = Withdrawal.objects.of(content).filter(cause=Cause.CONSENT).exists()
        if gone or (content.withdrawn and cause != Cause.CONSENT):
            return _("“%(title)s” is withdrawn already.") % {"title": content}
        return ""
    if content.withdrawn:
        return _(
            "“%(title)s” is withdrawn already. It comes back when a clinician approves it anew."
        ) % {"title": content}
    if content.first_published_at is None:
        return _("“%(title)s” has never been online, so there is nothing to withdraw.") % {
            "title": content
        }
    if getattr(content, "alias_of_id", None):
        return _(
            "“%(title)s” is a copy that follows another page. Withdraw that page. To take only this "
            "copy off, unpublish it."
        ) % {"title": content}
    return ""


def _take_offline(content) -> None:
    SignOff.objects.of(content).filter(ended_at=None).update(ended_at=timezone.now())
    content.unpublish(log_action=False)  # a lock or a plan to publish is no obstacle
    content.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    record(content, withdrawn=True)
    if isinstance(content, Page):
        keep_copies_in_step(content)  # clinics that left it out have nothing to say of it


def _hide(picture: Picture) -> None:
    record(picture, withdrawn=True)
    try:
        hide_files(picture)
    except OSError as error:
        raise NotWithdrawn(
            _("The server could not move the file, so nothing was changed: %(error)s")
            % {"error": error}
        ) from error


def remove_for_good(row: Withdrawal, picture: Picture) -> None:
    """Delete the files of a photo whose consent has ended; the record says which, and which backups."""
    now = timezone.now()
    removed = remove_files(picture)
    row.removed_files = [*row.removed_files, *removed]
    row.backups = row.backups or backups_holding(picture.created_at, now)
    row.save(update_fields=["removed_files", "backups"])


def why_not_put_back(picture: Picture, user) -> str:
    """Why this person cannot put this withdrawn picture back; empty if they can."""
    rows = Withdrawal.objects.of(picture).open()
    site = site_of(picture)
    if not picture.withdrawn:
        return _("“%(title)s” is not withdrawn.") % {"title": picture}
    if rows.filter(cause=Cause.CONSENT).exists():
        return _("The consent to this photo has ended. It never comes back.")
    if picture.consent_expires and picture.consent_expires < timezone.localdate():
        return _("The consent to this photo has ended. Enter the new date first.")
    if not may_review(user, site) or signing_clinician(user, site) is None:
        return _(
            "Only a clinical reviewer whose entry under “Clinicians” is live and valid can put a "
            "picture back."
        )
    if rows.filter(withdrawn_by=user).exists():
        return _("You withdrew this picture yourself, so someone else must put it back.")
    return ""


@transaction.atomic
def put_back(picture: Picture, user) -> None:
    """A clinician shows a withdrawn picture to readers again. Raises NotWithdrawn.

    A picture has no words to sign, so no sign-off is made: the withdrawal and the log name them.
    """
    picture = Picture.objects.select_for_update().get(pk=picture.pk)
    if why := why_not_put_back(picture, user):
        raise NotWithdrawn(why)
    record(picture, withdrawn=False)
    Withdrawal.objects.of(picture).open().update(
        lifted_at=timezone.now(),
        lifted_by_name=signing_clinician(user, site_of(picture)).name,
    )
    log(instance=picture, action="education.put_back", user=user)
    transaction.on_commit(lambda: renditions_of(picture))
