"""The page "Record of sign-offs": what staff read there, and whose records they may read."""

import pytest
from django.urls import reverse
from django.utils import timezone

from education.models import AnotherLook, SafetyAlert, SignOff, Withdrawal
from education.record.happenings import happenings_of
from education.review.signing import record, sign
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def record_of(content) -> str:
    if hasattr(content, "url_path"):
        return reverse("article_record", args=[content.pk])
    return reverse(content.snippet_viewset.get_url_name("record"), args=[content.pk])


def signed_again(article, reviewer, words: str, **more):
    article.lede = words
    revision = article.save_revision(user=reviewer)
    signed = sign(article, revision, reviewer, reviewer.clinicians.first(), **more)
    revision.publish(skip_permission_checks=True)
    return signed


def test_each_sign_off_says_who_stood_for_what_and_after_which_checks(
    clinic, article, author, reviewer, signed_in
):
    signed = signed_again(article, reviewer, "A second opening.", comment="Read twice.")
    SignOff.objects.filter(pk=signed.pk).update(
        wording_only=True,
        checks=[
            {"check": "All filled in", "result": "passed"},
            {
                "check": "No promise",
                "result": "overridden",
                "text": "It cures warts.",
                "reason": "A quotation.",
                "by": "Dr Ada Example",
            },
        ],
        sources=[
            {
                "title": "Trial of light",
                "publisher": "Journal of Skin",
                "year": 2025,
                "last_checked": "2026-01-02",
                "checked_by": "Ada",
            }
        ],
    )
    page = words_of(signed_in(author).get(record_of(article)))
    for words in (
        "stands for exactly the words that are live now",
        "Dr Ada Example, consultant dermatologist",
        "Read twice.",
        "Wording only",
        "Passed: All filled in",
        "The text “It cures warts.” stays, because: A quotation. (Dr Ada Example)",
        "Trial of light. Journal of Skin, 2025. Last checked on 2026-01-02 by Ada.",
        "what changed since the sign-off before",
    ):
        assert words in page


def test_the_newest_sign_off_stands_first_and_the_version_can_be_opened(
    article, reviewer, signed_in
):
    signed_again(article, reviewer, "A second opening.")
    answer = signed_in(reviewer).get(record_of(article))
    rows = answer.context["rows"]
    assert [row["sign_off"] for row in rows] == list(SignOff.objects.of(article))
    assert signed_in(reviewer).get(rows[0]["version"]).status_code == 200
    assert signed_in(reviewer).get(rows[0]["changes"]).status_code == 200
    assert rows[-1]["changes"] == ""


def test_a_credential_that_changed_later_stays_in_the_record_as_it_was(
    article, reviewer, signed_in
):
    signed_again(article, reviewer, "A second opening.")
    record(reviewer.clinicians.first(), credential="retired")
    assert "consultant dermatologist" in words_of(signed_in(reviewer).get(record_of(article)))


def test_live_words_that_no_sign_off_covers_are_named_on_the_record(article, author, signed_in):
    type(article).objects.filter(pk=article.pk).update(lede="Slipped in.")
    assert "No sign-off below stands for what is live now" in words_of(
        signed_in(author).get(record_of(article))
    )
    SignOff.objects.of(article).delete()
    page = words_of(signed_in(author).get(record_of(article)))
    assert "Nobody has signed this off yet. It is live all the same" in page


def test_withdrawals_other_looks_and_alerts_stand_in_order_of_time(clinic, article, reviewer):
    hours = [timezone.now() - timezone.timedelta(hours=number) for number in range(6)]
    Withdrawal.objects.create(
        content=article,
        site=clinic,
        cause="advice",
        reason="Out of date.",
        withdrawn_at=hours[5],
        withdrawn_by_name="Ada",
        lifted_at=hours[3],
    )
    look = AnotherLook.objects.create(article=article, item=article, item_title="Does it hurt?")
    AnotherLook.objects.filter(pk=look.pk).update(
        opened_at=hours[2], confirmed_at=hours[0], clinician_name="Dr Ada Example"
    )
    alert = SafetyAlert.objects.create(site=clinic, what="Stop the cream.", since="2026-01-01")
    alert.articles.add(article)
    alert.save()
    SafetyAlert.objects.filter(pk=alert.pk).update(made_at=hours[1])
    assert [(each.what, each.who) for each in happenings_of(article)] == [
        ("Looked at again and confirmed", "Dr Ada Example"),
        ("Safety alert", ""),
        ("Needs another look", ""),
        ("Put back", ""),
        ("Withdrawn", "Ada"),
    ]


def test_another_clinics_alert_on_the_same_article_is_not_in_the_record(
    clinic, other_clinic, article
):
    alert = SafetyAlert.objects.create(site=other_clinic, what="Theirs.", since="2026-01-01")
    alert.articles.add(article)
    alert.save()
    assert happenings_of(article) == []


@pytest.mark.parametrize("kind", ["article", "benefit", "question", "term", "source"])
def test_only_staff_who_may_see_the_content_read_its_record(
    kind, clinic, other_clinic, author, other_author, signed_in
):
    content = getattr(factories, f"make_{kind}")(clinic, "Zebrafish")
    assert b"Zebrafish" in signed_in(author).get(record_of(content)).content
    answer = signed_in(other_author).get(record_of(content))
    assert b"Zebrafish" not in answer.content
    assert answer.status_code in (302, 403, 404)


def test_a_brand_manager_reads_no_record(article, brand_manager, signed_in):
    assert signed_in(brand_manager).get(record_of(article)).status_code in (302, 403, 404)


def test_the_shared_librarys_record_is_open_to_every_clinic(
    clinic, other_clinic, author, other_author, signed_in
):
    source = factories.make_source(None, "Shared source")
    for person in (author, other_author):
        assert "Shared source" in words_of(signed_in(person).get(record_of(source)))


def test_articles_and_items_offer_their_record_in_the_editor_and_in_lists(
    clinic, article, author, signed_in
):
    browser = signed_in(author)
    benefit = factories.make_benefit(clinic)
    editor = reverse("wagtailadmin_pages:edit", args=[article.pk])
    shelf = reverse("wagtailadmin_explore", args=[article.get_parent().pk])
    for address in (editor, shelf):
        assert record_of(article) in browser.get(address).content.decode()
    viewset = benefit.snippet_viewset
    listing = reverse(viewset.get_url_name("list"))
    for address in (reverse(viewset.get_url_name("edit"), args=[benefit.pk]), listing):
        assert record_of(benefit) in browser.get(address).content.decode()


def test_what_staff_wrote_is_escaped(article, reviewer, signed_in):
    signed_again(article, reviewer, "Words.", comment="<script>alert(1)</script>")
    answer = signed_in(reviewer).get(record_of(article)).content
    assert b"<script>alert(1)" not in answer
