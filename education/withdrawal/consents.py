"""The consent to a photo has ended: its files go for good, wherever the same photo is kept."""

from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from education.models import Picture, Withdrawal
from education.ownership import people_to_warn, site_of
from education.pictures.removal import has_files, same_photo
from education.withdrawal.withdrawal import Cause, why_not_withdrawn, withdraw


def end_consent(picture: Picture, user, reason: str) -> list[Withdrawal]:
    """Withdraw the photo and the clinic's other copies of it for good; returns the records.

    Other clinics may have a consent of their own: their people are told of their copies. Raises
    NotWithdrawn, and OSError when a file could not be deleted.
    """
    # A picture's clinic: what belongs to none, or to several, is told apart by its shelf.
    site, shelf = site_of(picture), picture.collection_id
    rows, ours, errors = [], [picture], []
    for copy in same_photo(picture).order_by("pk"):
        if copy.collection_id == shelf or (site is not None and site_of(copy) == site):
            ours.append(copy)
        elif not copy.withdrawn:
            tell_owners(copy)
    for photo in ours:
        if photo != picture and why_not_withdrawn(photo, Cause.CONSENT):
            continue
        try:
            rows.append(withdraw(photo, user, Cause.CONSENT, reason))
        except OSError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return rows


def tell_owners(copy: Picture) -> None:
    """Whoever may take this picture down hears that a consent to the same photo has ended."""
    people = people_to_warn(site_of(copy)).exclude(email="").values_list("email", flat=True)
    for address in people:
        send_mail(
            _("Please check the consent to a photo: %(title)s") % {"title": copy.title},
            _(
                "Your picture library holds “%(title)s”. A consent to the same photo has ended "
                "elsewhere on this portal, and that copy was removed. Yours was left as it is.\n\n"
                "Please check whether your own consent still holds. If not, withdraw the picture."
            )
            % {"title": copy.title},
            None,
            [address],
            fail_silently=True,
        )


def photos_to_end() -> list[Picture]:
    """Photos whose consent is over and that nobody has withdrawn for that."""
    over = Picture.objects.filter(consent_expires__lt=timezone.localdate()).order_by("pk")
    return [picture for picture in over if not why_not_withdrawn(picture, Cause.CONSENT)]


def photos_left_over() -> list[tuple[Withdrawal, Picture]]:
    """Photos removed for good of which there are files all the same, as after restoring a backup."""
    rows = Withdrawal.objects.filter(cause=Cause.CONSENT, lifted_at=None).order_by("pk")
    found = [(row, row.content) for row in rows]
    return [(row, picture) for row, picture in found if picture is not None and has_files(picture)]
