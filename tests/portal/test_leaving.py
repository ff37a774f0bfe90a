"""People leave: what they looked after goes to a colleague, and nothing waits for who is gone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from education.models import ArticlePage, Benefit, ClinicalReview, Clinician, SignOff
from education.review.handing_over import approvers, held_by, only_they_can_approve
from education.review.mail import ReviewRequested
from education.signed_content import is_signed_off
from portal.leaving import record_of
from portal.models import StaffGroup, User
from tests import factories
from tests.base import article_form, edit_url, words_of

pytestmark = pytest.mark.django_db
Role = StaffGroup.Role


@pytest.fixture
def leaver(clinic):
    return factories.make_person(clinic, Role.AUTHOR, "leaver", first_name="Lee", last_name="Ver")


@pytest.fixture
def successor(clinic):
    return factories.make_person(clinic, Role.AUTHOR, "next", first_name="Ne", last_name="Xt")


@pytest.fixture
def owned(clinic, leaver):
    """A live article of the leaver's, with a newer draft that they wrote."""
    article = factories.make_article(clinic, "Acne scars", author=leaver)
    draft = article.get_latest_revision_as_object()
    draft.lede = "A newer opening."
    draft.save_revision(user=leaver)
    return ArticlePage.objects.get(pk=article.pk)


def address(person, site) -> str:
    return reverse("hand_over", args=[person.pk, site.pk])


def test_a_brand_manager_takes_over_no_articles(signed_in, clinic, administrator, leaver, owned):
    brand = factories.make_person(clinic, Role.BRAND)
    answer = hand_over(signed_in(administrator), leaver, clinic, brand)
    assert "Select a valid choice" in words_of(answer)
    assert ArticlePage.objects.get(pk=owned.pk).content_owner == leaver


def hand_over(browser, person, site, successor, **fields):
    return browser.post(address(person, site), {"successor": successor.pk} | fields, follow=True)


def add_role(person, site, role=Role.AUTHOR):
    person.groups.add(factories.group_of(site, role))


