"""A clinic's review rules: who may change them, what is refused, what interval they give."""

import pytest
from django.urls import reverse

from education.models import ArticlePage, ReviewRules
from education.review.signing import months_for
from tests import factories
from tests.base import article_form, edit_url

pytestmark = pytest.mark.django_db

INDEX = "wagtailsnippets_education_reviewrules:list"


def rules_of(site) -> ReviewRules:
    return ReviewRules.objects.get(site=site)


def form(**fields) -> dict:
    values = {
        "two_people": "on",
        "months": "36",
        "safety_months": "12",
        "mailbox": "",
        "grace_days": "90",
        "overdue": "unlisted",
    }
    return values | {name: str(value) for name, value in fields.items()}


class TestTheForm:
    def test_an_administrator_goes_straight_to_their_own_clinics_rules(
        self, signed_in, administrator, clinic, other_clinic
    ):
        browser = signed_in(administrator)
        answer = browser.get(reverse(INDEX), follow=True)
        assert answer.request["PATH_INFO"] == edit_url(rules_of(clinic))
        page = answer.content.decode()
        assert "counts from each page" in page and "Meadow" not in page

    def test_what_they_change_is_saved_for_their_clinic_only(
        self, signed_in, administrator, clinic, other_clinic
    ):
        sent = form(months=24, mailbox="reviews@harbour.example", site=other_clinic.pk)
        signed_in(administrator).post(edit_url(rules_of(clinic)), sent)
        assert rules_of(clinic).months == 24
        assert rules_of(clinic).mailbox == "reviews@harbour.example"
        assert rules_of(other_clinic).months == 36

    def test_nobody_else_sees_or_changes_them(
        self, signed_in, author, reviewer, brand_manager, other_reviewer, clinic
    ):
        for person in (author, reviewer, brand_manager, other_reviewer):
            browser = signed_in(person)
            for address in (reverse(INDEX), edit_url(rules_of(clinic))):
                answer = browser.get(address, follow=True)
                assert answer.request["PATH_INFO"] == "/admin/" or answer.status_code == 403
            browser.post(edit_url(rules_of(clinic)), form(months=1))
        assert rules_of(clinic).months == 36

    def test_another_clinics_rules_are_out_of_reach(self, signed_in, administrator, other_clinic):
        browser = signed_in(administrator)
        browser.post(edit_url(rules_of(other_clinic)), form(months=1))
        assert rules_of(other_clinic).months == 36

    def test_nobody_adds_or_deletes_any(self, signed_in, administrator, superuser, clinic):
        bare = factories.make_site_without_settings()
        rules = rules_of(clinic)
        for person in (administrator, superuser):
            browser = signed_in(person)
            add = reverse("wagtailsnippets_education_reviewrules:add")
            delete = reverse("wagtailsnippets_education_reviewrules:delete", args=[rules.pk])
            bulk = reverse("wagtail_bulk_action", args=["education", "reviewrules", "delete"])
            for address in (add, delete, f"{bulk}?id={rules.pk}&next=/admin/"):
                assert browser.post(address, form(site=bare.pk)).status_code in (302, 403)
            assert "Delete" not in browser.get(edit_url(rules)).content.decode()
        assert rules_of(clinic).pk == rules.pk
        assert not ReviewRules.objects.filter(site=bare).exists()

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("months", "0", "from 1 to 120"),
            ("months", "-3", "from 1 to 120"),
            ("months", "121", "from 1 to 120"),
            ("months", "three years", "from 1 to 120"),
            ("months", "", "from 1 to 120"),
            ("months", "9" * 40, "from 1 to 120"),
            ("safety_months", "48", "as often as the others"),
            ("grace_days", "-1", "from 0 to 730"),
            ("grace_days", "731", "from 0 to 730"),
            ("mailbox", "reviews at harbour", "valid email address"),
            ("overdue", "burned", "valid choice"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(
        self, signed_in, administrator, clinic, field, value, words
    ):
        answer = signed_in(administrator).post(
            edit_url(rules_of(clinic)), form(**{field: value, "two_people": "on"})
        )
        assert answer.status_code == 200
        assert words in " ".join(answer.context["form"].errors[field])
        assert rules_of(clinic).months == 36


class TestTheInterval:
    """In months: a page's own, else the clinic's for its topics, else the clinic's."""

    def test_usually_three_years_and_one_where_a_topic_is_safety_critical(self, clinic, article):
        assert months_for(article) == 36
        topic = article.get_parent().specific
        topic.review_more_often = True
        topic.save()
        assert months_for(article) == 12

    def test_a_topic_it_is_also_listed_in_counts(self, clinic, topic):
        new = factories.make_topic(clinic, "New treatments", review_more_often=True)
        assert months_for(factories.make_article(clinic, topic=topic, also_in=[new])) == 12

    def test_the_pages_own_wins_and_the_clinics_rules_are_asked(self, clinic, article):
        ReviewRules.objects.filter(site=clinic).update(months=24)
        assert months_for(article) == 24
        article.review_months = 60
        article.get_parent().specific.review_more_often = True
        assert months_for(article) == 60

    def test_each_clinic_has_its_own(self, clinic, other_clinic, article):
        ReviewRules.objects.filter(site=other_clinic).update(months=6)
        assert months_for(article) == 36
        assert months_for(factories.make_article(other_clinic)) == 6

    def test_saving_a_draft_with_another_interval_changes_no_date(self, signed_in, author, article):
        day = ArticlePage.objects.get(pk=article.pk).get_latest_revision().created_at.date()
        ArticlePage.objects.filter(pk=article.pk).update(next_review=day, last_reviewed=day)
        answer = signed_in(author).post(
            edit_url(article), article_form("Acne scars", review_months="6")
        )
        assert answer.status_code == 302
        kept = ArticlePage.objects.get(pk=article.pk)
        assert kept.get_latest_revision_as_object().review_months == 6
        assert (kept.next_review, kept.last_reviewed) == (day, day)
