"""The page "Wording": who may record a reason, for what, and what is written down of it."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from education.models import ArticlePage, ClaimReason
from education.review.approval import problems_of
from education.wording.findings import claim_problems
from tests import factories
from tests.base import edit_url

pytestmark = pytest.mark.django_db

PROMISE = "It is guaranteed."
REASON = "A trial in 200 people shows it."


@pytest.fixture
def promising(clinic, topic, author):
    return factories.make_article(
        clinic, "Words", topic=topic, live=False, author=author, lede=PROMISE
    )


def address(content) -> str:
    return reverse("wording", args=[content._meta.model_name, content.pk])


def keys_in(browser, content) -> list[str]:
    rows = browser.get(address(content)).context["rows"]
    return [row["key"] for row in rows]


def record(browser, content, reason: str = REASON, key: str | None = None):
    form = {"wording": key or keys_in(browser, content)[0], "reason": reason}
    return browser.post(address(content), form, follow=True)


class TestRecording:
    @pytest.mark.parametrize("role", ["author", "reviewer", "administrator"])
    def test_whoever_may_edit_or_review_records_a_reason(
        self, request, signed_in, clinic, promising, role
    ):
        person = request.getfixturevalue(role)
        answer = record(signed_in(person), promising)
        given = ClaimReason.objects.get()
        assert (given.phrase, given.sentence, given.reason) == ("guaranteed", PROMISE, REASON)
        assert given.given_by == person and given.given_by_name == person.get_full_name()
        assert given.content == promising
        assert claim_problems(promising, clinic) == []
        assert REASON in answer.content.decode()

    def test_it_is_logged_with_words_and_person(self, signed_in, author, promising):
        record(signed_in(author), promising)
        entry = PageLogEntry.objects.get(action="education.reason_for_wording")
        assert entry.user == author and entry.page_id == promising.pk
        assert entry.formatter.format_message(entry) == f"Reason for “guaranteed”: {REASON}"

    def test_the_page_shows_wording_place_sentence_and_reason(
        self, signed_in, author, reviewer, promising
    ):
        record(signed_in(author), promising)
        page = signed_in(reviewer).get(address(promising)).content.decode()
        for words in ("guaranteed", "Opening", PROMISE, REASON, author.get_full_name()):
            assert words in page

    def test_the_newest_draft_counts_not_the_live_words(self, signed_in, author, clinic, topic):
        article = factories.make_article(clinic, "Live words", topic=topic)
        article.lede = PROMISE
        article.save_revision(user=author)
        record(signed_in(author), article)
        assert ClaimReason.objects.get().sentence == PROMISE
        assert ArticlePage.objects.get(pk=article.pk).lede != PROMISE

    def test_a_second_reason_takes_the_place_of_the_first(
        self, signed_in, author, reviewer, promising
    ):
        record(signed_in(author), promising)
        record(signed_in(reviewer), promising, "Two trials, and the regulator says so.")
        given = ClaimReason.objects.get()
        assert given.given_by == reviewer and given.reason.startswith("Two trials")
        assert PageLogEntry.objects.filter(action="education.reason_for_wording").count() == 2

    def test_a_library_item_has_the_page_too(self, signed_in, author, clinic):
        term = factories.make_term(clinic, "word", meaning=PROMISE, live=False)
        record(signed_in(author), term)
        assert claim_problems(term, clinic) == []


class TestWhatIsRefused:
    @pytest.mark.parametrize("reason", ["", "   ", "Too short", " " * 40])
    def test_a_reason_without_words_is_refused_at_the_field_and_kept(
        self, signed_in, author, promising, reason
    ):
        answer = record(signed_in(author), promising, reason)
        (row,) = answer.context["rows"]
        assert row["form"].errors["reason"]
        assert reason.strip() in answer.content.decode()
        assert not ClaimReason.objects.exists()

    def test_a_sentence_that_has_changed_meanwhile_is_not_recorded_and_the_reason_not_lost(
        self, signed_in, author, promising
    ):
        browser = signed_in(author)
        (key,) = keys_in(browser, promising)
        promising.lede = "It is fully guaranteed."
        promising.save_revision(user=author)
        answer = record(browser, promising, key=key)
        assert not ClaimReason.objects.exists()
        page = answer.content.decode()
        assert "has changed since you opened" in page and REASON in page

    @pytest.mark.parametrize("key", ["", "forged", "\x00", "0" * 64])
    def test_a_forged_wording_is_not_recorded(self, signed_in, author, promising, key):
        answer = signed_in(author).post(
            address(promising), {"wording": key, "reason": REASON, "sentence": "Anything."}
        )
        assert answer.status_code == 302
        assert not ClaimReason.objects.exists()

    def test_no_reason_can_be_recorded_for_a_benefit_or_a_title(self, signed_in, author, clinic):
        benefit = factories.make_benefit(clinic, "Calm", claim=PROMISE, live=False)
        article = factories.make_article(
            clinic, "Guaranteed calm", live=False, lede="Calm.", conclusion="", body=[]
        )
        browser = signed_in(author)
        for content in (benefit, article):
            record(browser, content)
            page = browser.get(address(content)).content.decode()
            assert "has no exception" in page and "<textarea" not in page
        assert not ClaimReason.objects.exists()

    def test_another_clinics_content_and_other_kinds_are_not_there(
        self, signed_in, other_author, other_reviewer, brand_manager, promising, clinic
    ):
        for person in (other_author, other_reviewer, brand_manager):
            browser = signed_in(person)
            assert browser.get(address(promising)).status_code == 404
            assert browser.post(address(promising), {"reason": REASON}).status_code == 404
        source = factories.make_source(clinic)
        assert signed_in(other_author).get(address(source)).status_code == 404

    def test_the_shared_library_is_for_those_who_may_change_it(
        self, signed_in, reviewer, superuser
    ):
        shared = factories.make_term(None, "word", meaning=PROMISE, live=False)
        assert signed_in(reviewer).get(address(shared)).status_code == 404
        assert signed_in(superuser).get(address(shared)).status_code == 200


class TestTheWayThere:
    def test_the_editor_of_an_article_and_of_an_item_link_to_it(self, signed_in, author, clinic):
        browser = signed_in(author)
        article = factories.make_article(clinic, "Words", live=False)
        term = factories.make_term(clinic, "word", live=False)
        for content in (article, term):
            assert address(content) in browser.get(edit_url(content)).content.decode()

    def test_the_editor_of_anything_else_does_not(self, signed_in, author, clinic):
        source = factories.make_source(clinic)
        page = signed_in(author).get(edit_url(source)).content.decode()
        assert "/admin/wording/" not in page


def test_with_a_reason_the_article_can_be_submitted(signed_in, author, promising):
    assert [problem.rule for problem in problems_of(promising)] == ["claims"]
    record(signed_in(author), promising)
    assert problems_of(promising) == []
