"""Copies at the clinics that took an article: they follow it; what was left out stays out."""

import pytest
from django.test import Client

from education.library_sharing.choosing import (
    NotShared,
    leave_out,
    offer,
    stop_topic,
    take_article,
    take_topic,
)
from education.library_sharing.copies import clinics_showing, keep_copies_in_step
from education.models import ArticlePage, TakenArticle, TakenTopic
from education.review.unsigned import unsigned_content, why_unsigned
from education.withdrawal.withdrawal import Cause, withdraw
from tests import factories
from tests.base import words_of

from .conftest import approve, copy_at, fresh, shown_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_goes_live_unsigned():
    yield
    assert list(unsigned_content()) == []


class TestTaking:
    def test_nothing_stands_anywhere_before_a_clinic_decides(self, library, other_clinic):
        assert copy_at(other_clinic, library.acne) is None

    def test_one_article_stands_in_the_topic_that_was_chosen(self, library, other_clinic, shelf):
        take_article(other_clinic, library.acne, shelf, None)
        copy = copy_at(other_clinic, library.acne)
        assert copy.live and copy.get_parent().pk == shelf.pk
        assert copy.last_reviewed == library.acne.last_reviewed is not None
        assert not shown_at(other_clinic, library.warts)
        assert clinics_showing(library.acne) == ["Meadow Dermatology"]
        assert copy.owner is None and copy.content_owner is None

    def test_a_whole_topic_brings_new_articles_with_their_first_approval(
        self, taken, other_clinic, reviewer
    ):
        assert shown_at(other_clinic, taken.acne) and shown_at(other_clinic, taken.warts)
        hives = factories.make_article(taken.site, "Hives", topic=taken.topic, live=False)
        assert copy_at(other_clinic, hives) is None
        approve(hives, reviewer)
        assert shown_at(other_clinic, hives)
        assert copy_at(other_clinic, hives).last_reviewed == fresh(hives).last_reviewed

    def test_deciding_twice_changes_nothing(self, taken, other_clinic, shelf):
        before = copy_at(other_clinic, taken.acne)
        take_topic(other_clinic, taken.topic, shelf, None)
        keep_copies_in_step(taken.acne)
        keep_copies_in_step(before)
        assert copy_at(other_clinic, taken.acne) == before
        assert ArticlePage.objects.child_of(shelf).count() == 2

    def test_an_address_that_is_in_use_gets_a_number(self, library, other_clinic, shelf):
        factories.make_article(other_clinic, "Acne", topic=shelf)
        take_article(other_clinic, library.acne, shelf, None)
        assert copy_at(other_clinic, library.acne).slug == "acne-1"

    def test_another_topic_moves_the_copy_with_an_unused_address(
        self, library, other_clinic, shelf
    ):
        take_article(other_clinic, library.acne, shelf, None)
        second = factories.make_topic(other_clinic, "Second shelf")
        factories.make_article(other_clinic, "Acne", topic=second)
        before = copy_at(other_clinic, library.acne)
        take_article(other_clinic, library.acne, second, None)
        after = copy_at(other_clinic, library.acne)
        assert after.pk == before.pk and after.live
        assert after.url_path == f"{second.url_path}acne-1/"

    def test_what_is_not_offered_private_or_ones_own_is_refused(
        self, clinic, library, other_clinic, shelf
    ):
        own = factories.make_article(other_clinic, "Own", topic=shelf)
        with pytest.raises(NotShared, match="no longer offered"):
            take_article(other_clinic, own, shelf, None)
        with pytest.raises(NotShared, match="your own topics"):
            take_article(other_clinic, library.acne, library.topic, None)
        with pytest.raises(NotShared, match="your own topics"):
            take_topic(other_clinic, library.topic, None, None)
        offer(clinic, False, None)
        with pytest.raises(NotShared, match="no longer offered"):
            take_topic(other_clinic, library.topic, shelf, None)
        assert not TakenTopic.objects.exists() and not TakenArticle.objects.exists()


