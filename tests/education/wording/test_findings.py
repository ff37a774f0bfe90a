"""A wording that promises too much keeps content from being approved, not from being written."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset

from education.models import ArticlePage, Benefit, ClaimPhrase, ClaimReason, Question, Term
from education.review.approval import problems_of
from education.review.signing import sign
from education.wording.claims import sentence_fingerprint
from education.wording.findings import claim_problems, guarded_texts, reasons_given
from tests import factories
from tests.base import article_form, benefit_form, edit_url, question_form, streamfield, text_block

pytestmark = pytest.mark.django_db

SUBMIT = {"action-submit": "action-submit"}


def add_phrase(site, phrase: str, kind: str = "promise", language: str = "en") -> ClaimPhrase:
    locale, _made = Locale.objects.get_or_create(language_code=language)
    return ClaimPhrase.objects.create(site=site, locale=locale, phrase=phrase, kind=kind)


def give_reason(content, words: str, sentence: str, by=None) -> ClaimReason:
    return ClaimReason.objects.create(
        content=content,
        phrase=words,
        sentence=sentence,
        fingerprint=sentence_fingerprint(sentence),
        reason="A trial in 200 people shows it.",
        given_by=by,
        given_by_name="Example Reviewer",
    )


def fields_with_problems(content, site) -> list[str]:
    return [problem.field for problem in claim_problems(content, site)]


PROMISE = "It is guaranteed."


class TestTheGateInTheEditor:
    """Each text in turn, sent as staff send it."""

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "Guaranteed"),
            ("lede", PROMISE),
            ("key_points", streamfield([("point", PROMISE), ("point", "Another.")])),
            ("body", streamfield([text_block("What it is", PROMISE)])),
            ("body", streamfield([text_block("Guaranteed", "Words.")])),
            ("picture_alt", PROMISE),
            ("picture_caption", PROMISE),
            ("conclusion_heading", "Guaranteed"),
            ("booking_words", "Book a cure"),
            ("funding", PROMISE),
            ("seo_title", "Guaranteed"),
            ("search_description", PROMISE),
        ],
    )
    def test_submitting_an_article_names_the_wording_at_its_field(
        self, signed_in, author, article, field, value
    ):
        form = article_form(**({"title": "Acne scars"} | {field: value}))
        browser = signed_in(author)
        answer = browser.post(edit_url(article), form | SUBMIT)
        errors = answer.context["form"].errors
        assert list(errors) == [field]
        assert "promises too much" in str(errors[field])
        assert not ArticlePage.objects.get(pk=article.pk).workflow_in_progress
        # The same words are a good draft, by button and by autosave.
        assert browser.post(edit_url(article), form).status_code == 302
        saved = browser.post(edit_url(article), form, headers={"accept": "application/json"})
        assert saved.status_code == 200 and saved.json()["success"]

    def test_another_name_is_named_above_the_form(self, signed_in, author, article):
        form = article_form(other_names=inline_formset([{"name": "Miracle peel"}]))
        answer = signed_in(author).post(edit_url(article), form | SUBMIT)
        assert "Miracle" in str(answer.context["form"].non_field_errors())

    def test_the_message_says_which_wording_where_and_what_to_do(self, signed_in, author, article):
        form = article_form(lede=f"First words. {PROMISE}")
        answer = signed_in(author).post(edit_url(article), form | SUBMIT)
        (message,) = answer.context["form"].errors["lede"]
        assert message.startswith("“guaranteed” promises too much: “It is guaranteed.”")
        assert "record a reason" in message

    @pytest.mark.parametrize("field", ["name", "claim", "not_known", "searched"])
    def test_no_reason_excuses_a_benefit(self, signed_in, author, clinic, field):
        benefit = factories.make_benefit(clinic, "Calm", live=False, not_known="Much.")
        give_reason(benefit, "guaranteed", PROMISE)
        form = benefit_form(site=clinic, **({"not_known": "Much."} | {field: PROMISE}))
        browser = signed_in(author)
        answer = browser.post(edit_url(benefit), form | SUBMIT)
        assert "has no exception" in str(answer.context["form"].errors[field])
        assert browser.post(edit_url(benefit), form).status_code == 302

    def test_a_question_and_its_answer_are_looked_at(self, signed_in, author, clinic):
        question = factories.make_question(clinic, "Old?", live=False)
        form = question_form("Is it the best?", PROMISE, site=clinic)
        answer = signed_in(author).post(edit_url(question), form | SUBMIT)
        assert set(answer.context["form"].errors) == {"question", "answer"}

    def test_a_new_article_is_looked_at_before_it_is_saved(self, signed_in, author, topic):
        address = reverse("wagtailadmin_pages:add", args=["education", "articlepage", topic.pk])
        form = article_form("New words", lede=PROMISE)
        answer = signed_in(author).post(address, form | SUBMIT)
        assert "lede" in answer.context["form"].errors


class TestReasons:
    @pytest.fixture
    def promising(self, clinic, topic):
        return factories.make_article(clinic, "Words", topic=topic, live=False, lede=PROMISE)

    def test_a_reason_for_the_very_sentence_lets_it_stand(self, clinic, promising):
        assert fields_with_problems(promising, clinic) == ["lede"]
        reason = give_reason(promising, "guaranteed", PROMISE)
        assert fields_with_problems(promising, clinic) == []
        assert reasons_given(promising) == [reason]

    @pytest.mark.parametrize("lede", ["It is fully guaranteed.", "It is guaranteed!"])
    def test_a_changed_sentence_needs_a_new_reason(self, clinic, promising, lede):
        give_reason(promising, "guaranteed", PROMISE)
        promising.lede = lede
        assert fields_with_problems(promising, clinic) == ["lede"]
        assert reasons_given(promising) == []

    def test_other_spaces_make_no_other_sentence(self, clinic, promising):
        give_reason(promising, "guaranteed", PROMISE)
        promising.lede = "Before. It  is\u00a0guaranteed. After."
        assert fields_with_problems(promising, clinic) == []

    def test_a_reason_for_one_wording_does_not_excuse_another_in_the_sentence(
        self, clinic, promising
    ):
        promising.lede = "It is guaranteed and painless."
        give_reason(promising, "guaranteed", promising.lede)
        (problem,) = claim_problems(promising, clinic)
        assert "painless" in problem.message

    def test_a_reason_in_the_text_does_not_excuse_the_title(self, clinic, promising):
        promising.title = promising.lede = PROMISE
        give_reason(promising, "guaranteed", PROMISE)
        assert fields_with_problems(promising, clinic) == ["title"]

    def test_a_reason_holds_for_its_own_content_only(self, clinic, topic, promising):
        other = factories.make_article(clinic, "Other", topic=topic, live=False, lede=PROMISE)
        give_reason(promising, "guaranteed", PROMISE)
        assert fields_with_problems(other, clinic) == ["lede"]

    def test_a_question_and_a_term_may_have_a_reason(self, clinic):
        question = factories.make_question(clinic, PROMISE, answer="<p>Yes.</p>", live=False)
        term = factories.make_term(clinic, "word", meaning=PROMISE, live=False)
        for item in (question, term):
            assert claim_problems(item, clinic)
            give_reason(item, "guaranteed", PROMISE)
            assert claim_problems(item, clinic) == []

    def test_the_same_key_of_another_kind_of_content_is_another_content(self, clinic):
        question = factories.make_question(clinic, PROMISE, live=False)
        reason = give_reason(question, "guaranteed", PROMISE)
        term = factories.make_term(clinic, "word", meaning=PROMISE, live=False)
        ClaimReason.objects.filter(pk=reason.pk).update(object_id=term.pk)
        assert claim_problems(term, clinic)


class TestWhichWordings:
    def test_a_clinics_own_wording_holds_for_that_clinic_only(self, clinic, other_clinic):
        ours = Term(site=clinic, word="Glow", meaning="You will glow.", locale=Locale.get_default())
        theirs = Term(
            site=other_clinic, word="Glow", meaning="You will glow.", locale=Locale.get_default()
        )
        add_phrase(clinic, "will glow")
        assert fields_with_problems(ours, clinic) == ["meaning"]
        assert fields_with_problems(theirs, other_clinic) == []

    def test_a_wording_of_no_clinic_holds_for_all(self, clinic, other_clinic):
        add_phrase(None, "will glow")
        for site in (clinic, other_clinic):
            term = Term(site=site, word="G", meaning="It will glow.", locale=Locale.get_default())
            assert fields_with_problems(term, site) == ["meaning"]

    def test_a_harmless_wording_of_the_clinic_lets_the_portals_stand(self, clinic, other_clinic):
        add_phrase(clinic, "best regards", kind="harmless")
        term = Term(word="Regards", meaning="Best regards.", locale=Locale.get_default())
        assert fields_with_problems(term, clinic) == []
        assert fields_with_problems(term, other_clinic) == ["meaning"]

    def test_the_contents_language_decides_which_list_is_used(self, clinic):
        spanish, _made = Locale.objects.get_or_create(language_code="es")
        english = Locale.get_default()
        add_phrase(clinic, "brilla", language="es")
        words = "Garantizado. It is guaranteed. Brilla."
        assert len(claim_problems(Term(word="W", meaning=words, locale=spanish), clinic)) == 2
        assert len(claim_problems(Term(word="W", meaning=words, locale=english), clinic)) == 1

    def test_a_new_wording_takes_nothing_offline(self, client, clinic, topic):
        article = factories.make_article(clinic, "Glowing", topic=topic, lede="You will glow.")
        add_phrase(clinic, "will glow")
        fresh = ArticlePage.objects.get(pk=article.pk)
        assert fresh.live and client.get(fresh.url).status_code == 200
        assert fields_with_problems(fresh, clinic) == ["lede"]

    def test_each_wording_is_named_once_for_a_sentence(self, clinic):
        words = "Best, best, best."
        term = Term(word="W", meaning=words, locale=Locale.get_default())
        assert len(guarded_texts(term, clinic)) == 1


class TestUnsavedContent:
    @pytest.mark.parametrize("model", [ArticlePage, Benefit, Question, Term])
    def test_nothing_in_memory_breaks_it(self, clinic, model):
        assert claim_problems(model(), clinic) == []
        assert claim_problems(model(), None) == []

    def test_an_article_asks_a_fixed_number_of_queries(
        self, clinic, topic, django_assert_max_num_queries
    ):
        sections = [factories.text_section(f"H {n}", f"<p>{PROMISE}</p>") for n in range(20)]
        article = factories.make_article(clinic, "Long", topic=topic, live=False, body=sections)
        article.locale  # noqa: B018 (loaded beforehand)
        with django_assert_max_num_queries(5):
            claim_problems(article, clinic)


def test_the_record_of_a_sign_off_keeps_the_reason_and_who_gave_it(clinic, topic, reviewer):
    article = factories.make_article(clinic, "Words", topic=topic, live=False, lede=PROMISE)
    reason = give_reason(article, "guaranteed", PROMISE, by=reviewer)
    signed = sign(article, article.get_latest_revision(), reviewer, None)
    (overridden,) = [check for check in signed.checks if check["result"] == "overridden"]
    assert overridden["text"] == PROMISE and overridden["reason"] == reason.reason
    assert overridden["by"] == "Example Reviewer"


def test_what_stands_in_the_way_of_an_approval_holds_the_claims(clinic, topic):
    article = factories.make_article(clinic, "Words", topic=topic, live=False, lede=PROMISE)
    assert "claims" in {problem.rule for problem in problems_of(article)}
