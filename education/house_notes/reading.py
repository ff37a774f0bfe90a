"""A clinic's own words as its readers get them: with the name of who checked them, and when."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery
from wagtail.models import Site

from education.house_notes.places import same_article
from education.models.house_notes import HouseNote
from education.models.signoff import SignOff


def note_in(article, request):
    """The live note of the clinic that this request is for, or None; one query.

    It carries `checked_by`, `credential` and `checked_at` of the sign-off that stands for it; they
    are None where no clinician has checked it (an example).
    """
    site = Site.find_for_request(request) if request else None
    if site is None or article.translation_key is None:
        return None
    return (
        with_sign_off(HouseNote.objects.filter(same_article(article), site=site, live=True))
        .filter(locale=article.locale_id)
        .first()
    )


def with_sign_off(notes):
    """The notes with what the sign-off of their live version says."""
    signed = SignOff.objects.filter(
        content_type=ContentType.objects.get_for_model(HouseNote),
        object_id=OuterRef("pk"),
        revision=OuterRef("live_revision"),
        ended_at=None,
    ).exclude(clinician_name="")
    newest = signed.order_by("-signed_at", "-pk")
    return notes.annotate(
        checked_by=Subquery(newest.values("clinician_name")[:1]),
        credential=Subquery(newest.values("credential")[:1]),
        checked_at=Subquery(newest.values("signed_at")[:1]),
    ).select_related("site")
