"""Acts of a clinician on a live article without new words: still accurate; looked at it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from education.models import AnotherLook, ArticlePage, ClinicalReview, Clinician, SignOff
from education.reuse.looks import ask_for_another_look, open_looks
from education.review.confirming import shown_of, stamp
from education.review.screens import buttons
from education.review_dates.dates import next_review
from education.signed_content import is_signed_off
from tests import factories
from tests.base import edit_url, words_of

pytestmark = pytest.mark.django_db


def confirm_url(article) -> str:
    return reverse("confirm_accurate", args=[article.pk])


def looks_url(article) -> str:
    return reverse("look_again", args=[article.pk])


@pytest.fixture
def benefit(clinic):
    return factories.make_sound_benefit(clinic, "Calmer skin")


@pytest.fixture
def live(clinic, author, benefit):
    """A live article in good order, approved some time ago."""
    return factories.make_article(
        clinic, "Red skin", body=factories.safety_sections(), benefits=[benefit], author=author
    )


@pytest.fixture
def look(live, benefit):
    """An open look at it."""
    ask_for_another_look(benefit, "Claim: “old” → “new”")
    return open_looks(live).get()


def confirm(browser, article, **form):
    given = {"shown": shown_of(article), "comment": ""} | form
    return browser.post(confirm_url(article), given, follow=True)


def confirmations(article) -> list:
    return list(SignOff.objects.of(article).filter(kind=SignOff.Kind.CONFIRMED))


class TestConfirmStillAccurate:
    def test_it_is_signed_dated_and_logged(self, signed_in, reviewer, live):
        answer = confirm(signed_in(reviewer), live, comment="Read it all.")
        assert "is confirmed as still accurate" in answer.content.decode()
        (signed,) = confirmations(live)
        today = timezone.localdate()
        assert signed.clinician_name == "Dr Ada Example" and signed.signed_by == reviewer
        assert signed.revision_id == live.live_revision_id and signed.comment == "Read it all."
        assert not signed.self_approved
        fresh = ArticlePage.objects.get(pk=live.pk)
        assert (fresh.last_reviewed, fresh.next_review) == (today, next_review(today))
        assert fresh.reviewed_by == reviewer.clinicians.get()
        assert is_signed_off(fresh)
        entry = PageLogEntry.objects.get(page=live.pk, action="education.confirm_accurate")
        assert entry.user == reviewer
        assert str(entry.message) == "Dr Ada Example confirmed that this is still accurate"

    def test_a_newer_draft_stays_a_draft_and_its_writer_is_no_writer_of_the_live_words(
        self, signed_in, author, reviewer, live
    ):
        live.title = "Draft words"
        live.save_revision(user=factories.make_superuser("second-writer"))
        before = SignOff.objects.of(live).first()
        confirm(signed_in(reviewer), live)
        fresh = ArticlePage.objects.get(pk=live.pk)
        assert fresh.title == "Red skin" and fresh.has_unpublished_changes
        assert confirmations(live)[0].writers == before.writers
        assert confirmations(live)[0].fingerprint == before.fingerprint

    def test_it_closes_the_open_looks_it_showed(self, signed_in, reviewer, live, look):
        page = signed_in(reviewer).get(confirm_url(live)).content.decode()
        assert "“old” → “new”" in page
        confirm(signed_in(reviewer), live)
        look.refresh_from_db()
        assert look.confirmed_by == reviewer and look.clinician_name == "Dr Ada Example"

    def test_what_changed_meanwhile_must_be_read_first(self, signed_in, reviewer, live, benefit):
        shown = shown_of(live)
        ask_for_another_look(benefit, "Claim: “new” → “newer”")
        answer = confirm(signed_in(reviewer), live, shown=shown)
        assert "This changed after you opened it" in answer.content.decode()
        assert confirmations(live) == []

    def test_pressed_twice_it_is_confirmed_once(self, signed_in, reviewer, live):
        shown = shown_of(live)
        browser = signed_in(reviewer)
        for _press in range(2):
            answer = confirm(browser, live, shown=shown)
        assert answer.status_code == 200
        assert len(confirmations(live)) == 1

    def test_an_empty_form_is_answered_with_a_message(self, signed_in, reviewer, live):
        answer = signed_in(reviewer).post(confirm_url(live), {}, follow=True)
        assert "Please read it again" in answer.content.decode()

    def test_nothing_happens_by_looking(self, signed_in, reviewer, live, look):
        signed_in(reviewer).get(confirm_url(live))
        signed_in(reviewer).get(looks_url(live))
        assert confirmations(live) == [] and open_looks(live).count() == 1


class TestWhatCannotBeConfirmed:
    def refused(self, browser, article) -> str:
        answer = confirm(browser, article)
        assert answer.status_code == 200
        assert confirmations(article) == []
        assert "This cannot be confirmed now" in browser.get(confirm_url(article)).content.decode()
        return answer.content.decode()

    def test_an_example(self, signed_in, reviewer, live):
        SignOff.objects.of(live).update(kind=SignOff.Kind.EXAMPLE)
        ArticlePage.objects.filter(pk=live.pk).update(is_example=True)
        assert "No clinician has approved" in self.refused(signed_in(reviewer), live)
        assert ArticlePage.objects.get(pk=live.pk).is_example

    def test_what_is_offline(self, signed_in, reviewer, live):
        live.unpublish()
        assert "do not see this article now" in self.refused(signed_in(reviewer), live)

    def test_words_that_came_past_the_door(self, signed_in, reviewer, live):
        ArticlePage.objects.filter(pk=live.pk).update(lede="Words of a shell.")
        assert "No clinician has approved" in self.refused(signed_in(reviewer), live)

    def test_a_sign_off_that_has_ended(self, signed_in, reviewer, live):
        SignOff.objects.of(live).update(ended_at=timezone.now())
        assert "No clinician has approved" in self.refused(signed_in(reviewer), live)

    def test_a_page_with_a_hole_which_is_named(self, signed_in, reviewer, live, benefit):
        benefit.unpublish()
        assert "“Calmer skin”" in self.refused(signed_in(reviewer), live)

    def test_before_a_version_that_is_approved_for_later(self, signed_in, reviewer, live):
        revision = live.save_revision()
        revision.approved_go_live_at = timezone.now() + datetime.timedelta(days=3)
        revision.save()
        assert "goes online on its day" in self.refused(signed_in(reviewer), live)


class TestLookedAtIt:
    def test_who_looked_and_when_is_kept_and_logged(self, signed_in, reviewer, live, look):
        ArticlePage.objects.filter(pk=live.pk).update(last_reviewed=datetime.date(2025, 9, 14))
        browser = signed_in(reviewer)
        assert "“old” → “new”" in browser.get(looks_url(live)).content.decode()
        answer = browser.post(looks_url(live), {"looks": [stamp(look)]}, follow=True)
        assert "It is noted that you looked" in answer.content.decode()
        look.refresh_from_db()
        assert look.confirmed_at and look.confirmed_by == reviewer
        assert look.clinician_name == "Dr Ada Example"
        entry = PageLogEntry.objects.get(page=live.pk, action="education.looked_at")
        assert "“Calmer skin”" in str(entry.message)
        # No review of the whole page: its date stays.
        assert ArticlePage.objects.get(pk=live.pk).last_reviewed == datetime.date(2025, 9, 14)

    def test_one_of_two_leaves_the_other_open(self, signed_in, clinic, reviewer, live, look):
        source = live.body[2].value["benefits"][0].benefit_sources.get().source
        ask_for_another_look(source, "Year: “2024” → “2025”")
        signed_in(reviewer).post(looks_url(live), {"looks": [stamp(look)]})
        assert [other.item for other in open_looks(live)] == [source]

    def test_a_further_change_meanwhile_must_be_read(
        self, signed_in, reviewer, live, look, benefit
    ):
        ask_for_another_look(benefit, "Claim: “new” → “newer”")
        answer = signed_in(reviewer).post(looks_url(live), {"looks": [stamp(look)]}, follow=True)
        assert "This changed after you opened it" in answer.content.decode()
        assert "“newer”" in answer.content.decode()
        assert open_looks(live).count() == 1

    @pytest.mark.parametrize("form", [{}, {"looks": ["x"]}, {"looks": ["1@x", "2@y"]}])
    def test_nothing_or_nonsense_is_answered_with_a_message(
        self, signed_in, reviewer, live, look, form
    ):
        answer = signed_in(reviewer).post(looks_url(live), form, follow=True)
        assert answer.status_code == 200 and open_looks(live).count() == 1
        assert 'class="messages' in answer.content.decode() or "error" in answer.content.decode()

    def test_where_nothing_is_open_the_page_says_so(self, signed_in, reviewer, live):
        page = signed_in(reviewer).get(looks_url(live)).content.decode()
        assert "Nothing to look at again" in page and 'name="looks"' not in page


class TestWhoMayAct:
    @pytest.mark.parametrize("role", ["author", "administrator", "reviewer"])
    def test_who_is_no_clinician_sees_it_and_cannot_act(self, signed_in, clinic, live, look, role):
        browser = signed_in(factories.make_person(clinic, role))
        assert "“old” → “new”" in browser.get(looks_url(live)).content.decode()
        assert 'name="shown"' not in browser.get(confirm_url(live)).content.decode()
        confirm(browser, live)
        answer = browser.post(looks_url(live), {"looks": [stamp(look)]}, follow=True)
        assert "Only a clini" in answer.content.decode()
        assert confirmations(live) == [] and open_looks(live).count() == 1

    @pytest.mark.parametrize(
        "record", [{"live": False}, {"credential_expires": datetime.date(2020, 1, 1)}]
    )
    def test_nor_a_clinician_whose_entry_does_not_hold(
        self, signed_in, reviewer, live, look, record
    ):
        Clinician.objects.filter(account=reviewer).update(**record)
        confirm(signed_in(reviewer), live)
        signed_in(reviewer).post(looks_url(live), {"looks": [stamp(look)]})
        assert confirmations(live) == [] and open_looks(live).count() == 1

    def test_for_another_clinic_it_is_not_there(self, signed_in, other_reviewer, live, look):
        browser = signed_in(other_reviewer)
        given = {"shown": shown_of(live), "looks": [stamp(look)]}
        for address in (confirm_url(live), looks_url(live)):
            assert browser.get(address).status_code == 404
            assert browser.post(address, given).status_code == 404
        assert confirmations(live) == [] and open_looks(live).count() == 1

    def test_an_alias_has_nothing_to_confirm(self, signed_in, clinic, reviewer, live):
        alias = live.create_alias(parent=factories.make_topic(clinic, "Other"))
        assert signed_in(reviewer).get(confirm_url(alias)).status_code == 404


class TestWhereItIsSeen:
    def test_a_clinicians_menu_has_both_buttons(self, signed_in, reviewer, live, look):
        browser = signed_in(reviewer)
        explorer = reverse("wagtailadmin_explore", args=[live.get_parent().pk])
        for address in (edit_url(live), explorer):
            page = browser.get(address).content.decode()
            assert confirm_url(live) in page and looks_url(live) in page

    def test_an_example_offers_no_confirmation_that_would_be_refused(
        self, signed_in, reviewer, live
    ):
        ArticlePage.objects.update(is_example=True)
        explorer = reverse("wagtailadmin_explore", args=[live.get_parent().pk])
        assert confirm_url(live) not in signed_in(reviewer).get(explorer).content.decode()

    def test_an_author_sees_the_look_and_no_confirmation(self, signed_in, author, live, look):
        page = signed_in(author).get(edit_url(live)).content.decode()
        assert looks_url(live) in page and confirm_url(live) not in page
        assert "Another look needed" in page and "“old” → “new”" in page

    def test_a_longer_list_asks_no_more_of_the_database_for_them(
        self, clinic, reviewer, django_assert_num_queries
    ):
        articles = [factories.make_article(clinic) for _ in range(3)]
        list(buttons(articles[0], reviewer))
        with django_assert_num_queries(0):
            assert [len(list(buttons(article, reviewer))) for article in articles[1:]] == [1, 1]

    def test_patients_see_nothing_of_it(self, client, live, look):
        page = client.get(live.url)
        assert "another look" not in words_of(page).lower()
        assert "“old”" not in page.content.decode()


class TestReviewPanel:
    def panel(self, browser, article) -> str:
        return words_of(browser.get(edit_url(article)))

    def test_a_new_article_has_one_too(self, signed_in, author, topic):
        address = reverse("wagtailadmin_pages:add", args=["education", "articlepage", topic.pk])
        answer = signed_in(author).get(address)
        assert answer.status_code == 200
        assert "Not yet checked by a clinician" in words_of(answer)

    def test_it_says_who_signed_what_is_live_and_that_there_is_a_draft(
        self, signed_in, author, reviewer, live
    ):
        confirm(signed_in(reviewer), live)
        live.refresh_from_db()
        live.title = "Draft words"
        live.save_revision(user=author)
        text = self.panel(signed_in(author), live)
        today = f"{timezone.localdate():%d %B %Y}".lstrip("0")
        who = "Dr Ada Example, consultant dermatologist"
        assert f"Last sign-off Confirmed as still accurate: {who}, {today}" in text
        assert "Patients see the version of" in text and "Newer draft" in text
        assert "Confirm still accurate" not in text

    def test_it_says_why_it_cannot_be_approved(self, signed_in, clinic, author, benefit):
        draft = factories.make_article(clinic, benefits=[benefit], live=False, author=author)
        text = self.panel(signed_in(author), draft)
        assert "Why this cannot be approved yet" in text and "section about safety" in text
        assert "Only a clinical reviewer" not in text

    def test_a_reviewer_is_told_what_stands_in_their_own_way(self, signed_in, clinic, reviewer):
        own = factories.make_article(clinic, live=False, author=reviewer)
        assert "You wrote the newest words yourself" in self.panel(signed_in(reviewer), own)

    def test_an_example_is_called_one_until_it_is_approved(self, signed_in, author, live):
        ArticlePage.objects.filter(pk=live.pk).update(is_example=True)
        assert "Example content: patients are told so" in self.panel(signed_in(author), live)

    def test_an_article_in_good_order_has_nothing_in_the_way(self, signed_in, author, live):
        ClinicalReview.set_up()
        assert "Why this cannot be approved" not in self.panel(signed_in(author), live)
        assert not AnotherLook.objects.exists()