class TestHandingOver:
    def test_articles_go_to_the_successor_live_and_in_the_newest_draft(
        self, signed_in, administrator, clinic, leaver, successor, owned
    ):
        before = owned.latest_revision
        answer = hand_over(signed_in(administrator), leaver, clinic, successor)
        assert "is closed" in words_of(answer)
        after = ArticlePage.objects.get(pk=owned.pk)
        draft = after.get_latest_revision_as_object()
        assert after.content_owner == draft.content_owner == after.owner == successor
        newest = after.latest_revision
        assert newest.pk == before.pk, "no new version"
        assert newest.user == leaver, "who wrote it is history"
        assert newest.content | {"content_owner": leaver.pk} == before.content

    def test_the_sign_off_stays_valid_and_the_page_stays_online(
        self, signed_in, administrator, clinic, leaver, successor
    ):
        article = factories.make_article(clinic, author=leaver)
        signed = SignOff.objects.of(article).get()
        hand_over(signed_in(administrator), leaver, clinic, successor)
        after = ArticlePage.objects.get(pk=article.pk)
        assert after.live and is_signed_off(after) and after.content_owner == successor
        assert SignOff.objects.of(after).get() == signed
        after.save()  # the door asks again, and opens

    def test_a_scheduled_version_stays_scheduled_and_brings_the_new_owner(
        self, signed_in, administrator, clinic, leaver, successor, owned
    ):
        tomorrow = timezone.now() + timedelta(days=1)
        scheduled = owned.latest_revision
        Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=tomorrow)
        newer = owned.get_latest_revision_as_object()
        newer.save_revision()
        hand_over(signed_in(administrator), leaver, clinic, successor)
        scheduled.refresh_from_db()
        assert scheduled.approved_go_live_at == tomorrow
        assert scheduled.as_object().content_owner == successor
        assert owned.get_latest_revision_as_object().content_owner == successor

    def test_an_owner_named_only_in_a_draft_is_found_too(
        self, signed_in, administrator, clinic, leaver, successor
    ):
        article = factories.make_article(clinic)
        draft = article.get_latest_revision_as_object()
        draft.content_owner = leaver
        draft.save_revision()
        hand_over(signed_in(administrator), leaver, clinic, successor)
        after = ArticlePage.objects.get(pk=article.pk)
        assert after.get_latest_revision_as_object().content_owner == successor
        assert after.content_owner is None

    def test_locks_are_released_and_open_requests_get_somebody_to_answer_to(
        self, signed_in, administrator, clinic, leaver, successor, owned
    ):
        benefit = factories.make_benefit(clinic)
        Benefit.objects.filter(pk=benefit.pk).update(locked=True, locked_by=leaver)
        Page.objects.filter(pk=owned.pk).update(locked=True, locked_by=leaver)
        state = ClinicalReview.set_up().start(owned, leaver)
        hand_over(signed_in(administrator), leaver, clinic, successor)
        benefit.refresh_from_db()
        page = Page.objects.get(pk=owned.pk)
        assert not benefit.locked and not page.locked and page.locked_by is None
        state.refresh_from_db()
        assert state.requested_by == successor
        assert state.status == WorkflowState.STATUS_IN_PROGRESS

    def test_the_account_is_closed_without_roles_and_signed_out(
        self, signed_in, administrator, clinic, leaver, successor
    ):
        their_browser = signed_in(leaver)
        assert their_browser.get("/admin/").status_code == 200
        hand_over(signed_in(administrator), leaver, clinic, successor)
        leaver.refresh_from_db()
        assert not leaver.is_active and not leaver.groups.exists()
        User.objects.filter(pk=leaver.pk).update(is_active=True)
        assert their_browser.get("/admin/").status_code == 302, "the old session has ended"

    def test_a_clinicians_entry_stays_as_the_one_who_signed_but_signs_no_more(
        self, signed_in, administrator, clinic, reviewer
    ):
        entry = Clinician.objects.get(account=reviewer)
        article = factories.make_article(clinic)
        ArticlePage.objects.filter(pk=article.pk).update(reviewed_by=entry)
        colleague = factories.make_person(clinic, Role.REVIEWER)
        factories.make_clinician(clinic, "Dr Bea Example", account=colleague)
        hand_over(signed_in(administrator), reviewer, clinic, colleague)
        entry.refresh_from_db()
        assert entry.live and entry.account is None
        assert entry.get_latest_revision_as_object().account is None
        assert ArticlePage.objects.get(pk=article.pk).reviewed_by == entry

    def test_it_is_in_the_record_of_the_clinic_and_of_each_article(
        self, signed_in, administrator, clinic, leaver, successor, owned
    ):
        answer = hand_over(signed_in(administrator), leaver, clinic, successor)
        entry = record_of(clinic).get()
        assert entry.user == administrator
        assert entry.data["from"] == "Lee Ver" and entry.data["to"] == "Ne Xt"
        assert entry.data["articles"] == 1 and entry.data["closed"] is True
        assert "Lee Ver left" in words_of(answer)
        history = PageLogEntry.objects.get(page=owned.pk, action="education.hand_over")
        assert history.message == "Handed over from Lee Ver to Ne Xt"

    def test_a_second_press_says_it_was_done_and_moves_nothing(
        self, signed_in, administrator, clinic, leaver, successor, owned
    ):
        browser = signed_in(administrator)
        hand_over(browser, leaver, clinic, successor)
        third = factories.make_person(clinic, Role.AUTHOR)
        answer = hand_over(browser, leaver, clinic, third)
        assert answer.status_code == 200 and "done before" in words_of(answer)
        assert ArticlePage.objects.get(pk=owned.pk).content_owner == successor
        assert record_of(clinic).count() == 1


class TestBeforeConfirming:
    def test_the_page_shows_what_there_is_and_who_else_can_approve(
        self, signed_in, administrator, clinic, leaver, owned, reviewer
    ):
        words = words_of(signed_in(administrator).get(address(leaver, clinic)))
        assert "1 article to look after: Acne scars" in words
        assert "1 unfinished draft" in words
        assert "Who else can approve here: Clinical reviewers of Harbour Skin Clinic" in words

    def test_without_the_only_clinician_it_is_refused_until_that_is_understood(
        self, signed_in, administrator, clinic, reviewer, successor, owned
    ):
        ClinicalReview.set_up().start(owned, owned.owner)
        browser = signed_in(administrator)
        words = words_of(browser.get(address(reviewer, clinic)))
        assert "nobody at Harbour Skin Clinic can approve" in words
        assert "1 waiting approval that only" in words
        answer = hand_over(browser, reviewer, clinic, successor)
        assert "Nobody else can approve here" in words_of(answer)
        reviewer.refresh_from_db()
        assert reviewer.is_active
        hand_over(browser, reviewer, clinic, successor, understood="on")
        reviewer.refresh_from_db()
        assert not reviewer.is_active

    @pytest.mark.parametrize("fault", ["expired", "offline", "closed account", "no role"])
    def test_an_approver_who_could_not_sign_does_not_count(self, clinic, reviewer, fault):
        other = factories.make_person(clinic, Role.REVIEWER)
        yesterday = timezone.localdate() - timedelta(days=1)
        factories.make_clinician(
            clinic,
            account=other,
            live=fault != "offline",
            credential_expires=yesterday if fault == "expired" else None,
        )
        if fault == "closed account":
            User.objects.filter(pk=other.pk).update(is_active=False)
        if fault == "no role":
            other.groups.clear()
        assert approvers(clinic, without=reviewer) == []

    def test_who_wrote_the_words_is_no_approver_of_them(self, clinic, reviewer, article):
        other = factories.make_person(clinic, Role.REVIEWER)
        factories.make_clinician(clinic, account=other)
        article.get_latest_revision_as_object().save_revision()
        article.title = "Written by the other one"
        article.save_revision(user=other)
        ClinicalReview.set_up().start(article, other)
        assert [page.pk for page in only_they_can_approve(reviewer, clinic)] == [article.pk]
        assert only_they_can_approve(other, clinic) == []

    def test_looking_changes_nothing(self, signed_in, administrator, clinic, leaver, owned):
        signed_in(administrator).get(address(leaver, clinic))
        leaver.refresh_from_db()
        assert leaver.is_active and held_by(leaver)[clinic].articles == [owned]


