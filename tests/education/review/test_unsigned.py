"""Live content without a sign-off: found by a command, and what older approvals are worth."""

import io

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import TaskState

from education.checks import two_people
from education.models import ArticlePage, Benefit, ClinicalReview, ReviewRules, SignOff
from education.review.earlier_approvals import sign_earlier_approvals
from education.review.signing import show_as_example
from education.signed_content import NotSignedOff
from tests import factories

pytestmark = pytest.mark.django_db


def check_signoff() -> str:
    said = io.StringIO()
    try:
        call_command("check_signoff", stdout=said)
    except CommandError as error:
        said.write(str(error))
    return said.getvalue()


class TestTheCommand:
    def test_signed_content_is_in_order(self, article):
        assert check_signoff() == "Everything that is live is signed off.\n"

    def test_it_names_what_a_shell_put_online(self, clinic, article):
        draft = factories.make_article(clinic, "Smuggled in", live=False)
        ArticlePage.objects.filter(pk=draft.pk).update(live=True)
        said = check_signoff()
        assert "“Smuggled in”: no clinician has signed off" in said
        assert "1 live without a valid sign-off" in said

    def test_it_names_words_that_were_changed_in_the_database(self, clinic):
        benefit = factories.make_benefit(clinic, "Smoother skin")
        Benefit.objects.filter(pk=benefit.pk).update(claim="It cures everything.")
        assert "“Smoother skin”: its words are not those that were signed off" in check_signoff()

    def test_it_names_what_was_withdrawn_and_put_back_by_hand(self, article):
        SignOff.objects.of(article).update(ended_at=article.last_published_at)
        assert "withdrawn and not signed off again" in check_signoff()

    def test_an_example_is_no_sign_off_outside_a_developers_machine(self, clinic, settings):
        draft = factories.make_article(clinic, "An example", live=False)
        with pytest.raises(NotSignedOff):
            show_as_example(draft)
        settings.DEBUG = True
        show_as_example(draft)
        assert "Everything that is live" in check_signoff()
        settings.DEBUG = False
        assert "“An example”: it is an example" in check_signoff()


class TestOnePersonClinics:
    def test_the_check_warns_of_each(self, clinic, other_clinic):
        assert two_people() == []
        ReviewRules.objects.filter(site=clinic).update(two_people=False)
        (warning,) = two_people()
        assert "Harbour Skin Clinic" in warning.msg and warning.id == "education.W001"


class TestEarlierApprovals:
    @pytest.fixture
    def approved_before(self, clinic, author, reviewer):
        """Live by an approval of the time before sign-offs were recorded."""
        article = factories.make_article(clinic, "From before", author=author)
        SignOff.objects.all().delete()
        ClinicalReview.set_up().start(article, author)
        state = article.current_workflow_task_state
        TaskState.objects.filter(pk=state.pk).update(
            status=TaskState.STATUS_APPROVED,
            finished_by=reviewer,
            finished_at=article.last_published_at,
            revision=article.live_revision,
        )
        return article

    def test_they_count_for_the_words_that_are_live_by_them(self, approved_before, reviewer):
        assert "From before" in check_signoff()
        assert sign_earlier_approvals() == 1
        assert "Everything that is live" in check_signoff()
        signed = SignOff.objects.of(approved_before).get()
        assert signed.signed_by == reviewer and signed.clinician_name == "Dr Ada Example"
        assert sign_earlier_approvals() == 0

    def test_not_if_the_words_are_others_by_now(self, approved_before):
        ArticlePage.objects.filter(pk=approved_before.pk).update(lede="Other words.")
        assert sign_earlier_approvals() == 0

    def test_not_if_whoever_approved_was_no_clinician(self, approved_before, reviewer):
        reviewer.clinicians.all().delete()
        assert sign_earlier_approvals() == 0

    def test_not_in_somebody_elses_name_if_the_account_is_gone(self, clinic, approved_before):
        """Entries of clinicians without an account belong to nobody's approval."""
        factories.make_clinician(clinic, "Dr Bo Example", account=None)
        TaskState.objects.update(finished_by=None)
        assert sign_earlier_approvals() == 0


def test_the_check_is_among_those_that_run():
    from django.core.checks.registry import registry

    assert two_people in registry.get_checks()
