"""Live content that no sign-off covers: put online past the portal, by a shell or the database."""

from dataclasses import dataclass

from django.conf import settings

from education.models import ArticlePage, Benefit, HouseNote, Question, SignOff, Source, Term
from education.models.snippets import LibraryItem
from education.signed_content import is_copy_in_step

SIGNED = (ArticlePage, Benefit, Question, Term, Source, HouseNote)


@dataclass(frozen=True)
class Finding:
    """One live article or item whose words have no valid sign-off, and what is wrong."""

    content: ArticlePage | LibraryItem
    why: str


def unsigned_content():
    """Every live article or library item that no sign-off covers, as it stands in the database."""
    for model in SIGNED:
        for content in model.objects.filter(live=True).iterator(chunk_size=200):
            if why := why_unsigned(content):
                yield Finding(content, why)


def why_unsigned(content) -> str:
    """What is wrong with the sign-off of live content, in one sentence; empty if nothing is."""
    if is_copy_in_step(content):
        return ""
    signed = SignOff.objects.of(content).filter(revision_id=content.live_revision_id)
    newest = signed.first() if content.live_revision_id else None
    if newest is None:
        return "no clinician has signed off the version that is live"
    if newest.kind == SignOff.Kind.EXAMPLE and not settings.DEBUG:
        return "it is an example that no clinician has checked"
    if newest.ended_at is not None:
        return "it was withdrawn and not signed off again"
    if newest.fingerprint != content.fingerprint():
        return "its words are not those that were signed off"
    return ""