class TestTwoClinics:
    @pytest.fixture
    def at_both(self, leaver, other_clinic):
        add_role(leaver, other_clinic)
        return leaver

    def test_an_administrator_of_one_hands_over_that_clinics_things_only(
        self, signed_in, administrator, clinic, other_clinic, at_both, successor, owned
    ):
        theirs = factories.make_article(other_clinic, "Theirs", author=at_both)
        answer = hand_over(signed_in(administrator), at_both, clinic, successor)
        at_both.refresh_from_db()
        assert at_both.is_active and "stays open" in words_of(answer)
        assert list(at_both.groups.all()) == [factories.group_of(other_clinic, Role.AUTHOR)]
        assert ArticlePage.objects.get(pk=owned.pk).content_owner == successor
        assert ArticlePage.objects.get(pk=theirs.pk).content_owner == at_both
        assert "Meadow" not in words_of(answer)

    def test_the_account_is_closed_with_the_last_clinic(
        self, signed_in, administrator, clinic, other_clinic, at_both, successor
    ):
        hand_over(signed_in(administrator), at_both, clinic, successor)
        boss = factories.make_person(other_clinic, Role.ADMINISTRATOR)
        colleague = factories.make_person(other_clinic, Role.AUTHOR)
        hand_over(signed_in(boss), at_both, other_clinic, colleague)
        at_both.refresh_from_db()
        assert not at_both.is_active and not at_both.groups.exists()

    def test_a_successor_of_another_clinic_is_refused(
        self, signed_in, administrator, clinic, leaver, owned, other_author
    ):
        browser = signed_in(administrator)
        answer = hand_over(browser, leaver, clinic, other_author)
        assert "successor" in answer.context["form"].errors
        assert other_author.get_full_name() not in words_of(browser.get(address(leaver, clinic)))
        assert ArticlePage.objects.get(pk=owned.pk).content_owner == leaver
        leaver.refresh_from_db()
        assert leaver.is_active

    @pytest.mark.parametrize("who", ["themself", "closed", "nobody"])
    def test_nor_the_leaver_a_closed_account_or_nobody(
        self, signed_in, administrator, clinic, leaver, owned, who
    ):
        closed = factories.make_person(clinic, Role.AUTHOR, is_active=False)
        key = {"themself": leaver.pk, "closed": closed.pk, "nobody": ""}[who]
        answer = signed_in(administrator).post(address(leaver, clinic), {"successor": key})
        assert "successor" in answer.context["form"].errors
        assert ArticlePage.objects.get(pk=owned.pk).content_owner == leaver

    def test_the_other_clinics_addresses_and_people_are_out_of_reach(
        self, signed_in, administrator, clinic, other_clinic, other_author, superuser
    ):
        browser = signed_in(administrator)
        assert browser.post(address(other_author, other_clinic)).status_code == 404
        for person in (other_author, superuser):
            words = words_of(browser.post(address(person, clinic), follow=True))
            assert "nobody here to hand over" in words
            person.refresh_from_db()
            assert person.is_active
        words = words_of(browser.get(reverse("leaving")))
        assert "Meadow" not in words and other_author.username not in words

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.BRAND])
    def test_only_administrators_hand_over(self, signed_in, clinic, leaver, successor, role):
        browser = signed_in(factories.make_person(clinic, role))
        assert browser.post(address(leaver, clinic), {"successor": successor.pk}).status_code == 404
        assert browser.get(reverse("leaving")).status_code in (302, 403)
        leaver.refresh_from_db()
        assert leaver.is_active

    def test_an_administrator_does_not_hand_over_themself(
        self, signed_in, administrator, clinic, successor
    ):
        answer = hand_over(signed_in(administrator), administrator, clinic, successor)
        assert "another administrator" in words_of(answer)
        administrator.refresh_from_db()
        assert administrator.is_active

    def test_a_superuser_does_it_for_any_clinic(
        self, signed_in, superuser, other_clinic, other_author
    ):
        colleague = factories.make_person(other_clinic, Role.AUTHOR)
        hand_over(signed_in(superuser), other_author, other_clinic, colleague)
        other_author.refresh_from_db()
        assert not other_author.is_active


