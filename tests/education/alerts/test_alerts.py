"""Safety alerts: who writes and lifts them, what a form refuses, and on which pages they stand."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from education.models import ArticlePage, SafetyAlert
from portal.models import StaffGroup
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db
Role = StaffGroup.Role
ADD = "wagtailsnippets_education_safetyalert:add"
WHAT = "One batch of the numbing cream is too strong. Do not use it."


def address(alert, screen: str) -> str:
    return reverse(f"wagtailsnippets_education_safetyalert:{screen}", args=[alert.pk])


def alert_form(clinic, *, topics=(), articles=(), **fields) -> dict:
    values = {
        "what": WHAT,
        "since": timezone.localdate().isoformat(),
        "source_name": "Medicines agency",
        "source_url": "https://agency.example/recall",
        "topics": [str(topic.pk) for topic in topics],
        "articles": [str(article.pk) for article in articles],
        "site": str(clinic.pk),
    }
    return values | fields


def reads(client, page, host: str = "localhost") -> str:
    return words_of(client.get(page.get_url(), HTTP_HOST=host))


def log_of(alert, action: str):
    kind = ContentType.objects.get_for_model(alert)
    return ModelLogEntry.objects.filter(content_type=kind, object_id=alert.pk, action=action)


class TestWriting:
    def test_an_alert_stands_on_its_article_at_once_and_says_who_says_so(
        self, client, signed_in, administrator, clinic, article
    ):
        answer = signed_in(administrator).post(reverse(ADD), alert_form(clinic, articles=[article]))
        assert answer.status_code == 302, answer.context["form"].errors
        alert = SafetyAlert.objects.get()
        assert alert.made_by == administrator and alert.site == clinic
        page = client.get(article.get_url())
        assert WHAT in words_of(page) and "Since" in words_of(page)
        assert b'href="https://agency.example/recall"' in page.content
        text = page.content.decode()
        assert text.index(WHAT) < text.index('class="lede"')

    def test_the_clinic_is_filled_in_and_no_other_one_is_offered(
        self, signed_in, administrator, clinic, other_clinic, article
    ):
        theirs = factories.make_article(other_clinic, "Zebrafish article")
        screen = signed_in(administrator).get(reverse(ADD)).content.decode()
        assert f'<option value="{clinic.pk}" selected>' in screen
        assert "Meadow" not in screen and theirs.title not in screen and article.title in screen

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("what", "", "required"),
            ("what", "   ", "required"),
            ("what", "Do <b>not</b> use it.", "without HTML"),
            ("what", "x" * 301, "300"),
            ("since", "", "required"),
            ("since", "2099-01-01", "in the future"),
            ("since", "yesterday", "valid date"),
            ("source_url", "ftp://agency.example/recall", "https://"),
            ("source_url", "javascript:alert(1)", "valid URL"),
            ("source_name", "", "whose web address"),
            ("articles", [], "at least one topic or article"),
        ],
    )
    def test_a_form_with_a_mistake_says_which_and_loses_nothing(
        self, signed_in, administrator, clinic, article, field, value, words
    ):
        form = alert_form(clinic, articles=[article]) | {field: value}
        answer = signed_in(administrator).post(reverse(ADD), form)
        assert answer.status_code == 200 and words in str(answer.context["form"].errors)
        assert not SafetyAlert.objects.exists()
        if field != "source_name":
            assert b"Medicines agency" in answer.content

    def test_an_alert_may_say_less_than_a_number(self, signed_in, administrator, clinic, article):
        form = alert_form(clinic, articles=[article], what="Stop if a dose < 5 mg was given.")
        assert signed_in(administrator).post(reverse(ADD), form).status_code == 302

    def test_yesterday_and_no_source_at_all_are_fine(
        self, client, signed_in, administrator, clinic, article
    ):
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        form = alert_form(clinic, articles=[article], since=yesterday)
        form |= {"source_name": "", "source_url": ""}
        assert signed_in(administrator).post(reverse(ADD), form).status_code == 302
        assert "Source:" not in reads(client, article).partition("Acne scars in two lines.")[0]

    @pytest.mark.parametrize("named", ["topics", "articles", "site"])
    def test_a_forged_form_names_nothing_of_another_clinic(
        self, signed_in, administrator, clinic, other_clinic, article, named
    ):
        topic = factories.make_topic(other_clinic, "Their topic")
        theirs = {
            "topics": [str(topic.pk)],
            "articles": [str(factories.make_article(other_clinic, topic=topic).pk)],
            "site": str(other_clinic.pk),
        }
        form = alert_form(clinic, articles=[article]) | {named: theirs[named]}
        answer = signed_in(administrator).post(reverse(ADD), form)
        assert answer.status_code == 200 and answer.context["form"].errors
        assert not SafetyAlert.objects.exists()

    def test_a_superuser_cannot_mix_two_clinics_either(
        self, signed_in, superuser, clinic, other_clinic
    ):
        theirs = factories.make_article(other_clinic, "Their article")
        answer = signed_in(superuser).post(reverse(ADD), alert_form(clinic, articles=[theirs]))
        assert "belongs to another clinic" in str(answer.context["form"].errors)
        assert not SafetyAlert.objects.exists()

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.BRAND])
    def test_nobody_but_an_administrator_writes_changes_or_lifts_one(
        self, signed_in, clinic, article, role
    ):
        alert = factories.make_alert(clinic, articles=[article])
        browser = signed_in(factories.make_person(clinic, role))
        form = alert_form(clinic, articles=[article], what="Hijacked")
        for where in (reverse(ADD), address(alert, "edit"), address(alert, "lift")):
            assert browser.post(where, form).status_code in (302, 403, 404)
        alert.refresh_from_db()
        assert SafetyAlert.objects.count() == 1
        assert alert.what != "Hijacked" and alert.lifted_at is None

    def test_the_words_may_be_changed_and_the_history_keeps_what_was_said(
        self, client, signed_in, administrator, clinic, article
    ):
        alert = factories.make_alert(clinic, "The old words.", articles=[article])
        browser = signed_in(administrator)
        browser.post(address(alert, "edit"), alert_form(clinic, articles=[article]))
        assert WHAT in reads(client, article)
        assert log_of(alert, "education.change_alert").get().data == {"before": "The old words."}
        assert "The old words." in words_of(browser.get(address(alert, "history")))

    def test_it_is_not_deleted(self, signed_in, administrator, clinic, article):
        alert = factories.make_alert(clinic, articles=[article])
        browser = signed_in(administrator)
        bulk = reverse("wagtail_bulk_action", args=["education", "safetyalert", "delete"])
        for where in (address(alert, "delete"), f"{bulk}?id={alert.pk}"):
            browser.post(where)
        assert SafetyAlert.objects.filter(pk=alert.pk).exists()


class TestLifting:
    def test_after_one_confirmation_it_is_gone_from_the_page_and_kept_in_the_record(
        self, client, signed_in, administrator, clinic, article
    ):
        alert = factories.make_alert(clinic, WHAT, articles=[article])
        browser = signed_in(administrator)
        assert WHAT in words_of(browser.get(address(alert, "lift")))
        assert WHAT in reads(client, article), "looking lifts nothing"
        browser.post(address(alert, "lift"))
        alert.refresh_from_db()
        assert alert.lifted_by == administrator and alert.lifted_at is not None
        assert WHAT not in reads(client, article)
        assert log_of(alert, "education.lift_alert").get().user == administrator

    def test_a_second_press_changes_nothing_and_says_so(
        self, signed_in, administrator, clinic, article
    ):
        alert = factories.make_alert(clinic, articles=[article])
        signed_in(administrator).post(address(alert, "lift"))
        alert.refresh_from_db()
        first = alert.lifted_at
        colleague = factories.make_person(clinic, Role.ADMINISTRATOR)
        answer = signed_in(colleague).post(address(alert, "lift"), follow=True)
        alert.refresh_from_db()
        assert (alert.lifted_at, alert.lifted_by) == (first, administrator)
        assert "lifted before" in words_of(answer)
        assert log_of(alert, "education.lift_alert").count() == 1

    def test_a_lifted_one_is_shown_but_not_changed(self, signed_in, administrator, clinic, article):
        alert = factories.make_alert(clinic, WHAT, articles=[article], lifted=True)
        form = alert_form(clinic, articles=[article], what="Other words")
        answer = signed_in(administrator).post(address(alert, "edit"), form, follow=True)
        alert.refresh_from_db()
        assert alert.what == WHAT and WHAT in words_of(answer)
        assert "stays as it was" in words_of(answer)

    def test_the_list_shows_the_standing_ones_first(
        self, signed_in, administrator, clinic, article
    ):
        factories.make_alert(clinic, "Alpha lifted", articles=[article], lifted=True)
        factories.make_alert(clinic, "Beta standing", articles=[article])
        factories.make_alert(clinic, "Gamma lifted", articles=[article], lifted=True)
        screen = signed_in(administrator).get(reverse("wagtailsnippets_education_safetyalert:list"))
        words = words_of(screen)
        order = [words.index(name) for name in ("Beta standing", "Gamma lifted", "Alpha lifted")]
        assert order == sorted(order)
        assert "Standing" in words and "Lifted on" in words

    def test_another_clinics_alert_is_out_of_reach(self, signed_in, administrator, other_clinic):
        alert = factories.make_alert(
            other_clinic, articles=[factories.make_article(other_clinic, "Theirs")]
        )
        browser = signed_in(administrator)
        for screen in ("edit", "lift", "history", "inspect"):
            answer = browser.post(address(alert, screen))
            assert answer.status_code in (302, 403, 404), screen
            assert alert.what not in words_of(browser.get(address(alert, screen), follow=True))
        alert.refresh_from_db()
        assert alert.lifted_at is None


class TestWhereItStands:
    def test_a_topics_alert_is_on_the_topic_below_it_and_on_what_is_listed_there(
        self, client, clinic, topic, article
    ):
        elsewhere = factories.make_topic(clinic, "Skin conditions")
        listed = factories.make_article(clinic, "Listed", topic=elsewhere, also_in=[topic])
        other = factories.make_article(clinic, "Not concerned", topic=elsewhere)
        factories.make_alert(clinic, WHAT, topics=[topic])
        assert [WHAT in reads(client, page) for page in (topic, article, listed)] == [True] * 3
        assert WHAT not in reads(client, elsewhere) and WHAT not in reads(client, other)

    def test_an_articles_alert_is_on_that_article_only(self, client, clinic, topic, article):
        neighbour = factories.make_article(clinic, "A neighbour", topic=topic)
        factories.make_alert(clinic, WHAT, articles=[article])
        assert WHAT in reads(client, article)
        assert WHAT not in reads(client, neighbour) and WHAT not in reads(client, topic)

    def test_two_ways_to_one_page_show_an_alert_once_and_two_alerts_newest_first(
        self, client, clinic, topic, article
    ):
        factories.make_alert(clinic, WHAT, topics=[topic], articles=[article])
        older = timezone.localdate() - timedelta(days=9)
        factories.make_alert(clinic, "An older one.", articles=[article], since=older)
        words = reads(client, article)
        assert words.count(WHAT) == 1 and "Safety alerts" in words
        assert words.index(WHAT) < words.index("An older one.")

    def test_translations_of_what_was_chosen_show_it_too(self, client, clinic, topic, article):
        translated = factories.make_translation(article, "es", slug="cicatrices")
        factories.make_alert(clinic, WHAT, articles=[article])
        assert WHAT in reads(client, translated)
        SafetyAlert.objects.all().delete()
        factories.make_alert(clinic, WHAT, topics=[topic])
        assert WHAT in reads(client, translated)
        assert WHAT in reads(client, translated.get_parent().specific)

    def test_no_page_of_another_clinic_shows_it(self, client, clinic, other_clinic, article):
        """Not even a page that an alert names because it was moved there later."""
        theirs = factories.make_article(other_clinic, "Theirs")
        factories.make_alert(clinic, WHAT, articles=[theirs, article])
        assert WHAT not in reads(client, theirs, host="other.example")
        assert WHAT in reads(client, article)

    def test_what_is_written_is_never_read_as_html(self, client, clinic, article):
        factories.make_alert(clinic, "<script>alert(1)</script>", articles=[article])
        assert b"<script>alert(1)" not in client.get(article.get_url()).content

    def test_the_sign_off_and_the_dates_of_the_article_stay(self, clinic, article):
        before = ArticlePage.objects.filter(pk=article.pk).values().get()
        factories.make_alert(clinic, articles=[article])
        assert ArticlePage.objects.filter(pk=article.pk).values().get() == before


def test_a_copy_in_step_warns_of_what_its_article_warns_of(client, clinic, article):
    elsewhere = factories.make_topic(clinic, "Elsewhere")
    copy = article.create_alias(parent=elsewhere)
    copy_of_copy = copy.create_alias(update_slug="once-more")
    factories.make_alert(clinic, WHAT, articles=[article])
    assert WHAT in reads(client, copy) and WHAT in reads(client, copy_of_copy)
    assert WHAT not in reads(client, factories.make_article(clinic, topic=elsewhere))
