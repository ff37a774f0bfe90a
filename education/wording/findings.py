"""Which wordings of content promise too much, and which of them a recorded reason lets stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale

from education.models.wording import ClaimPhrase, ClaimReason
from education.ownership import site_of
from education.review.gate import Problem
from education.wording.claims import Claim, Wordings, built_in, claims_in, sentence_fingerprint
from education.wording.texts import Text, texts_of

RULE = "claims"


@dataclass(frozen=True)
class GuardedText:
    """A guarded wording, the text it stands in, and the reason recorded for it, if any."""

    claim: Claim
    text: Text
    reason: ClaimReason | None = None

    @property
    def stands(self) -> bool:
        """Whether the content may be approved with it."""
        return self.text.excusable and self.reason is not None


def key_of(claim: Claim) -> tuple[str, str]:
    """What a reason is recorded for: the words, and the fingerprint of their sentence."""
    return claim.words.casefold(), sentence_fingerprint(claim.sentence)


def guarded_texts(content, site, names: list[str] | None = None) -> list[GuardedText]:
    """Every guarded wording of the content as it stands in memory, each once in a sentence.

    `names`: an article's other names where a form has not saved them yet.
    """
    texts = texts_of(content, names)
    if not texts:
        return []
    locale = content.locale if content.locale_id else Locale.get_default()
    wordings = wordings_for(locale, site)
    reasons = {(each.phrase.casefold(), each.fingerprint): each for each in _reasons(content)}
    found: dict[tuple, GuardedText] = {}
    for text in texts:
        for claim in claims_in(text.words, wordings):
            key = key_of(claim)
            guarded = GuardedText(claim, text, reasons.get(key))
            found.setdefault((text.field, text.excusable, *key), guarded)
    return list(found.values())


def wordings_for(locale, site) -> Wordings:
    """The portal's list for a language, with what all clinics and this clinic added to it."""
    own = ClaimPhrase.objects.filter(Q(site=None) | Q(site=site), locale=locale)
    return built_in(locale.language_code.lower()) + Wordings(
        promises=tuple(own.filter(kind=ClaimPhrase.Kind.PROMISE).values_list("phrase", flat=True)),
        harmless=tuple(own.filter(kind=ClaimPhrase.Kind.HARMLESS).values_list("phrase", flat=True)),
    )


def claim_problems(content, site, names: list[str] | None = None) -> list[Problem]:
    """A problem at its field for each guarded wording that no reason lets stand."""
    return list(_problems(guarded_texts(content, site, names)))


def reasons_given(content) -> list[ClaimReason]:
    """The reasons recorded for this content whose sentence is still in it, in its order."""
    standing = (each.reason for each in guarded_texts(content, site_of(content)) if each.stands)
    return list(dict.fromkeys(standing))


def record_reason(content, claim: Claim, reason: str, user) -> ClaimReason:
    """Keep why these words may stand in this sentence; a second reason takes the first one's place."""
    given, _made = ClaimReason.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(content),
        object_id=content.pk,
        phrase=claim.words,
        fingerprint=sentence_fingerprint(claim.sentence),
        defaults={
            "sentence": claim.sentence,
            "reason": reason,
            "given_by": user,
            "given_by_name": user.get_full_name() or user.get_username(),
            "given_at": timezone.now(),
        },
    )
    return given


def _problems(found: list[GuardedText]) -> Iterator[Problem]:
    for each in found:
        if each.stands:
            continue
        if each.text.excusable:
            message = _(
                "“%(words)s” promises too much: “%(sentence)s” Change it, or record a reason: "
                "choose “Wording” in the menu at the top."
            )
        else:
            message = _(
                "“%(words)s” promises too much: “%(sentence)s” Change it. A benefit, a title, "
                "another name or a button has no exception."
            )
        words = {"words": each.claim.words, "sentence": each.claim.sentence}
        yield Problem(each.text.field, message % words, RULE)


def _reasons(content) -> list[ClaimReason]:
    if content.pk is None:
        return []
    kind = ContentType.objects.get_for_model(content)
    return list(ClaimReason.objects.filter(content_type=kind, object_id=content.pk))
