"""Withdraw now: gone for readers at once, back by a new sign-off only."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry

from education.models import ArticlePage, Benefit, Question, SignOff, Withdrawal
from education.signed_content import NotSignedOff
from education.withdrawal.withdrawal import Cause, NotWithdrawn, withdraw
from tests import factories
from tests.base import edit_url, words_of

pytestmark = pytest.mark.django_db

GONE = "We have withdrawn this page"
GAP = "We have withdrawn this part. Please call us if you have questions."


def take_off(content, user=None):
    return withdraw(content, user, Cause.ADVICE, "The dose is wrong.")


def withdraw_url(content) -> str:
    if isinstance(content, ArticlePage):
        return reverse("withdraw_article", args=[content.pk])
    return reverse(type(content).snippet_viewset.get_url_name("withdraw"), args=[content.pk])


FORM = {"cause": "advice", "reason": "The dose is wrong."}


class TestAnArticle:
    def test_its_addresses_say_that_it_is_withdrawn_and_how_to_call(
        self, client, clinic, article, reviewer
    ):
        short = reverse("short_address", args=[article.pk])
        take_off(article, reviewer)
        for address in (article.url, short):
            answer = client.get(address)
            assert answer.status_code == 410
            page = words_of(answer)
            assert GONE in page and "555 020 0300" in page
            assert "Acne scars" not in page and "Smoother skin" not in page
            assert '<meta name="robots" content="noindex">' in answer.content.decode()
            assert "canonical" not in answer.content.decode()

    def test_it_is_in_no_list_and_no_file(
        self, client, clinic, article, reviewer, django_capture_on_commit_callbacks
    ):
        other = factories.make_article(clinic, "Another page", related=[article])
        home = factories.home_of(clinic)
        picture = re.search(
            r'og:image" content="([^"]+)"', client.get(article.url).content.decode()
        )
        with django_capture_on_commit_callbacks(execute=True):
            take_off(article, reviewer)
        addresses = (
            "/sitemap.xml",
            "/feed.xml",
            "/a-z/",
            "/questions/",
            "/questions/treatments/",
            "/search/?q=acne",
            home.url,
            "/treatments/",
            other.url,
        )
        for address in addresses:
            said = client.get(address).content.decode()
            assert "Acne scars" not in said and "acne-scars" not in said, address
        assert client.get(picture[1]).status_code == 404

    def test_the_record_and_the_log_name_who_why_and_when(self, article, reviewer):
        row = take_off(article, reviewer)
        assert row.withdrawn_by_name == reviewer.get_full_name()
        assert (row.title, row.site) == ("Acne scars", article.get_site())
        entry = PageLogEntry.objects.filter(action="education.withdraw", page=article.pk).get()
        assert entry.user == reviewer and entry.data["reason"] == "The dose is wrong."
        assert not SignOff.objects.of(article).filter(ended_at=None).exists()

    def test_the_old_signed_version_does_not_come_back(self, article, reviewer):
        signed = article.live_revision
        take_off(article, reviewer)
        with pytest.raises(NotSignedOff):
            signed.publish(skip_permission_checks=True)
        fresh = ArticlePage.objects.get(pk=article.pk)
        fresh.save_revision()
        for revision in fresh.revisions.all():
            with pytest.raises(NotSignedOff):
                revision.publish(skip_permission_checks=True)
        fresh = ArticlePage.objects.get(pk=article.pk)
        assert fresh.withdrawn and not fresh.live

    def test_a_planned_publication_is_cancelled(self, article, reviewer):
        article.go_live_at = timezone.now() + timedelta(hours=1)
        article.title = "Planned"
        planned = article.save_revision()
        SignOff.objects.create(
            content=article,
            title="Planned",
            site=article.get_site(),
            kind=SignOff.Kind.APPROVED,
            revision=planned,
            fingerprint=planned.as_object().fingerprint(),
            signed_at=timezone.now(),
        )
        planned.publish(skip_permission_checks=True)
        take_off(ArticlePage.objects.get(pk=article.pk), reviewer)
        planned.refresh_from_db()
        assert planned.approved_go_live_at is None
        call_command("publish_scheduled")
        assert not ArticlePage.objects.get(pk=article.pk).live

    def test_a_new_sign_off_brings_it_back_and_closes_the_record(self, client, article, reviewer):
        take_off(article, reviewer)
        fresh = ArticlePage.objects.get(pk=article.pk)
        fresh.lede = "Corrected."
        clinician = reviewer.clinicians.get()
        factories.put_live(fresh, fresh.save_revision(), clinician=clinician)
        assert "Corrected." in words_of(client.get(article.url))
        row = Withdrawal.objects.of(article).get()
        assert row.lifted_at and row.lifted_by_name == "Dr Ada Example"
        assert row.lifted_by == SignOff.objects.of(article).first()
        assert not ArticlePage.objects.get(pk=article.pk).withdrawn

    def test_its_copies_go_and_come_back_with_it(self, client, clinic, article, reviewer):
        shelf = factories.make_topic(clinic, "Skin conditions")
        alias = article.create_alias(parent=shelf, update_slug="copy")
        assert client.get(alias.url).status_code == 200
        take_off(article, reviewer)
        assert client.get(alias.url).status_code == 410
        fresh = ArticlePage.objects.get(pk=article.pk)
        factories.put_live(fresh, fresh.save_revision())
        assert client.get(alias.url).status_code == 200

    def test_a_page_kept_for_staff_is_not_even_said_to_be_withdrawn(
        self, client, article, reviewer
    ):
        article.view_restrictions.create(restriction_type="login")
        take_off(article, reviewer)
        assert client.get(article.url).status_code == 404

    @pytest.mark.parametrize("live", [True, False])
    def test_twice_or_never_online_is_refused_with_a_reason(self, clinic, reviewer, live):
        article = factories.make_article(clinic, "Acne", live=live)
        if live:
            take_off(article, reviewer)
        with pytest.raises(NotWithdrawn, match="already" if live else "never been online"):
            take_off(ArticlePage.objects.get(pk=article.pk), reviewer)
        assert Withdrawal.objects.count() == live

    def test_a_draft_at_an_address_is_not_found_as_before(self, client, clinic):
        draft = factories.make_article(clinic, "Draft", live=False)
        assert client.get(draft.url).status_code == 404

    def test_another_clinic_answers_not_found_for_its_short_address(
        self, client, other_clinic, article, reviewer
    ):
        take_off(article, reviewer)
        short = reverse("short_address", args=[article.pk])
        assert client.get(short, headers={"host": "other.example"}).status_code == 404


class TestASharedItem:
    def test_a_line_stands_where_its_words_stood(
        self, client, clinic, article, reviewer, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            take_off(Benefit.objects.get(name="Smoother skin"), reviewer)
            take_off(Question.objects.get(question="Does it hurt?"), reviewer)
        page = client.get(article.url)
        said = words_of(page)
        assert said.count(GAP) == 2
        assert "Smoother skin" not in page.content.decode()
        assert "Does it hurt?" not in page.content.decode()
        assert "Fewer marks" in said and "How long does it take?" in said
        assert "Does it hurt?" not in words_of(client.get("/questions/"))
        assert "Acne scars" not in words_of(client.get("/search/?q=smoother"))

    def test_a_section_whose_every_item_is_withdrawn_still_reads_well(
        self, client, article, reviewer
    ):
        for benefit in Benefit.objects.all():
            take_off(benefit, reviewer)
        page = client.get(article.url)
        assert page.status_code == 200
        assert words_of(page).count(GAP) == 2

    def test_an_item_that_is_only_offline_leaves_nothing(self, client, article):
        Benefit.objects.get(name="Smoother skin").unpublish()
        said = words_of(client.get(article.url))
        assert GAP not in said and "Smoother skin" not in said

    def test_its_sources_leave_the_list(self, client, clinic, topic, reviewer):
        benefit = factories.make_benefit(
            clinic, "Glow", sources=[factories.make_source(clinic, "A withdrawn study")]
        )
        article = factories.make_article(clinic, "Light", topic=topic, benefits=[benefit])
        assert "A withdrawn study" in words_of(client.get(article.url))
        take_off(benefit, reviewer)
        assert "A withdrawn study" not in client.get(article.url).content.decode()

    def test_it_comes_back_with_a_new_sign_off(self, client, article, reviewer):
        benefit = Benefit.objects.get(name="Smoother skin")
        take_off(benefit, reviewer)
        benefit.refresh_from_db()
        benefit.claim = "Corrected claim."
        factories.put_live(benefit, benefit.save_revision())
        said = words_of(client.get(article.url))
        assert GAP not in said and "Corrected claim." in said
        assert Withdrawal.objects.get().lifted_at


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "may"),
        [("author", False), ("brand", False), ("reviewer", True), ("administrator", True)],
    )
    @pytest.mark.parametrize("kind", ["article", "benefit"])
    def test_reviewers_and_administrators_of_the_clinic(
        self, signed_in, clinic, article, role, may, kind
    ):
        content = article if kind == "article" else Benefit.objects.get(name="Smoother skin")
        browser = signed_in(factories.make_person(clinic, role))
        answer = browser.get(withdraw_url(content))
        assert (answer.status_code == 200) is may
        browser.post(withdraw_url(content), FORM)
        content.refresh_from_db()
        assert content.withdrawn is may

    def test_staff_of_another_clinic_may_not(
        self, signed_in, other_clinic, other_reviewer, article
    ):
        browser = signed_in(other_reviewer)
        for content in (article, Benefit.objects.get(name="Smoother skin")):
            browser.post(withdraw_url(content), FORM)
        assert not Withdrawal.objects.exists()

    def test_taking_down_at_one_clinic_is_no_leave_to_do_so_at_another(
        self, signed_in, clinic, other_clinic, article
    ):
        person = factories.make_person(other_clinic, "administrator")
        person.groups.add(factories.group_of(clinic, "author"))
        browser = signed_in(person)
        benefit = Benefit.objects.get(name="Smoother skin")
        viewset = Benefit.snippet_viewset
        browser.post(withdraw_url(benefit), FORM)
        browser.post(withdraw_url(article), FORM)
        browser.post(reverse(viewset.get_url_name("unpublish"), args=[benefit.pk]))
        benefit.refresh_from_db()
        assert benefit.live and not Withdrawal.objects.exists()

    def test_a_reason_is_needed(self, signed_in, reviewer, article):
        answer = signed_in(reviewer).post(withdraw_url(article), FORM | {"reason": " "})
        assert answer.status_code == 200 and "reason" in answer.context["form"].errors
        assert ArticlePage.objects.get(pk=article.pk).live

    def test_the_second_time_is_answered_with_a_message(self, signed_in, reviewer, article):
        browser = signed_in(reviewer)
        browser.post(withdraw_url(article), FORM)
        answer = browser.post(withdraw_url(article), FORM, follow=True)
        assert "withdrawn already" in answer.content.decode()
        assert Withdrawal.objects.count() == 1

    def test_the_confirmation_names_where_readers_see_it_and_what_stays(
        self, signed_in, reviewer, article
    ):
        Locale.objects.get_or_create(language_code="es")
        factories.make_translation(article, "es", title="Cicatrices")
        benefit = Benefit.objects.get(name="Smoother skin")
        browser = signed_in(reviewer)
        heading = re.search(
            r"<h1.*?</h1>", browser.get(withdraw_url(article)).content.decode(), re.S
        )
        assert "Withdraw now" in heading[0] and "Acne scars" in heading[0]
        assert "Acne scars" in browser.get(withdraw_url(benefit)).content.decode()
        assert "Cicatrices" in browser.get(withdraw_url(article)).content.decode()

    def test_the_buttons_stand_where_staff_look(self, signed_in, reviewer, author, article):
        benefit = Benefit.objects.get(name="Smoother skin")
        for content, listing in (
            (article, reverse("wagtailadmin_explore", args=[article.get_parent().pk])),
            (benefit, reverse(Benefit.snippet_viewset.get_url_name("list"))),
        ):
            for address in (edit_url(content), listing):
                page = signed_in(reviewer).get(address).content.decode()
                assert withdraw_url(content) in page, address
                page = signed_in(author).get(address).content.decode()
                assert withdraw_url(content) not in page, address

    def test_the_editor_says_who_withdrew_it_and_why(self, signed_in, reviewer, article):
        take_off(article, reviewer)
        page = signed_in(reviewer).get(edit_url(article)).content.decode()
        assert "Withdrawn by" in page and "The dose is wrong." in page


class TestUnpublishingAnItem:
    def test_an_administrator_may_and_is_told_what_shows_it(
        self, signed_in, administrator, author, article
    ):
        benefit = Benefit.objects.get(name="Smoother skin")
        address = reverse(Benefit.snippet_viewset.get_url_name("unpublish"), args=[benefit.pk])
        signed_in(author).post(address)
        benefit.refresh_from_db()
        assert benefit.live
        browser = signed_in(administrator)
        assert address in browser.get(edit_url(benefit)).content.decode()
        assert "Acne scars" in browser.get(address).content.decode()
        browser.post(address)
        benefit.refresh_from_db()
        assert not benefit.live and not benefit.withdrawn


class TestTheReport:
    def test_each_clinic_sees_its_own(self, signed_in, reviewer, other_reviewer, author, article):
        take_off(article, reviewer)
        address = reverse("withdrawals")
        assert "The dose is wrong." in signed_in(reviewer).get(address).content.decode()
        theirs = signed_in(other_reviewer).get(address)
        assert theirs.status_code == 200 and "The dose is wrong." not in theirs.content.decode()
        assert signed_in(author).get(address).status_code == 302
