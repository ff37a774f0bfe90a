"""Photos whose consent ended must not come back with an older backup."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from education.models import Picture, Withdrawal
from education.withdrawal.consents import end_consent
from education.withdrawal.withdrawal import Cause, why_not_withdrawn

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RemovedPhoto:
    """A photo that the portal had removed for good."""

    number: int
    file_hash: str
    reason: str


def photos_removed_since(moment: datetime) -> list[RemovedPhoto]:
    """What the state that is about to go knows of consents that ended after the backup."""
    rows = Withdrawal.objects.filter(
        cause=Cause.CONSENT, lifted_at=None, withdrawn_at__gte=moment
    ).order_by("pk")
    try:
        found = [(row, row.content) for row in rows]
    except DatabaseError:
        return []  # a state too old or too damaged to say
    finally:
        connection.close()
    return [
        RemovedPhoto(photo.pk, photo.file_hash, row.reason)
        for row, photo in found
        if photo is not None
    ]


def remove_again(photos: list[RemovedPhoto]) -> list[str]:
    """Remove them in the restored state, and those whose consent has ended by now; returns notes."""
    notes = []
    for photo in photos:
        picture = Picture.objects.filter(pk=photo.number, file_hash=photo.file_hash).first()
        if picture is None or why_not_withdrawn(picture, Cause.CONSENT):
            continue
        try:
            end_consent(picture, None, photo.reason)
            notes.append(f"The photo “{picture}” was removed since the backup: removed again.")
        except Exception:
            logger.exception("Photo %s could not be removed again", photo.number)
            notes.append(f"The photo “{picture}” was removed since the backup. Remove it again.")
    try:
        call_command("end_consents")
    except CommandError as error:
        notes.append(f"{error} Run end_consents again.")
    return notes
