"""Whether content may be approved, and by whom."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.fields import StreamField

from education.models.rules import ReviewRules
from education.ownership import may_review, site_of
from education.reading.plaintext import plain
from education.review.fingerprint import words_of
from education.review.gate import (
    Problem,
    article_problems,
    benefit_problems,
    house_note_problems,
    unpublished_problems,
)
from education.wording.findings import claim_problems

INCOMPLETE = gettext_lazy(
    "Something that must be filled in is empty. Open it, complete it and save."
)


def why_not_approved(content, user) -> str:
    """Why this person's approval of this content as it stands does not count; empty if it does."""
    if reason := why_not_by(user, content):
        return reason
    newest = content.get_latest_revision_as_object()
    if is_incomplete(newest):
        return str(INCOMPLETE)
    return " ".join(problem.message for problem in problems_of(newest))


def why_not_by(user, content) -> str:
    """Why this person cannot approve this content, whatever it says; empty if they can."""
    site = site_of(content)
    if reason := why_not_signing(user, site):
        return reason
    if wrote_latest_words(content, user) and ReviewRules.for_site(site).two_people:
        return _(
            "You wrote the newest words yourself, so someone else must approve them. "
            "Your changes are saved and wait for review."
        )
    return ""


def why_not_signing(user, site) -> str:
    """Why this person signs nothing at a clinic (None: in the shared library); empty if they do."""
    if not may_review(user, site):
        return _("Only a clinical reviewer of the clinic that owns this can approve it.")
    if signing_clinician(user, site) is None:
        return _(
            "Only a clinician can approve this: somebody with an entry under “Clinicians” that is "
            "tied to their account, is live, and whose credential has not expired."
        )
    return ""


def signing_clinician(user, site):
    """The clinician this person signs as at a clinic: a live entry with a valid credential, or None.

    For the shared library (None) any of their entries will do.
    """
    return signing_entries(site).filter(account=user).order_by("site", "pk").first()


def signing_entries(site):
    """The clinicians' entries that count at a clinic today: live, with a valid credential."""
    from education.models.people import Clinician

    valid = Q(credential_expires=None) | Q(credential_expires__gte=timezone.localdate())
    entries = Clinician.objects.filter(valid, live=True)
    return entries if site is None else entries.filter(Q(site=site) | Q(site=None))


def wrote_latest_words(content, user) -> bool:
    """Whether the newest words of this content are this person's.

    Pressing "approve" in a library item's editor keeps a version in the reviewer's name although
    nothing was changed, so who wrote is who kept the first of the newest versions that are alike.
    """
    newest, writer = None, None
    for revision in content.revisions.order_by("-created_at", "-pk").iterator(chunk_size=2):
        words = words_of(revision.content)
        if newest is not None and words != newest:
            break
        newest, writer = words, revision.user_id
    return newest is not None and writer == user.pk


def problems_of(
    content, *, site=None, sources: int | None = None, names: list[str] | None = None
) -> list[Problem]:
    """What stands in the way of approving this content, whoever does it.

    `site`, `sources` (how many) and other `names` are given for content a form has not saved yet.
    """
    site = site or site_of(content)
    problems = _of_kind(content, sources)
    missing = [str(item) for item in needed_by(content) if not item.live]
    field = "body" if hasattr(content, "body") else None
    problems += unpublished_problems(field, missing)
    return problems + claim_problems(content, site, names)


def _of_kind(content, sources: int | None) -> list[Problem]:
    if hasattr(content, "claim"):
        if sources is None:
            sources = content.benefit_sources.count()
        return benefit_problems(
            grade=content.grade,
            not_known=content.not_known,
            sources=sources,
            searched=content.searched,
            searched_on=content.searched_on,
            searched_by=content.searched_by,
        )
    if content._meta.model_name == "housenote":
        return house_note_problems(plain(content.text))
    if hasattr(content, "body"):
        return article_problems(
            [(part.block_type, part.value.get("aspect") or "") for part in content.body]
        )
    return []


def is_incomplete(content) -> bool:
    """Whether the editor would refuse to publish this: an empty field, an empty part of a section."""
    try:
        content.full_clean()
        for field in content._meta.get_fields():
            if isinstance(field, StreamField):
                field.stream_block.clean(field.value_from_object(content))
    except ValidationError:
        return True
    return False


def needed_by(content) -> list:
    """The shared items and sources without which this content would have holes."""
    needed = content.needs() if hasattr(content, "needs") else []
    return list(dict.fromkeys(item for item in needed if item is not None))
