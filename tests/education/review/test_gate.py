"""What must be in order before an approval: each rule, at its field, and no draft refused."""

import json
from datetime import date

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from education.models import ArticlePage, Benefit, ClinicalReview
from education.review.gate import (
    article_problems,
    benefit_problems,
    house_note_problems,
    unpublished_problems,
)
from tests import factories
from tests.base import (
    article_form,
    benefit_form,
    chooser_block,
    edit_url,
    text_block,
    words_of,
)

SOUND = {
    "grade": "early",
    "not_known": "How long it lasts.",
    "sources": 1,
    "searched": "",
    "searched_on": None,
    "searched_by": "",
}
SEARCHED = {
    "grade": "none",
    "sources": 0,
    "searched": "Two libraries",
    "searched_on": date(2026, 11, 2),
    "searched_by": "a nurse",
}


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"grade": ""}, ["grade"]),
        ({"not_known": "  "}, ["not_known"]),
        ({"sources": 0}, ["grade"]),
        ({"grade": "", "not_known": "", "sources": 0}, ["grade", "not_known", "grade"]),
        (SEARCHED, []),
        (SEARCHED | {"sources": 2}, []),
        (SEARCHED | {"searched": " "}, ["searched"]),
        (SEARCHED | {"searched_on": None}, ["searched_on"]),
        (SEARCHED | {"searched_by": ""}, ["searched_by"]),
        ({"grade": "none"}, ["searched", "searched_on", "searched_by"]),
    ],
)
def test_a_claim_stands_on_a_grade_a_limit_and_a_source_or_a_search(changed, fields):
    assert [problem.field for problem in benefit_problems(**(SOUND | changed))] == fields


@pytest.mark.parametrize(
    ("sections", "asked_for"),
    [
        ([], []),
        ([("text", "overview")], []),
        ([("benefits", "benefits"), ("how_sure", ""), ("text", "safety")], []),
        ([("benefits", "benefits"), ("how_sure", "safety")], []),
        ([("benefits", "benefits"), ("text", "safety")], ["How sure are we?"]),
        ([("benefits", "benefits"), ("how_sure", "")], ["safety"]),
        ([("benefits", "safety"), ("how_sure", "")], []),
        ([("benefits", "benefits")], ["safety", "How sure are we?"]),
    ],
)
def test_benefits_come_with_safety_and_with_how_sure_we_are(sections, asked_for):
    problems = article_problems(sections)
    assert len(problems) == len(asked_for)
    for problem, words in zip(problems, asked_for, strict=True):
        assert problem.field == "body" and words in problem.message


def test_what_is_not_live_is_named():
    (problem,) = unpublished_problems("body", ["Softer skin", "Does it hurt?"])
    assert problem.field == "body" and "“Softer skin”, “Does it hurt?”" in problem.message
    assert unpublished_problems("body", []) == []


SUBMIT = {"action-submit": "action-submit"}


def how_sure(heading="How sure are we?") -> tuple[str, dict]:
    text = text_block(heading, "Early studies are small.")[1]
    values = {"known": text["content"], "not_known": text["content"], "regulatory": rich_text("")}
    return "how_sure", {"heading": heading, "anchor": "", "aspect": ""} | values


@pytest.mark.django_db
class TestBenefitsInTheEditor:
    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"grade": ""}, "Say how sure we are of this benefit."),
            ({"not_known": ""}, "Say what is not known about this benefit."),
            ({"benefit_sources": inline_formset([])}, "Add a source, or choose the grade"),
            ({"grade": "none", "searched": "One library"}, "Say when it was searched."),
        ],
    )
    def test_each_gap_is_shown_at_its_field_and_the_draft_is_kept(
        self, signed_in, author, clinic, fields, message
    ):
        source = factories.make_source(clinic)
        benefit = factories.make_benefit(clinic, "Calmer skin", live=False)
        sound = {
            "not_known": "How long it lasts.",
            "benefit_sources": inline_formset([{"source": str(source.pk)}]),
        }
        form = benefit_form("Calmer skin typed", clinic, **(sound | fields))
        browser = signed_in(author)
        answer = browser.post(edit_url(benefit), form | SUBMIT)
        assert answer.status_code == 200
        assert message in words_of(answer) and b"Calmer skin typed" in answer.content
        assert not Benefit.objects.get(pk=benefit.pk).workflow_in_progress
        assert browser.post(edit_url(benefit), form).status_code == 302
        assert Benefit.objects.get(pk=benefit.pk).get_latest_revision_as_object().name == (
            "Calmer skin typed"
        )

    def test_a_sound_one_is_submitted(self, signed_in, author, clinic):
        source = factories.make_source(clinic)
        benefit = factories.make_benefit(clinic, "Calmer skin", live=False)
        form = benefit_form(
            "Calmer skin",
            clinic,
            not_known="How long it lasts.",
            benefit_sources=inline_formset([{"source": str(source.pk)}]),
        )
        assert signed_in(author).post(edit_url(benefit), form | SUBMIT).status_code == 302
        assert Benefit.objects.get(pk=benefit.pk).workflow_in_progress

    def test_so_is_a_new_one_and_a_new_one_with_gaps_is_not(self, signed_in, author, clinic):
        add = reverse(Benefit.snippet_viewset.get_url_name("add"))
        browser = signed_in(author)
        answer = browser.post(add, benefit_form("With gaps", clinic) | SUBMIT)
        assert "Say what is not known" in words_of(answer) and b"With gaps" in answer.content
        source = factories.make_source(clinic)
        rows = inline_formset([{"source": str(source.pk)}])
        form = benefit_form("Sound", clinic, not_known="A lot.", benefit_sources=rows)
        browser.post(add, form | SUBMIT)
        assert Benefit.objects.get(name="Sound").workflow_in_progress


