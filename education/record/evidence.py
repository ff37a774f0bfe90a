"""What one clinic's data says about how its pages are made: the rows and facts of its evidence pack."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from education.finding.missed import KEPT_DAYS, often_missed
from education.library_sharing.copies import clinic_taken_from
from education.library_sharing.places import source_of
from education.models import (
    AnotherLook,
    ArticlePage,
    Benefit,
    Clinician,
    HouseNote,
    Question,
    ReviewRules,
    SignOff,
    Source,
    Term,
    Withdrawal,
)
from education.ownership import pages_of
from education.pictures.renditions import pictures_of
from education.pictures.skin_tones import articles_with_one_tone
from education.reading.readability import measure
from education.record.facts import (
    ArticleRow,
    BenefitRow,
    ClinicianRow,
    Fact,
    SourceRow,
    article_facts,
    library_facts,
    plain,
)
from education.record.sign_offs import sources_of
from education.review.approval import needed_by
from education.review.gate import article_problems
from education.signed_content import is_copy_in_step, is_signed_off, sign_off_of_live

SIGNED_KINDS = (Benefit, Question, Term, Source, HouseNote)


@dataclass(frozen=True)
class Evidence:
    """A clinic's rows and facts on one day.

    `shared`: what it uses of the shared library; `unrecorded`: what is live without a matching
    sign-off.
    """

    day: date
    articles: list[ArticleRow]
    benefits: list[BenefitRow]
    sources: list[SourceRow]
    clinicians: list[ClinicianRow]
    shared: list
    unrecorded: list[str]
    overrides: list[dict]
    facts: list[Fact]


def evidence_of(site) -> Evidence:
    """Everything the pack says of a clinic, but for what the house around the content knows."""
    today = timezone.localdate()
    articles, used, cited, unrecorded = [], set(), Counter(), []
    live_keys = set()
    for article in pages_of(site, ArticlePage.objects.all()):
        articles.append(article_row(article))
        if not article.live:
            continue
        live_keys.add(article.pk)
        used.update(_library_behind(article))
        cited.update(sources_of(article))
        if not articles[-1].signed_off:
            unrecorded.append(_named(article))
    items = [item for item in items_of(site, used) if item.live]
    # A translated or shared item may be signed off under another clinic; it is named all the same.
    unrecorded += [_named(item) for item in items if not is_signed_off(item)]
    live = [row for row in articles if row.status == "live"]
    benefits = [_benefit_row(item) for item in items if isinstance(item, Benefit)]
    sources = [_source_row(item, cited[item]) for item in items if isinstance(item, Source)]
    clinicians = [_clinician_row(entry, today) for entry in clinicians_of(site)]
    shared = [item for item in items if item.site_id is None]
    overrides = list(overrides_of(site, shared))
    facts = [
        *article_facts(live, today),
        *library_facts(benefits, sources, clinicians),
        _rules_fact(site),
        _unrecorded_fact(unrecorded),
        _wordings_fact(overrides),
        _glossary_fact(items),
        _skin_tones_fact(live_keys),
        _missed_fact(site),
        _looks_fact(live_keys),
        _withdrawals_fact(site),
    ]
    return Evidence(
        today, articles, benefits, sources, clinicians, shared, unrecorded, overrides, facts
    )


def article_row(article) -> ArticleRow:
    library = clinic_taken_from(article)
    is_copy = article.live and is_copy_in_step(article)
    signs = source_of(article).specific if is_copy else article
    signed = sign_off_of_live(signs) if article.live else None
    reading = measure(article.reading_text())
    pictures = pictures_of(article)
    parts = [(part.block_type, part.value.get("aspect") or "") for part in article.body]
    return ArticleRow(
        title=article.title,
        address=article.full_url or "",
        language=article.locale.language_code,
        status=_status(article),
        signed_off=signed is not None,
        kind=signed.get_kind_display() if signed else "",
        signed_by=signed.clinician_name if signed else "",
        credential=signed.credential if signed else "",
        signed_on=article.last_reviewed,
        self_approved=bool(signed and signed.self_approved),
        next_review=article.next_review,
        is_example=article.is_example,
        sources=len(sources_of(article)),
        missing_sections=" ".join(problem.message for problem in article_problems(parts)),
        funding=article.funding,
        words=reading.words,
        long_sentences=reading.long_sentences,
        sentences=reading.sentences,
        lix=round(reading.lix, 1),
        pictures=len(pictures),
        pictures_without_alt=sum(not picture.description for picture in pictures),
        taken_from=(library.site_name or library.hostname) if library else "",
    )


def items_of(site, used) -> Iterator:
    """The clinic's own library items, then those of the shared library among `used`."""
    for model in SIGNED_KINDS:
        yield from model.objects.filter(site=site).iterator(chunk_size=100)
    yield from sorted(
        (item for item in used if item.site_id is None), key=lambda item: (str(type(item)), item.pk)
    )


def clinicians_of(site) -> list[Clinician]:
    """The live entries of the clinic, and shared ones that signed something of it."""
    signed = SignOff.objects.filter(site=site, clinician__site=None).values("clinician")
    return list(Clinician.objects.filter(Q(site=site) | Q(pk__in=signed), live=True))


