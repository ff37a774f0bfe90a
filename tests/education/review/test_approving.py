"""Approvals that come too late, of other words, or of somebody who may no more: a message, no more.

Each through the addresses that the lists and the editors use.
"""

import datetime

import pytest
from django.urls import reverse

from education.models import AnotherLook, ArticlePage, ClinicalReview, Clinician, SignOff
from tests import factories
from tests.base import article_form, benefit_form, edit_url

pytestmark = pytest.mark.django_db

IN_WINDOW = {"x-requested-with": "XMLHttpRequest"}


@pytest.fixture(params=["article", "benefit"])
def waiting(request, clinic, author):
    """A new article, and a new benefit, that waits for approval; submitted by the author."""
    if request.param == "article":
        item = factories.make_article(clinic, "Waiting words", live=False, author=author)
    else:
        item = factories.make_sound_benefit(clinic, "Waiting words", live=False)
        item.save_revision(user=author)
    ClinicalReview.set_up().start(item, author)
    return item


@pytest.fixture
def colleague(clinic):
    """A second clinician of the clinic."""
    person = factories.make_person(clinic, "reviewer")
    factories.make_clinician(clinic, "Dr Bea Example", account=person)
    return person


def approval_url(item, state=None, name="workflow_action") -> str:
    state = state or item.current_workflow_task_state
    space = "wagtailadmin_pages:" if isinstance(item, ArticlePage) else ""
    address = f"{space}{name}" if space else item.snippet_viewset.get_url_name(name)
    return reverse(address, args=[item.pk, "approve", state.pk])


def editor_approval(item, **more) -> dict:
    """The editor's form, unchanged, with its approve button pressed."""
    if isinstance(item, ArticlePage):
        form = article_form("Waiting words")
    else:
        form = benefit_form("Waiting words", item.site, not_known="How long.")
    pressed = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return form | pressed | {"loaded_revision_id": str(item.latest_revision_id)} | more


def approvals(item) -> int:
    return SignOff.objects.of(item).count()


def is_live(item) -> bool:
    return type(item).objects.get(pk=item.pk).live


class TestTwoApprovalsAtOnce:
    def test_from_a_list_the_second_is_told_and_signs_nothing(
        self, signed_in, reviewer, colleague, waiting
    ):
        address = approval_url(waiting)
        signed_in(reviewer).post(address, {"comment": ""})
        answer = signed_in(colleague).post(address, {"comment": ""}, follow=True)
        assert answer.status_code == 200
        assert "not currently awaiting moderation" in answer.content.decode()
        assert approvals(waiting) == 1 and is_live(waiting)
        assert SignOff.objects.of(waiting).get().signed_by == reviewer

    def test_from_the_editor_too(self, signed_in, reviewer, colleague, waiting):
        form = editor_approval(waiting)
        signed_in(reviewer).post(approval_url(waiting), {"comment": ""})
        answer = signed_in(colleague).post(edit_url(waiting), form, follow=True)
        assert answer.status_code == 200
        assert "does not wait for approval any more" in answer.content.decode()
        assert approvals(waiting) == 1

    def test_what_the_editor_saves_by_itself_approves_nothing(self, signed_in, reviewer, waiting):
        """Pressing the button changes the form, so autosave sends it at the same moment."""
        before = waiting.latest_revision_id
        accepts = {"accept": "application/json"}
        browser = signed_in(reviewer)
        answer = browser.post(edit_url(waiting), editor_approval(waiting), headers=accepts)
        assert answer.status_code == 400 and answer.json()["success"] is False
        assert approvals(waiting) == 0
        assert type(waiting).objects.get(pk=waiting.pk).latest_revision_id == before

    def test_the_window_of_a_shared_item_closes_with_the_message(
        self, signed_in, clinic, author, reviewer, colleague
    ):
        item = factories.make_sound_benefit(clinic, "Waiting words", live=False)
        ClinicalReview.set_up().start(item, author)
        addresses = [
            approval_url(item),
            approval_url(item, name="collect_workflow_action_data"),
        ]
        signed_in(reviewer).post(addresses[0], {"comment": ""})
        browser = signed_in(colleague)
        for address in addresses:
            for ask in (browser.get, browser.post):
                answer = ask(address, {"comment": ""}, headers=IN_WINDOW).json()
                assert answer["step"] == "success"
                shown = browser.get(answer["redirect"]).content.decode()
                assert "not currently awaiting moderation" in shown

    def test_an_approval_of_an_earlier_round_leads_to_the_editor_and_signs_nothing(
        self, signed_in, author, reviewer, waiting
    ):
        earlier = approval_url(waiting)
        waiting.current_workflow_state.cancel(user=author)
        waiting = type(waiting).objects.get(pk=waiting.pk)
        ClinicalReview.set_up().start(waiting, author)
        answer = signed_in(reviewer).post(earlier, {"comment": ""})
        assert answer.status_code == 302 and answer["Location"] == edit_url(waiting)
        assert approvals(waiting) == 0 and not is_live(waiting)