class TestFollowing:
    def test_one_edit_and_one_approval_show_at_both_clinics(
        self, client, taken, other_clinic, reviewer
    ):
        article = fresh(taken.acne)
        article.lede = "New words for everybody."
        approve(article, reviewer)
        copy = copy_at(other_clinic, taken.acne)
        for address, host in ((taken.acne.get_url(), "localhost"), (copy.url, "other.example")):
            page = client.get(address.partition("example")[2] or address, HTTP_HOST=host)
            assert "New words for everybody." in words_of(page), host

    def test_a_draft_of_the_library_shows_nowhere(self, taken, other_clinic):
        article = fresh(taken.acne)
        article.lede = "Not approved."
        article.save_revision()
        keep_copies_in_step(article)
        assert copy_at(other_clinic, taken.acne).lede != "Not approved."

    def test_an_unpublished_article_leaves_and_comes_back_with_it(
        self, taken, other_clinic, reviewer
    ):
        fresh(taken.acne).unpublish()
        assert not shown_at(other_clinic, taken.acne)
        assert not TakenArticle.objects.exists()
        approve(fresh(taken.acne), reviewer)
        assert shown_at(other_clinic, taken.acne)

    def test_a_withdrawn_article_says_so_at_the_copy_too(self, taken, other_clinic, reviewer):
        address = copy_at(other_clinic, taken.acne).url
        withdraw(fresh(taken.acne), reviewer, Cause.ADVICE, "The dose is wrong.")
        assert Client(HTTP_HOST="other.example").get(address).status_code == 410
        approve(fresh(taken.acne), reviewer)
        assert Client(HTTP_HOST="other.example").get(address).status_code == 200

    def test_a_withdrawal_is_not_told_where_the_article_was_left_out(
        self, taken, other_clinic, reviewer
    ):
        address = copy_at(other_clinic, taken.acne).url
        leave_out(other_clinic, taken.acne)
        withdraw(fresh(taken.acne), reviewer, Cause.ADVICE, "The dose is wrong.")
        assert Client(HTTP_HOST="other.example").get(address).status_code == 404

    def test_a_deleted_article_takes_its_copies_along(self, taken, other_clinic, shelf):
        fresh(taken.acne).delete()
        assert [page.title for page in ArticlePage.objects.child_of(shelf)] == ["Warts"]
        type(taken.topic).objects.get(pk=taken.topic.pk).delete()
        assert not ArticlePage.objects.child_of(shelf).exists()
        assert not TakenTopic.objects.exists()

    def test_an_article_that_leaves_the_taken_topic_leaves_the_clinic(
        self, clinic, taken, other_clinic
    ):
        elsewhere = factories.make_topic(clinic, "Not taken")
        fresh(taken.acne).move(elsewhere, pos="last-child")
        assert not shown_at(other_clinic, taken.acne)
        fresh(taken.acne).move(type(taken.topic).objects.get(pk=taken.topic.pk), pos="last-child")
        assert shown_at(other_clinic, taken.acne)

    def test_an_article_that_was_taken_by_itself_stays_wherever_it_moves(
        self, clinic, library, other_clinic, shelf
    ):
        take_article(other_clinic, library.acne, shelf, None)
        fresh(library.acne).move(factories.make_topic(clinic, "Elsewhere"), pos="last-child")
        assert shown_at(other_clinic, library.acne)

    def test_another_address_at_the_library_leaves_the_copys_address(
        self, taken, other_clinic, reviewer
    ):
        before = copy_at(other_clinic, taken.acne).url
        article = fresh(taken.acne)
        article.slug = "spots"
        approve(article, reviewer)
        assert copy_at(other_clinic, taken.acne).url == before

    def test_a_library_that_stops_offering_takes_its_articles_back(self, taken, other_clinic):
        offer(taken.site, False, None)
        assert not shown_at(other_clinic, taken.acne)
        offer(taken.site, True, None)
        assert shown_at(other_clinic, taken.acne)

    def test_what_becomes_private_is_private_everywhere(
        self, taken, other_clinic, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            restriction = taken.topic.view_restrictions.create(restriction_type="login")
        assert not shown_at(other_clinic, taken.acne)
        with django_capture_on_commit_callbacks(execute=True):
            restriction.delete()
        assert shown_at(other_clinic, taken.acne)

    def test_an_own_topic_that_is_deleted_leaves_nothing_and_says_nothing_stands(
        self, taken, other_clinic, shelf, reviewer
    ):
        type(shelf).objects.get(pk=shelf.pk).delete()
        assert copy_at(other_clinic, taken.acne) is None
        approve(fresh(taken.acne), reviewer)
        assert copy_at(other_clinic, taken.acne) is None
        assert TakenTopic.objects.get().under is None and not TakenArticle.objects.exists()


class TestLeavingOut:
    """What a clinic has left out stays out, whatever happens at the library."""

    @pytest.fixture
    def left_out(self, taken, other_clinic):
        leave_out(other_clinic, taken.acne)
        assert not shown_at(other_clinic, taken.acne) and shown_at(other_clinic, taken.warts)
        yield taken.acne
        assert not shown_at(other_clinic, taken.acne)
        assert TakenArticle.objects.get(article=taken.acne).left_out

    def test_after_another_approval(self, left_out, reviewer):
        approve(fresh(left_out), reviewer)

    def test_after_it_was_offline_and_came_back(self, left_out, reviewer):
        fresh(left_out).unpublish()
        approve(fresh(left_out), reviewer)

    def test_after_a_withdrawal_and_its_end(self, left_out, reviewer):
        withdraw(fresh(left_out), reviewer, Cause.ADVICE, "The dose is wrong.")
        approve(fresh(left_out), reviewer)

    def test_after_the_topic_is_taken_again(self, left_out, taken, other_clinic, shelf):
        stop_topic(other_clinic, taken.topic, None)
        assert not shown_at(other_clinic, taken.warts)
        take_topic(other_clinic, taken.topic, shelf, None)
        assert shown_at(other_clinic, taken.warts)

    def test_after_a_move_into_another_taken_topic(self, left_out, taken, other_clinic, shelf):
        second = factories.make_topic(taken.site, "Second")
        take_topic(other_clinic, second, shelf, None)
        fresh(left_out).move(second, pos="last-child")

    def test_after_the_library_stopped_and_offers_again(self, left_out, taken):
        offer(taken.site, False, None)
        offer(taken.site, True, None)

    def test_after_wagtail_updates_all_copies(self, left_out):
        fresh(left_out).update_aliases()

    def test_if_the_copy_was_taken_offline_by_hand(self, taken, other_clinic, reviewer):
        copy_at(other_clinic, taken.acne).unpublish()
        approve(fresh(taken.acne), reviewer)
        assert not shown_at(other_clinic, taken.acne)
        assert TakenArticle.objects.get().left_out

    def test_until_the_clinic_decides_anew(self, taken, other_clinic, shelf):
        leave_out(other_clinic, taken.acne)
        before = copy_at(other_clinic, taken.acne)
        take_article(other_clinic, taken.acne, shelf, None)
        after = copy_at(other_clinic, taken.acne)
        assert after.pk == before.pk and after.live and after.first_published_at


class TestClinicsThatGo:
    @pytest.fixture
    def third(self, clinic):
        return factories.make_clinic("third.example", "Third Clinic")

    def test_a_library_goes_with_its_copies(self, third, other_clinic, shelf):
        offer(third, True, None)
        topic = factories.make_topic(third, "Theirs")
        article = factories.make_article(third, "Eczema", topic=topic)
        take_topic(other_clinic, topic, shelf, None)
        assert shown_at(other_clinic, article)
        factories.remove_clinic(third)
        assert not ArticlePage.objects.filter(title="Eczema").exists()

    def test_a_clinic_that_takes_goes_and_leaves_the_library_as_it_was(self, library, third):
        take_topic(third, library.topic, factories.make_topic(third, "Theirs"), None)
        assert shown_at(third, library.acne)
        factories.remove_clinic(third)
        assert not TakenTopic.objects.exists() and fresh(library.acne).live


class TestTheDoor:
    def test_an_alias_at_a_clinic_that_has_not_taken_it_stays_a_draft(
        self, library, other_clinic, shelf, reviewer
    ):
        alias = library.acne.create_alias(parent=shelf)
        assert not fresh(alias).live
        approve(fresh(library.acne), reviewer)
        assert not fresh(alias).live

    def test_an_alias_put_live_past_the_portal_is_found(self, library, shelf):
        alias = library.acne.create_alias(parent=shelf)
        ArticlePage.objects.filter(pk=alias.pk).update(live=True)
        assert why_unsigned(fresh(alias))
        ArticlePage.objects.filter(pk=alias.pk).update(live=False)

    def test_a_copy_counts_as_signed_by_the_library(self, taken, other_clinic):
        assert why_unsigned(copy_at(other_clinic, taken.acne)) == ""

    def test_a_copy_that_was_moved_by_hand_stays_where_it_was_put(
        self, taken, other_clinic, reviewer
    ):
        second = factories.make_topic(other_clinic, "Second shelf")
        copy_at(other_clinic, taken.acne).move(second, pos="last-child")
        approve(fresh(taken.acne), reviewer)
        copy = copy_at(other_clinic, taken.acne)
        assert copy.live and copy.get_parent().pk == second.pk