def sign_offs_of(site, shared=()) -> Iterator[SignOff]:
    """Every sign-off of this clinic's content, oldest first, then of these shared items."""
    rows = SignOff.objects.select_related("content_type")
    yield from rows.filter(site=site).order_by("signed_at", "pk").iterator(chunk_size=100)
    for item in shared:
        yield from rows.of(item).order_by("signed_at", "pk")


def overrides_of(site, shared=()) -> Iterator[dict]:
    """Each wording that a recorded reason let stand, in a sign-off that has not ended."""
    for signed in sign_offs_of(site, shared):
        for check in signed.checks:
            if check.get("result") == "overridden" and signed.ended_at is None:
                yield check | {"title": signed.title, "signed_at": signed.signed_at}


def _library_behind(article) -> set:
    items = needed_by(article)
    return {*items, *(inner for item in items for inner in needed_by(item))}


def _named(content) -> str:
    words = f"{content._meta.verbose_name}: {content}"
    is_shared = not hasattr(content, "url_path") and content.site_id is None
    return f"{words} (shared library)" if is_shared else words


def _status(article) -> str:
    if article.live:
        return "live"
    return "withdrawn" if article.withdrawn else "not live"


def _benefit_row(benefit) -> BenefitRow:
    return BenefitRow(
        name=benefit.name,
        claim=benefit.claim,
        grade=benefit.grade,
        not_known=benefit.not_known,
        sources=benefit.benefit_sources.count(),
        searched=benefit.searched,
        searched_on=benefit.searched_on,
        searched_by=benefit.searched_by,
        signed_off=is_signed_off(benefit),
        shared=benefit.site_id is None,
    )


def _source_row(source, used_in: int) -> SourceRow:
    return SourceRow(
        title=source.title,
        publisher=source.publisher,
        year=source.year,
        url=source.url,
        last_checked=source.last_checked,
        checked_by=source.checked_by,
        used_in=used_in,
        signed_off=is_signed_off(source),
        shared=source.site_id is None,
    )


def _clinician_row(entry, today: date) -> ClinicianRow:
    expires = entry.credential_expires
    valid = bool(entry.credential) and (expires is None or expires >= today)
    return ClinicianRow(entry.name, entry.credential, expires, valid)


def _rules_fact(site) -> Fact:
    rules = ReviewRules.for_site(site)
    people = "by two people" if rules.two_people else "by one person, marked as such,"
    sentence = (
        f"Each page goes live only after clinical review {people} and is due again after "
        f"{rules.months} months, or {rules.safety_months} for new or safety-critical topics. "
        f"Pages overdue by more than {rules.grace_days} days: {rules.get_overdue_display().lower()}."
    )
    return plain("rules", sentence, rules.two_people, "The clinic's review rules in the admin")


def _unrecorded_fact(unrecorded: list[str]) -> Fact:
    number = len(unrecorded)
    sentence = f"{number} live pages and library items have no sign-off that matches their words."
    return plain("unrecorded", sentence, not number, "index.html, “Live without…”", unrecorded)


def _wordings_fact(overrides: list[dict]) -> Fact:
    sentence = (
        "Wordings that promise too much stop an approval unless a reason is recorded; "
        f"{len(overrides)} stand with a reason."
    )
    return plain("wordings", sentence, None, "index.html, “Wordings kept”; record.csv, “overrides”")


def _glossary_fact(items: list) -> Fact:
    number = sum(isinstance(item, Term) for item in items)
    sentence = f"{number} hard words are explained where readers meet them."
    return plain("glossary", sentence, None, "The glossary in the portal")


def _skin_tones_fact(live: set[int]) -> Fact:
    alone = len(live & articles_with_one_tone().keys())
    sentence = f"{alone} of {len(live)} live articles show skin of one tone only."
    return plain("skin_tones", sentence, None, "Report “Pictures of one skin tone”")


def _missed_fact(site) -> Fact:
    number = len(often_missed([site]))
    sentence = (
        f"Searches that find nothing are counted, never who searched: {number} wordings came up "
        f"three times or more in the last {KEPT_DAYS} days."
    )
    return plain("missed_searches", sentence, None, "Report “Searches that found nothing”")


def _looks_fact(live: set[int]) -> Fact:
    open_ones = AnotherLook.objects.filter(confirmed_at=None).values_list("article", flat=True)
    number = len(live & set(open_ones))
    sentence = (
        "An article whose benefits, questions, words or sources change needs another look: "
        f"{number} of {len(live)} live articles wait for one."
    )
    return plain("looks", sentence, not number, "The record of each article in the admin")


def _withdrawals_fact(site) -> Fact:
    rows = Withdrawal.objects.filter(site=site)
    lifted = rows.exclude(lifted_at=None).count()
    sentence = (
        "What is wrong can be withdrawn at once, with a recorded reason: "
        f"{rows.count()} times so far, {lifted} of them put back since."
    )
    return plain("withdrawals", sentence, None, "The record of each article in the admin")
