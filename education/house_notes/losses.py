"""When an article is deleted, what clinics added to it goes too: the record and those clinics know."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from education.models import HouseNote
from education.ownership import people_to_warn
from education.reading.plaintext import plain


def tell_of_loss(sender, instance, origin=None, **kwargs) -> None:
    """Log the loss, and mail those who may take content down at the note's clinic.

    Whoever deletes the note itself knows; only one that goes with its article is told of.
    """
    deleted = origin.model if isinstance(origin, QuerySet) else type(origin)
    if origin is None or issubclass(deleted, HouseNote):
        return
    log(instance=instance, action="wagtail.delete", deleted=True)
    people = people_to_warn(instance.site).exclude(email="")
    addresses = sorted(set(people.values_list("email", flat=True)))
    mails = [loss_mail(instance, address) for address in addresses]
    transaction.on_commit(lambda: [mail.send(fail_silently=True) for mail in mails])


def loss_mail(note: HouseNote, address: str) -> EmailMessage:
    """One mail to one person; the words are in it, as the article will not come back."""
    article = " ".join(str(note.article).split())
    latest = note.get_latest_revision_as_object() if note.latest_revision_id else note
    words = {"note": latest, "words": plain(latest.text), "article": article}
    words["clinic"] = note.site.site_name or note.site.hostname
    return EmailMessage(
        _("Your clinic's words in “%(article)s” were deleted with it") % {"article": article},
        render_to_string("education/email/house_note_lost.txt", words),
        getattr(settings, "WAGTAILADMIN_NOTIFICATION_FROM_EMAIL", None),
        [address],
        headers={"Auto-Submitted": "auto-generated"},
    )
