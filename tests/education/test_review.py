"""Clinical review: who may approve what, and what an approval does."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from education.models import ArticlePage, Benefit, ClinicalReview
from education.models.review import people_to_ask
from education.review.approval import wrote_latest_words
from education.review.publishing import publish_approved
from education.review.signing import sign
from education.review_dates.dates import next_review
from education.signed_content import NotSignedOff
from tests import factories
from tests.base import article_form, benefit_form, edit_url, question_form, words_of

pytestmark = pytest.mark.django_db


def submitted(item, author):
    """`item` with a new draft by `author` that waits for review; its task state."""
    item.save_revision(user=author)
    ClinicalReview.set_up().start(item, author)
    return item.current_workflow_task_state


def listing_action(item, state, action="approve") -> str:
    """Where the dashboard's and the reports' approve buttons send their form."""
    if hasattr(item, "url_path"):
        return reverse("wagtailadmin_pages:workflow_action", args=[item.pk, action, state.pk])
    return reverse(
        item.snippet_viewset.get_url_name("workflow_action"), args=[item.pk, action, state.pk]
    )


@pytest.fixture
def waiting(clinic, topic, author):
    """A new article by the author, submitted for review."""
    article = factories.make_article(
        clinic, "Waiting words", topic=topic, live=False, author=author
    )
    article.is_example = True
    article.save(update_fields=["is_example"])
    ClinicalReview.set_up().start(article, author)
    return article


class TestApproval:
    def test_an_approval_publishes_signs_and_dates_the_article(self, signed_in, reviewer, waiting):
        state = waiting.current_workflow_task_state
        signed_in(reviewer).post(listing_action(waiting, state), {"comment": ""})
        article = ArticlePage.objects.get(pk=waiting.pk)
        today = timezone.localdate()
        assert article.live
        assert article.reviewed_by == reviewer.clinicians.get()
        assert article.last_reviewed == today
        assert article.next_review == next_review(today)
        assert not article.is_example

    def test_the_page_then_names_the_clinician(self, client, signed_in, reviewer, waiting):
        state = waiting.current_workflow_task_state
        signed_in(reviewer).post(listing_action(waiting, state), {"comment": ""})
        page = client.get(ArticlePage.objects.get(pk=waiting.pk).url).content.decode()
        assert "Dr Ada Example" in page
        assert "Not yet checked by a clinician" not in page
        assert "Example content" not in page

    def test_exactly_the_approved_revision_goes_live(self, author, reviewer, article):
        """Words saved after the approval wait for the next one."""
        article.title = "Approved words"
        state = submitted(article, author)
        article.title = "Words nobody has read"
        later = article.save_revision(user=author)
        sign(article, state.revision, reviewer, reviewer.clinicians.get())
        state.status = TaskState.STATUS_APPROVED
        state.save()
        publish_approved(state.workflow_state, user=reviewer)
        fresh = ArticlePage.objects.get(pk=article.pk)
        assert fresh.title == "Approved words"
        assert fresh.live_revision_id == state.revision_id
        assert fresh.latest_revision_id == later.pk and fresh.has_unpublished_changes

    def test_the_record_names_the_revision_that_was_approved(self, signed_in, reviewer, waiting):
        state = waiting.current_workflow_task_state
        signed_in(reviewer).post(listing_action(waiting, state), {"comment": ""})
        state.refresh_from_db()
        assert state.revision_id == ArticlePage.objects.get(pk=waiting.pk).live_revision_id
        assert state.finished_by == reviewer

    def test_a_reviewer_without_a_clinicians_record_approves_nothing(
        self, signed_in, clinic, waiting
    ):
        person = factories.make_person(clinic, "reviewer")
        browser = signed_in(person)
        assert 'data-workflow-action-name="approve"' not in browser.get(edit_url(waiting)).text
        state = waiting.current_workflow_task_state
        browser.post(listing_action(waiting, state), {"comment": ""})
        assert not ArticlePage.objects.get(pk=waiting.pk).live

    @pytest.mark.parametrize(
        "record", [{"live": False}, {"credential_expires": datetime.date(2020, 1, 1)}]
    )
    def test_an_unconfirmed_or_expired_clinician_approves_nothing_and_is_told_why(
        self, signed_in, clinic, waiting, record
    ):
        person = factories.make_person(clinic, "reviewer")
        clinician = factories.make_clinician(clinic, "Dr Not Yet", account=person)
        type(clinician).objects.filter(pk=clinician.pk).update(**record)
        state = waiting.current_workflow_task_state
        browser = signed_in(person)
        browser.post(listing_action(waiting, state), {"comment": ""})
        assert not ArticlePage.objects.get(pk=waiting.pk).live
        assert "whose credential has not expired" in words_of(browser.get(edit_url(waiting)))

    def test_an_approved_library_item_is_live(self, signed_in, clinic, author, reviewer):
        benefit = factories.make_sound_benefit(clinic, "Calmer skin", live=False)
        state = submitted(benefit, author)
        signed_in(reviewer).post(listing_action(benefit, state), {"comment": ""})
        assert Benefit.objects.get(pk=benefit.pk).live

    def test_from_the_editor_the_reviewer_approves_the_words_as_they_are(
        self, signed_in, reviewer, waiting
    ):
        before = waiting.latest_revision_id
        data = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        signed_in(reviewer).post(
            listing_action(waiting, waiting.current_workflow_task_state), data | {"comment": "ok"}
        )
        assert ArticlePage.objects.get(pk=waiting.pk).live_revision_id == before

    def test_asking_for_changes_keeps_the_article_offline(self, signed_in, reviewer, waiting):
        state = waiting.current_workflow_task_state
        signed_in(reviewer).post(
            listing_action(waiting, state, "reject"), {"comment": "Too many words."}
        )
        assert not ArticlePage.objects.get(pk=waiting.pk).live
        state.refresh_from_db()
        assert state.status == TaskState.STATUS_REJECTED
        assert state.comment == "Too many words."


class TestOwnWords:
    """Nobody approves what they wrote themselves, by whatever way it is asked."""

    @pytest.fixture
    def own(self, clinic, topic, reviewer):
        """An article that the reviewer wrote, submitted."""
        article = factories.make_article(
            clinic, "Own words", topic=topic, live=False, author=reviewer
        )
        ClinicalReview.set_up().start(article, reviewer)
        return article

    def is_still_waiting(self, item) -> bool:
        fresh = type(item).objects.get(pk=item.pk)
        return not fresh.live and fresh.workflow_in_progress

    def test_no_approve_button_is_offered_in_the_editor(self, signed_in, reviewer, own):
        page = signed_in(reviewer).get(edit_url(own)).content.decode()
        assert 'data-workflow-action-name="approve"' not in page
        assert wrote_latest_words(own, reviewer)

    def test_another_reviewer_is_offered_one(self, signed_in, clinic, own):
        other = factories.make_person(clinic, "reviewer")
        factories.make_clinician(clinic, "Dr Second Example", account=other)
        page = signed_in(other).get(edit_url(own)).content.decode()
        assert 'data-workflow-action-name="approve"' in page

    def test_a_forged_listing_approval_changes_nothing(self, signed_in, reviewer, own):
        state = own.current_workflow_task_state
        signed_in(reviewer).post(listing_action(own, state), {"comment": ""})
        assert self.is_still_waiting(own)

    def test_a_forged_approval_from_the_editor_changes_nothing(self, signed_in, reviewer, own):
        form = article_form("Own words") | {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
        }
        signed_in(reviewer).post(edit_url(own), form)
        assert self.is_still_waiting(own)

    def test_editing_while_approving_makes_the_words_ones_own(
        self, signed_in, author, reviewer, article
    ):
        submitted(article, author)
        form = article_form("Changed by the reviewer") | {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
        }
        signed_in(reviewer).post(edit_url(article), form)
        fresh = ArticlePage.objects.get(pk=article.pk)
        assert fresh.title == "Acne scars"
        assert fresh.get_latest_revision_as_object().title == "Changed by the reviewer"
        assert fresh.workflow_in_progress and fresh.last_reviewed is None

    @pytest.mark.parametrize(
        ("stored", "read", "goes_live"),
        [
            ("<p>Not for long. </p><p>Ask us.</p>", "Not for long.</p><p>Ask us.", True),
            ("<p>Not for long.</p><p>Ask us.</p>", "For long.</p><p>Ask us.", False),
            ("<p>Not for long.</p><p>Ask us.</p>", "Not for <b>long</b>.</p><p>Ask us.", False),
        ],
    )
    def test_what_the_rich_text_editor_alone_changes_makes_no_words_ones_own(
        self, signed_in, clinic, author, reviewer, stored, read, goes_live
    ):
        """An imported text comes back from the editor with names of paragraphs in it."""
        question = factories.make_question(clinic, "Does it hurt?", answer=stored, live=False)
        submitted(question, author)
        form = question_form("Does it hurt?", read, clinic) | {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
        }
        signed_in(reviewer).post(edit_url(question), form)
        question.refresh_from_db()
        assert "data-block-key" in question.get_latest_revision_as_object().answer
        assert question.live is goes_live

    def test_nor_do_empty_texts_of_sections_and_their_names(self, clinic, author, reviewer):
        section = factories.questions_section([factories.make_question(clinic)])
        article = factories.make_article(clinic, live=False, body=[section], author=author)
        revision = article.save_revision(user=author)
        kept = article.save_revision(user=reviewer)
        kept.content["body"] = revision.content["body"].replace(
            '"before": ""', '"before": "<p data-block-key=\\"a1b2c\\"></p>"'
        )
        assert kept.content["body"] != revision.content["body"]
        kept.save()
        assert wrote_latest_words(article, author) and not wrote_latest_words(article, reviewer)

    def test_an_autosave_into_the_authors_revision_makes_the_words_ones_own(
        self, signed_in, author, reviewer, article
    ):
        """Autosave may overwrite a revision in place; whose words are they then?"""
        state = submitted(article, author)
        form = article_form("Autosaved by the reviewer") | {
            "overwrite_revision_id": str(state.revision_id)
        }
        signed_in(reviewer).post(edit_url(article), form, headers={"accept": "application/json"})
        signed_in(reviewer).post(listing_action(article, state), {"comment": ""})
        assert ArticlePage.objects.get(pk=article.pk).title == "Acne scars"

    def test_a_library_item_of_ones_own_cannot_be_approved(self, signed_in, clinic, reviewer):
        benefit = factories.make_benefit(clinic, "Own benefit", live=False)
        benefit.claim = "In the reviewer's own words."
        state = submitted(benefit, reviewer)
        browser = signed_in(reviewer)
        browser.post(listing_action(benefit, state), {"comment": ""})
        form = benefit_form("Own benefit", clinic) | {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
        }
        browser.post(edit_url(benefit), form)
        assert self.is_still_waiting(benefit)

    def test_a_superuser_cannot_approve_their_own_words_either(
        self, signed_in, superuser, clinic, topic
    ):
        article = factories.make_article(clinic, "Mine", topic=topic, live=False, author=superuser)
        ClinicalReview.set_up().start(article, superuser)
        state = article.current_workflow_task_state
        signed_in(superuser).post(listing_action(article, state), {"comment": ""})
        assert self.is_still_waiting(article)

    def test_an_author_cannot_approve_at_all(self, signed_in, clinic, waiting):
        somebody = factories.make_person(clinic, "author")
        state = waiting.current_workflow_task_state
        signed_in(somebody).post(listing_action(waiting, state), {"comment": ""})
        assert self.is_still_waiting(waiting)

    def test_a_reviewer_of_another_clinic_cannot_approve(self, signed_in, other_reviewer, waiting):
        state = waiting.current_workflow_task_state
        signed_in(other_reviewer).post(listing_action(waiting, state), {"comment": ""})
        assert self.is_still_waiting(waiting)


ROLES = ["author", "reviewer", "brand", "administrator"]


class TestNobodyPublishesDirectly:
    @pytest.mark.parametrize("role", ROLES)
    def test_a_forged_publish_of_a_page_leaves_a_draft(self, signed_in, clinic, article, role):
        person = factories.make_person(clinic, role)
        form = article_form("Published by force") | {"action-publish": "action-publish"}
        signed_in(person).post(edit_url(article), form)
        assert ArticlePage.objects.get(pk=article.pk).title == "Acne scars"

    @pytest.mark.parametrize("role", ROLES)
    def test_a_forged_publish_of_a_new_page_leaves_nothing_live(
        self, signed_in, clinic, topic, role
    ):
        person = factories.make_person(clinic, role)
        address = reverse("wagtailadmin_pages:add", args=["education", "articlepage", topic.pk])
        form = article_form("New by force") | {"action-publish": "action-publish"}
        signed_in(person).post(address, form)
        assert not ArticlePage.objects.live().filter(title="New by force").exists()

    @pytest.mark.parametrize("role", ROLES)
    def test_a_forged_publish_of_a_library_item_leaves_a_draft(self, signed_in, clinic, role):
        benefit = factories.make_benefit(clinic, "Smoother skin")
        person = factories.make_person(clinic, role)
        form = benefit_form("Changed by force", clinic) | {"action-publish": "action-publish"}
        signed_in(person).post(edit_url(benefit), form)
        assert Benefit.objects.get(pk=benefit.pk).name == "Smoother skin"

    @pytest.mark.parametrize("role", ROLES)
    def test_a_forged_publish_of_a_new_library_item_leaves_nothing_live(
        self, signed_in, clinic, role
    ):
        person = factories.make_person(clinic, role)
        form = benefit_form("New by force", clinic) | {"action-publish": "action-publish"}
        signed_in(person).post(reverse("wagtailsnippets_education_benefit:add"), form)
        assert not Benefit.objects.filter(name="New by force", live=True).exists()

    @pytest.mark.parametrize("role", ["reviewer", "administrator"])
    def test_who_may_take_down_can_unpublish(self, signed_in, clinic, article, role):
        browser = signed_in(factories.make_person(clinic, role))
        browser.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
        assert not ArticlePage.objects.get(pk=article.pk).live

    @pytest.mark.parametrize("role", ["author", "brand"])
    def test_others_can_unpublish_or_publish_neither_by_api_nor_in_bulk(
        self, signed_in, clinic, article, role
    ):
        person = factories.make_person(clinic, role)
        article.title = "Draft words"
        article.save_revision()
        browser = signed_in(person)
        browser.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
        browser.post(reverse("wagtailadmin_api:pages:action", args=[article.pk, "publish"]))
        for action in ("publish", "unpublish"):
            address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            browser.post(f"{address}?id={article.pk}")
        fresh = ArticlePage.objects.get(pk=article.pk)
        assert fresh.live and fresh.title == "Acne scars"

    def test_an_author_saves_and_submits(self, signed_in, author, article):
        form = article_form("Better words") | {"action-submit": "action-submit"}
        signed_in(author).post(edit_url(article), form)
        fresh = ArticlePage.objects.get(pk=article.pk)
        assert fresh.title == "Acne scars"
        assert fresh.get_latest_revision_as_object().title == "Better words"
        assert fresh.workflow_in_progress
        assert isinstance(fresh.current_workflow_task.specific, ClinicalReview)

    @pytest.mark.parametrize("kind", ["page", "item"])
    def test_what_an_author_submits_a_reviewer_approves_and_it_is_live(
        self, signed_in, author, reviewer, clinic, article, kind
    ):
        """The whole way through the editor, nothing started by hand."""
        item = article if kind == "page" else factories.make_question(clinic, "Does it hurt?")
        form = (
            article_form("Better words")
            if kind == "page"
            else question_form("Better words", "No.", clinic)
        )
        form |= {"action-submit": "action-submit"}
        assert signed_in(author).post(edit_url(item), form).status_code == 302
        item = type(item).objects.get(pk=item.pk)
        browser = signed_in(reviewer)
        assert "Better words" in browser.get("/admin/").content.decode()
        browser.post(listing_action(item, item.current_workflow_task_state), {"comment": ""})
        item = type(item).objects.get(pk=item.pk)
        assert str(item) == "Better words" and item.live and not item.workflow_in_progress


class TestWhoIsAsked:
    def test_the_reviewers_get_an_e_mail_and_the_author_none(
        self, clinic, author, reviewer, other_reviewer, topic
    ):
        article = factories.make_article(clinic, "Please read", topic=topic, live=False)
        mail.outbox.clear()
        submitted(article, author)
        recipients = {address for message in mail.outbox for address in message.to}
        assert recipients == {reviewer.email}
        assert "Please read" in mail.outbox[0].subject + mail.outbox[0].body

    def test_a_reviewer_who_wrote_the_words_is_not_asked(self, clinic, reviewer, topic):
        colleague = factories.make_person(clinic, "reviewer")
        factories.make_clinician(clinic, "Dr Second Example", account=colleague)
        article = factories.make_article(clinic, "Mine", topic=topic, live=False, author=reviewer)
        assert list(people_to_ask(article)) == [colleague]

    def test_nor_is_a_reviewer_whose_approval_would_not_count(self, clinic, author, reviewer):
        factories.make_person(clinic, "reviewer")
        article = factories.make_article(clinic, "Mine", live=False, author=author)
        assert list(people_to_ask(article)) == [reviewer]

    def test_the_dashboard_shows_a_reviewer_what_waits_but_not_their_own(
        self, signed_in, clinic, topic, reviewer, waiting
    ):
        own = factories.make_article(clinic, "My own", topic=topic, live=False, author=reviewer)
        ClinicalReview.set_up().start(own, reviewer)
        task = ClinicalReview.objects.get()
        shown = task.get_task_states_user_can_moderate(reviewer)
        assert [state.workflow_state.content_object.pk for state in shown] == [waiting.pk]
        assert "Waiting words" in signed_in(reviewer).get("/admin/").content.decode()


class TestSignOffFields:
    @pytest.fixture
    def checked(self, article, reviewer):
        """The live article, checked last year by the reviewer."""
        ArticlePage.objects.filter(pk=article.pk).update(
            reviewed_by=reviewer.clinicians.get(),
            last_reviewed=datetime.date(2025, 9, 14),
            next_review=datetime.date(2028, 9, 14),
            is_example=False,
        )
        return ArticlePage.objects.get(pk=article.pk)

    def sign_off_of(self, article) -> tuple:
        fresh = ArticlePage.objects.get(pk=article.pk)
        return (fresh.reviewed_by_id, fresh.last_reviewed, fresh.next_review, fresh.is_example)

    def test_the_editor_shows_them_and_takes_no_other_value(
        self, signed_in, author, checked, clinic
    ):
        somebody = factories.make_clinician(clinic, "Dr Forged")
        before = self.sign_off_of(checked)
        form = article_form("Acne scars") | {
            "reviewed_by": str(somebody.pk),
            "last_reviewed": "2026-01-01",
            "next_review": "2036-01-01",
            "is_example": "on",
        }
        browser = signed_in(author)
        assert "Dr Ada Example" in browser.get(edit_url(checked)).content.decode()
        browser.post(edit_url(checked), form)
        assert self.sign_off_of(checked) == before
        draft = ArticlePage.objects.get(pk=checked.pk).get_latest_revision_as_object()
        assert draft.reviewed_by_id == before[0] and draft.last_reviewed == before[1]

    def test_words_that_nobody_approved_are_not_published_under_it(self, checked, article):
        article.title = "Words nobody has read"
        old = article.save_revision()
        before = self.sign_off_of(checked)
        with pytest.raises(NotSignedOff, match="a clinician must approve"):
            Revision.objects.get(pk=old.pk).publish(skip_permission_checks=True)
        assert self.sign_off_of(checked) == before
        assert ArticlePage.objects.get(pk=checked.pk).title == "Acne scars"

    def test_an_older_version_brings_no_older_sign_off_back(self, signed_in, author, checked):
        first = checked.revisions.order_by("pk").first()
        form = article_form("Older words") | {"revision": str(first.pk)}
        signed_in(author).post(edit_url(checked), form)
        draft = ArticlePage.objects.get(pk=checked.pk).get_latest_revision_as_object()
        assert draft.title == "Older words"
        assert draft.last_reviewed == datetime.date(2025, 9, 14)

    def test_a_copy_starts_unchecked(self, checked, topic):
        copy = checked.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False)
        assert self.sign_off_of(copy) == (None, None, None, False)
        first = copy.get_latest_revision_as_object()
        assert first.reviewed_by is None and first.last_reviewed is None

    def test_a_cancelled_workflow_leaves_everything_as_it_was(self, checked, author):
        before = self.sign_off_of(checked)
        checked.save_revision(user=author)
        ClinicalReview.set_up().start(checked, author)
        checked.current_workflow_state.cancel(user=author)
        assert self.sign_off_of(checked) == before
        assert WorkflowState.objects.filter(status=WorkflowState.STATUS_CANCELLED).count() == 1

    def test_unchecked_pages_say_so(self, client, article):
        assert "Not yet checked by a clinician" in client.get(article.url).content.decode()