class TestNothingWaitsForSomeoneWhoIsGone:
    def person_form(self, person, **fields) -> dict:
        values = {
            "username": person.username,
            "email": person.email,
            "first_name": "Lee",
            "last_name": "Ver",
            "is_active": "on",
            "groups": [str(group.pk) for group in person.groups.all()],
        }
        return {key: value for key, value in (values | fields).items() if value is not None}

    def test_switching_an_owner_off_is_refused_and_leads_to_the_hand_over(
        self, signed_in, administrator, clinic, leaver, owned
    ):
        edit = reverse("wagtailusers_users:edit", args=[leaver.pk])
        form = self.person_form(leaver, is_active=None)
        answer = signed_in(administrator).post(edit, form)
        leaver.refresh_from_db()
        assert leaver.is_active
        assert f'href="{address(leaver, clinic)}"' in answer.content.decode()

    def test_so_is_taking_the_last_role_at_the_clinic(
        self, signed_in, superuser, clinic, other_clinic, leaver, owned
    ):
        edit = reverse("wagtailusers_users:edit", args=[leaver.pk])
        elsewhere = factories.group_of(other_clinic, Role.AUTHOR)
        form = self.person_form(leaver, groups=[str(elsewhere.pk)])
        answer = signed_in(superuser).post(edit, form)
        assert "groups" in answer.context["form"].errors
        another = factories.group_of(clinic, Role.REVIEWER)
        form = self.person_form(leaver, groups=[str(another.pk)])
        assert signed_in(superuser).post(edit, form).status_code == 302
        assert list(leaver.groups.all()) == [another]

    def test_deleting_an_owner_is_refused(self, signed_in, administrator, clinic, leaver, owned):
        delete = reverse("wagtailusers_users:delete", args=[leaver.pk])
        answer = signed_in(administrator).post(delete, follow=True)
        assert User.objects.filter(pk=leaver.pk).exists()
        assert f'href="{address(leaver, clinic)}"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("action", "form"), [("delete", {}), ("set_active_state", {"mark_as_active": "False"})]
    )
    def test_so_are_the_bulk_actions(
        self, signed_in, administrator, clinic, leaver, owned, action, form
    ):
        bulk = reverse("wagtail_bulk_action", args=["portal", "user", action])
        answer = signed_in(administrator).post(f"{bulk}?id={leaver.pk}", form, follow=True)
        assert User.objects.get(pk=leaver.pk).is_active
        assert f'href="{address(leaver, clinic)}"' in answer.content.decode()

    def test_an_open_request_or_a_lock_counts_as_well(self, clinic, leaver):
        article = factories.make_article(clinic)
        ClinicalReview.set_up().start(article, leaver)
        assert len(held_by(leaver)[clinic].requests) == 1
        other = factories.make_person(clinic, Role.AUTHOR)
        Page.objects.filter(pk=article.pk).update(locked=True, locked_by=other)
        assert len(held_by(other)[clinic].locks) == 1

    def test_whoever_holds_nothing_is_switched_off_and_on_and_deleted_as_before(
        self, signed_in, administrator, clinic, leaver
    ):
        browser = signed_in(administrator)
        bulk = reverse("wagtail_bulk_action", args=["portal", "user", "set_active_state"])
        browser.post(f"{bulk}?id={leaver.pk}", {"mark_as_active": "False"})
        assert not User.objects.get(pk=leaver.pk).is_active
        browser.post(f"{bulk}?id={leaver.pk}", {"mark_as_active": "True"})
        assert User.objects.get(pk=leaver.pk).is_active
        browser.post(reverse("wagtailusers_users:delete", args=[leaver.pk]))
        assert not User.objects.filter(pk=leaver.pk).exists()

    def test_no_review_mail_goes_to_a_closed_account(self, clinic, leaver, owned, reviewer):
        User.objects.filter(pk=reviewer.pk).update(is_active=False)
        ClinicalReview.set_up().start(owned, leaver)
        state = owned.current_workflow_task_state
        assert ReviewRequested().get_valid_recipients(state) == set()
        assert [message for message in mail.outbox if reviewer.email in message.to] == []

    def test_after_the_hand_over_the_successor_works_on_as_usual(
        self, signed_in, administrator, clinic, leaver, successor, owned
    ):
        hand_over(signed_in(administrator), leaver, clinic, successor)
        form = article_form("Acne scars", content_owner=str(successor.pk))
        assert signed_in(successor).post(edit_url(owned), form).status_code == 302
