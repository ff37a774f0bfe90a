"""Whose content it is: the rules behind every list, chooser and approval."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page, Site

from education.models import Benefit, ClinicalReview
from education.ownership import (
    LibraryPolicy,
    belongs_here,
    may_review,
    pages_of_sites,
    reviewers,
    site_of,
    sites_to_review,
)
from tests import factories

pytestmark = pytest.mark.django_db


class TestSiteOf:
    def test_a_page_belongs_to_the_clinic_above_it(self, clinic, other_clinic, article):
        assert site_of(article) == site_of(factories.home_of(clinic)) == clinic
        assert site_of(factories.make_article(other_clinic)) == other_clinic

    def test_a_page_above_all_clinics_belongs_to_none(self, clinic):
        assert site_of(Page.get_first_root_node()) is None

    def test_a_library_item_belongs_to_its_owner_or_to_all(self, clinic):
        assert site_of(factories.make_benefit(clinic)) == clinic
        assert site_of(factories.make_benefit(None)) is None

    def test_a_translated_page_belongs_to_the_same_clinic(self, clinic, article):
        spanish = factories.make_translation(article, "es")
        assert site_of(spanish) == clinic


class TestLibraryPolicy:
    policy = LibraryPolicy(Benefit)

    def test_everyone_uses_the_shared_library_and_nobody_of_a_clinic_changes_it(
        self, author, administrator
    ):
        shared = factories.make_benefit(None)
        for person in (author, administrator):
            asks = self.policy.user_has_any_permission_for_instance
            assert asks(person, ["view"], shared)
            assert not asks(person, ["change", "delete", "publish"], shared)

    def test_ones_own_clinics_items_and_no_others(self, author, clinic, other_clinic):
        ours, theirs = factories.make_benefit(clinic), factories.make_benefit(other_clinic)
        listed = self.policy.instances_user_has_any_permission_for(author, ["view"])
        assert ours in listed and theirs not in listed

    def test_somebody_at_two_clinics_has_both(self, author, clinic, other_clinic):
        author.groups.add(factories.group_of(other_clinic, "author"))
        theirs = factories.make_benefit(other_clinic)
        asks = self.policy.user_has_any_permission_for_instance
        assert asks(author, ["change"], theirs)

    def test_nobody_signed_in_sees_nothing(self, clinic):
        factories.make_benefit(clinic), factories.make_benefit(None)
        nobody = AnonymousUser()
        assert not self.policy.instances_user_has_any_permission_for(nobody, ["view"]).exists()

    def test_an_account_that_was_switched_off_sees_nothing(self, author, clinic):
        factories.make_benefit(clinic), factories.make_benefit(None)
        author.is_active = False
        author.save()
        assert not self.policy.instances_user_has_any_permission_for(author, ["view"]).exists()


class TestReviewers:
    def test_each_clinic_has_its_own(self, clinic, other_clinic, reviewer, other_reviewer):
        assert list(reviewers(clinic)) == [reviewer]
        assert list(reviewers(other_clinic)) == [other_reviewer]
        assert list(sites_to_review(reviewer)) == [clinic]

    def test_only_they_may_review(self, clinic, author, administrator, reviewer, other_reviewer):
        may = [
            p for p in (author, administrator, reviewer, other_reviewer) if may_review(p, clinic)
        ]
        assert may == [reviewer]

    def test_the_shared_library_is_reviewed_by_nobody_of_one_clinic(
        self, clinic, reviewer, superuser
    ):
        assert not may_review(reviewer, None)
        assert may_review(superuser, None)
        assert list(reviewers(None)) == [superuser]

    def test_a_reviewer_who_left_reviews_no_more(self, clinic, reviewer):
        reviewer.is_active = False
        reviewer.save()
        assert not may_review(reviewer, clinic) and list(reviewers(clinic)) == []


def test_content_may_use_the_shared_library_and_shared_pictures(clinic, other_clinic, author):
    assert belongs_here(factories.make_benefit(None), clinic, author)
    assert belongs_here(factories.make_picture(clinic), clinic, author)
    assert not belongs_here(factories.make_benefit(other_clinic), clinic, author)
    assert not belongs_here(factories.make_picture(other_clinic), clinic, author)
    assert not belongs_here(factories.make_document(other_clinic), clinic, author)
    assert not belongs_here(factories.make_article(other_clinic), clinic, author)


def test_every_page_and_every_kind_of_item_goes_through_clinical_review(clinic, article):
    workflow = ClinicalReview.set_up()
    for thing in (article, factories.home_of(clinic), factories.make_standard_page(clinic)):
        assert thing.get_workflow() == workflow
    for make in (factories.make_benefit, factories.make_question, factories.make_source):
        assert make(clinic).get_workflow() == workflow
    # An administrator confirms a clinician's entry; the first could not be approved by a clinician.
    assert factories.make_clinician(clinic).get_workflow() is None


class TestWhoseAPageIs:
    def test_a_clinic_below_another_one_owns_its_own_pages(self, clinic):
        topic = factories.make_topic(clinic)
        below = Site.objects.create(hostname="below.example", root_page=topic)
        assert site_of(factories.make_article(clinic, topic=topic)) == below
        assert site_of(factories.home_of(clinic)) == clinic

    def test_it_is_found_without_reading_every_clinic(
        self, clinic, other_clinic, django_assert_num_queries
    ):
        article = factories.make_article(clinic)
        with django_assert_num_queries(2) as asked:
            assert site_of(article) == clinic
        assert all("WHERE" in query["sql"] for query in asked.captured_queries)
        assert list(pages_of_sites({clinic.pk, None}).children[1:]) == [
            ("path__startswith", clinic.root_page.path)
        ]