@pytest.mark.django_db
class TestArticlesInTheEditor:
    @pytest.fixture(params=["a draft", "a live article"])
    def edited(self, request, clinic, topic, author):
        live = request.param == "a live article"
        return factories.make_article(clinic, "Laser care", topic=topic, live=live, author=author)

    def bodies(self, clinic) -> dict:
        live = factories.make_sound_benefit(clinic, "Smoother skin")
        draft = factories.make_sound_benefit(clinic, "Not approved yet", live=False)
        safety = text_block("Is it safe?", "Ask us.")
        safety[1]["aspect"] = "safety"
        return {
            "a section about safety": [chooser_block("benefits", [live]), how_sure()],
            "How sure are we?": [chooser_block("benefits", [live]), safety],
            "Approve these first": [
                chooser_block("benefits", [live, draft]),
                safety,
                how_sure(),
            ],
        }

    @pytest.mark.parametrize(
        "message", ["a section about safety", "How sure are we?", "Approve these first"]
    )
    def test_each_gap_is_shown_and_neither_draft_nor_autosave_is_refused(
        self, signed_in, author, clinic, edited, message
    ):
        body = self.bodies(clinic)[message]
        form = article_form("Laser care typed", body=streamfield(body))
        browser = signed_in(author)
        answer = browser.post(edit_url(edited), form | SUBMIT)
        assert answer.status_code == 200 and message in answer.content.decode()
        assert b"Laser care typed" in answer.content
        saved = browser.post(edit_url(edited), form, headers={"accept": "application/json"})
        assert saved.status_code == 200 and json.loads(saved.content)["success"] is True
        assert browser.post(edit_url(edited), form).status_code == 302
        fresh = ArticlePage.objects.get(pk=edited.pk)
        assert fresh.get_latest_revision_as_object().title == "Laser care typed"
        assert not fresh.workflow_in_progress
        if edited.live:
            assert fresh.live and fresh.title == "Laser care"

    def test_listing_approval_says_why_not(self, signed_in, author, reviewer, clinic, topic):
        benefit = factories.make_sound_benefit(clinic)
        article = factories.make_article(
            clinic, "No safety", topic=topic, live=False, author=author, benefits=[benefit]
        )
        ClinicalReview.set_up().start(article, author)
        state = article.current_workflow_task_state
        address = reverse(
            "wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk]
        )
        answer = signed_in(reviewer).post(address, {"comment": ""}, follow=True)
        assert answer.status_code == 200
        assert "An article with benefits needs a section about safety" in words_of(answer)
        fresh = ArticlePage.objects.get(pk=article.pk)
        assert not fresh.live and fresh.workflow_in_progress

    def test_sending_back_is_never_refused(self, signed_in, author, reviewer, clinic, topic):
        article = factories.make_article(
            clinic, "Sent back", topic=topic, live=False, author=author
        )
        ClinicalReview.set_up().start(article, author)
        form = article_form("Sent back", body=streamfield(self.bodies(clinic)["How sure are we?"]))
        reject = {"action-workflow-action": "true", "workflow-action-name": "reject"}
        extra = {"workflow-action-extra-data": json.dumps({"comment": "Say how sure we are."})}
        answer = signed_in(reviewer).post(edit_url(article), form | reject | extra)
        assert answer.status_code == 302
        assert ArticlePage.objects.get(pk=article.pk).current_workflow_state.status == (
            "needs_changes"
        )


@pytest.mark.parametrize(("words", "fields"), [("", ["text"]), (" \n", ["text"]), ("As here.", [])])
def test_a_clinics_own_words_are_some_words(words, fields):
    assert [problem.field for problem in house_note_problems(words)] == fields