class TestOtherWordsThanWereShown:
    def new_words(self, waiting, author):
        waiting.title = waiting.name = "Newer words"
        return waiting.save_revision(user=author)

    def test_from_a_list_words_kept_after_submission_are_not_approved(
        self, signed_in, author, reviewer, waiting
    ):
        self.new_words(waiting, author)
        answer = signed_in(reviewer).post(approval_url(waiting), {"comment": ""})
        assert answer["Location"] == edit_url(waiting)
        assert approvals(waiting) == 0 and not is_live(waiting)

    def test_nor_in_a_window(self, signed_in, clinic, author, reviewer):
        item = factories.make_sound_benefit(clinic, "Waiting words", live=False)
        ClinicalReview.set_up().start(item, author)
        self.new_words(item, author)
        address = approval_url(item)
        answer = signed_in(reviewer).post(address, {"comment": ""}, headers=IN_WINDOW).json()
        assert answer["redirect"] == edit_url(item)
        assert approvals(item) == 0

    def test_nor_in_a_tab_that_was_opened_before(self, signed_in, author, reviewer, waiting):
        form = editor_approval(waiting)
        self.new_words(waiting, author)
        answer = signed_in(reviewer).post(edit_url(waiting), form, follow=True)
        assert "Someone has changed these words" in answer.content.decode()
        assert approvals(waiting) == 0 and not is_live(waiting)


class TestWhoMayNoMore:
    def refused(self, signed_in, reviewer, waiting):
        browser = signed_in(reviewer)
        answer = browser.post(approval_url(waiting), {"comment": ""}, follow=True)
        assert answer.status_code == 200
        answer = browser.post(edit_url(waiting), editor_approval(waiting), follow=True)
        assert answer.status_code == 200
        assert approvals(waiting) == 0 and not is_live(waiting)
        assert type(waiting).objects.get(pk=waiting.pk).workflow_in_progress

    def test_a_credential_that_expires_while_the_words_wait(self, signed_in, reviewer, waiting):
        Clinician.objects.filter(account=reviewer).update(
            credential_expires=datetime.date(2020, 1, 1)
        )
        self.refused(signed_in, reviewer, waiting)

    def test_in_the_window_of_a_shared_item_it_is_said_why(
        self, signed_in, clinic, author, reviewer
    ):
        item = factories.make_sound_benefit(clinic, "Waiting words", live=False)
        ClinicalReview.set_up().start(item, author)
        Clinician.objects.filter(account=reviewer).update(live=False)
        browser = signed_in(reviewer)
        answer = browser.post(approval_url(item), {"comment": ""}, headers=IN_WINDOW).json()
        shown = browser.get(answer["redirect"]).content.decode()
        assert "whose credential has not expired" in shown
        assert approvals(item) == 0

    def test_a_role_that_was_taken_away(self, signed_in, clinic, reviewer, waiting):
        reviewer.groups.remove(factories.group_of(clinic, "reviewer"))
        reviewer.groups.add(factories.group_of(clinic, "author"))
        self.refused(signed_in, reviewer, waiting)

    def test_an_account_that_was_closed(self, signed_in, reviewer, waiting):
        reviewer.is_active = False
        reviewer.save()
        signed_in(reviewer).post(approval_url(waiting), {"comment": ""})
        assert approvals(waiting) == 0


class TestFormsThatSayMore:
    @pytest.mark.parametrize("extra", ["", "undefined", "[]", "3", '{"user": 1}'])
    def test_a_broken_answer_of_the_window_is_a_message(self, signed_in, reviewer, waiting, extra):
        form = editor_approval(waiting, **{"workflow-action-extra-data": extra})
        answer = signed_in(reviewer).post(edit_url(waiting), form, follow=True)
        assert "did not arrive whole" in answer.content.decode()
        assert approvals(waiting) == 0

    def test_only_a_ticked_box_spares_the_articles(self, clinic, author, reviewer):
        item = factories.make_sound_benefit(clinic, "Waiting words", live=False)
        item.save_revision(user=author)
        ClinicalReview.set_up().start(item, author)
        state = item.current_workflow_task_state
        given = {"comment": ["x"], "wording_only": "no"}
        state.task.specific.on_action(state, reviewer, "approve", **given)
        assert not SignOff.objects.of(item).get().wording_only

    def test_the_box_ticked_in_the_editors_window_spares_the_articles(
        self, signed_in, clinic, author, reviewer
    ):
        item = factories.make_sound_benefit(clinic, "Waiting words")
        factories.make_article(clinic, benefits=[item])
        item.claim = "It may help, we think."
        item.save_revision(user=author)
        ClinicalReview.set_up().start(item, author)
        browser = signed_in(reviewer)
        window = approval_url(item, name="collect_workflow_action_data")
        given = {"comment": "A typing mistake.", "wording_only": "on"}
        collected = browser.post(window, given, headers=IN_WINDOW).json()["cleaned_data"]
        assert collected == {"comment": "A typing mistake.", "wording_only": True}
        state = item.current_workflow_task_state
        state.task.specific.on_action(state, reviewer, "approve", **collected)
        signed = SignOff.objects.of(item).first()
        assert signed.wording_only and signed.comment == "A typing mistake."
        assert not AnotherLook.objects.exists()

    def test_an_article_is_never_wording_only(self, signed_in, clinic, author, reviewer):
        item = factories.make_article(clinic, live=False, author=author)
        ClinicalReview.set_up().start(item, author)
        signed_in(reviewer).post(approval_url(item), {"comment": "", "wording_only": "on"})
        assert not SignOff.objects.of(item).get().wording_only
