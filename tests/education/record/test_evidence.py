"""The figures of the evidence pack: counted from this clinic's data, and from no other's."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from education.models import AnotherLook, ArticlePage, SignOff
from education.record.evidence import evidence_of, sign_offs_of
from education.record.facts import share
from education.review.signing import record
from tests import factories

pytestmark = pytest.mark.django_db


def fact(site, key: str):
    return {each.key: each for each in evidence_of(site).facts}[key]


@pytest.fixture
def doctor(clinic):
    return factories.make_clinician(clinic)


def checked_article(site, doctor, title: str, **fields):
    """Live by a clinician's sign-off, named with the credential of that day."""
    article = factories.make_article(site, title, live=False, **fields)
    factories.put_live(article, clinician=doctor)
    SignOff.objects.of(article).update(credential=doctor.credential)
    article = ArticlePage.objects.get(pk=article.pk)
    today = timezone.localdate()
    record(article, last_reviewed=today, next_review=today + timedelta(days=365))
    return article


def test_articles_that_no_clinician_checked_count_as_none(clinic):
    article = factories.make_article(clinic, "Example")
    SignOff.objects.of(article).update(kind="example")
    record(article, is_example=True)
    assert fact(clinic, "signed").sentence.startswith("0 of 1 live articles are signed off")
    assert fact(clinic, "signed").lacking == ("Example",)
    assert not fact(clinic, "signed").met
    assert fact(clinic, "examples").sentence.startswith("1 of 1 live articles are shown as")


def test_a_sign_off_with_name_and_credential_counts(clinic, doctor):
    checked_article(clinic, doctor, "Acne")
    factories.make_article(clinic, "Warts")
    assert fact(clinic, "signed").sentence.startswith("1 of 2 live articles")
    assert fact(clinic, "signed").lacking == ("Warts",)
    assert fact(clinic, "in_time").sentence.startswith("1 of 2")


def test_an_overdue_article_has_no_review_in_the_future(clinic, doctor):
    article = checked_article(clinic, doctor, "Acne")
    assert fact(clinic, "in_time").met
    record(article, next_review=timezone.localdate() - timedelta(days=1))
    assert fact(clinic, "in_time").lacking == ("Acne",)


def test_live_words_without_a_matching_record_are_named(clinic, article):
    assert evidence_of(clinic).unrecorded == []
    type(article).objects.filter(pk=article.pk).update(lede="Slipped in.")
    benefit = factories.make_benefit(clinic, "Slipped benefit", published=False)
    evidence = evidence_of(clinic)
    assert evidence.unrecorded == ["article: Acne scars", "benefit: Slipped benefit"]
    assert (
        benefit.live and not next(each for each in evidence.facts if each.key == "unrecorded").met
    )
    row = next(row for row in evidence.articles if row.title == "Acne scars")
    assert not row.signed_off and row.signed_by == ""


def test_a_draft_is_listed_but_not_counted(clinic):
    factories.make_article(clinic, "Draft", live=False)
    evidence = evidence_of(clinic)
    assert [(row.title, row.status) for row in evidence.articles] == [("Draft", "not live")]
    assert fact(clinic, "with_sources").sentence.startswith("Nothing to count yet: 0 of 0")


def test_a_self_approved_article_is_counted_as_such(clinic, doctor):
    article = checked_article(clinic, doctor, "Acne")
    assert fact(clinic, "two_people").met
    SignOff.objects.of(article).update(self_approved=True)
    assert fact(clinic, "two_people").lacking == ("Acne",)


def test_a_benefit_needs_a_grade_and_a_source_or_a_recorded_search(clinic):
    source = factories.make_source(clinic)
    factories.make_benefit(clinic, "Backed", sources=[source], not_known="How long it lasts.")
    factories.make_benefit(clinic, "Without a source")
    factories.make_benefit(clinic, "Searched in vain", grade="none", searched="PubMed")
    factories.make_benefit(
        clinic,
        "Searched and told",
        grade="none",
        searched="PubMed",
        searched_on=date(2026, 1, 1),
        searched_by="Librarian",
    )
    found = fact(clinic, "benefits_graded")
    assert found.sentence.startswith("2 of 4")
    assert set(found.lacking) == {"Without a source", "Searched in vain"}
    assert fact(clinic, "limits").sentence.startswith("1 of 4")


def test_sources_count_the_live_articles_that_rest_on_them(clinic):
    source = factories.make_source(clinic, last_checked=date(2026, 1, 1), checked_by="Ada")
    benefit = factories.make_benefit(clinic, sources=[source])
    factories.make_article(clinic, "Acne", benefits=[benefit], sources=[source])
    factories.make_article(clinic, "Warts", benefits=[benefit], live=False)
    [row] = evidence_of(clinic).sources
    assert (row.used_in, row.signed_off, row.shared) == (1, True, False)
    assert fact(clinic, "sources_checked").met


def test_reasons_for_a_wording_stand_with_where_and_by_whom(clinic, article):
    reason = {
        "check": "No promise",
        "result": "overridden",
        "text": "It cures.",
        "reason": "A quotation.",
        "by": "Ada",
    }
    SignOff.objects.of(article).update(checks=[reason])
    [row] = evidence_of(clinic).overrides
    assert (row["title"], row["reason"], row["by"]) == ("Acne scars", "A quotation.", "Ada")
    assert "1 stand with a reason" in fact(clinic, "wordings").sentence


def test_an_expired_credential_is_no_valid_one(clinic, doctor):
    assert fact(clinic, "credentials").met
    record(doctor, credential_expires=timezone.localdate() - timedelta(days=1))
    assert fact(clinic, "credentials").lacking == ("Dr Ada Example",)


def test_articles_that_wait_for_another_look_are_counted(clinic, article):
    AnotherLook.objects.create(article=article, item=article, item_title="Source")
    assert "1 of 1 live articles wait" in fact(clinic, "looks").sentence


def test_what_another_clinic_has_is_in_no_figure_and_no_row(clinic, other_clinic, article):
    doctor = factories.make_clinician(other_clinic, "Dr Zebrafish")
    benefit = factories.make_benefit(other_clinic, "Zebrafish benefit")
    checked_article(other_clinic, doctor, "Zebrafish", benefits=[benefit])
    factories.make_source(other_clinic, "Zebrafish source")
    factories.make_question(other_clinic, "Zebrafish question?", published=False)
    evidence = evidence_of(clinic)
    assert "Zebrafish" not in repr(evidence)
    assert not [row for row in sign_offs_of(clinic) if "Zebrafish" in row.title]
    assert fact(other_clinic, "signed").sentence.startswith("1 of 1")


def test_shared_items_that_the_clinic_uses_are_marked_as_shared(clinic):
    shared = factories.make_source(None, "Shared source")
    factories.make_source(None, "Unused source")
    factories.make_article(clinic, "Acne", sources=[shared])
    evidence = evidence_of(clinic)
    assert [(row.title, row.shared) for row in evidence.sources] == [("Shared source", True)]
    assert "Shared source" in [row.title for row in sign_offs_of(clinic, evidence.shared)]


def test_a_share_of_nothing_is_never_in_order():
    assert not share("key", [], bool, "things.", "proof").met
