"""A shared item changed once says so everywhere, and every article around it is read again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from education.models import AnotherLook, ArticlePage, Benefit, ClinicalReview, SignOff
from education.reuse.looks import articles_using
from tests import factories
from tests.base import edit_url

pytestmark = pytest.mark.django_db


def change(item, author, **fields):
    """A changed draft of an item, submitted by its author; the item."""
    for field, value in fields.items():
        setattr(item, field, value)
    item.save_revision(user=author)
    ClinicalReview.set_up().start(item, author)
    return item


def approve(browser, item, **answer):
    """The approval as the window in a list sends it."""
    name = item.snippet_viewset.get_url_name("workflow_action")
    state = item.current_workflow_task_state
    return browser.post(
        reverse(name, args=[item.pk, "approve", state.pk]), {"comment": ""} | answer
    )


def open_of(article):
    return list(AnotherLook.objects.filter(article=article, confirmed_at=None))


@pytest.fixture
def benefit(clinic):
    return factories.make_sound_benefit(clinic, "Calmer skin")


class TestWhereItStands:
    def titles(self, item):
        return [article.title for article in articles_using(item)]

    def test_a_benefit_stands_in_live_articles_only(self, clinic, benefit):
        factories.make_article(clinic, "Live", benefits=[benefit])
        factories.make_article(clinic, "Draft", benefits=[benefit], live=False)
        factories.make_article(clinic, "Without")
        assert self.titles(benefit) == ["Live"]

    def test_a_newer_draft_that_names_it_does_not_count(self, clinic, benefit):
        article = factories.make_article(clinic, "Live")
        article.body.append(factories.benefits_section([benefit]))
        article.save_revision()
        assert self.titles(benefit) == []

    def test_a_source_stands_where_what_rests_on_it_stands(self, clinic):
        source = factories.make_source(clinic)
        benefit = factories.make_benefit(clinic, sources=[source])
        question = factories.make_question(clinic, sources=[source])
        numbers = factories.numbers_section([(1, "have it")], source=source)
        factories.make_article(clinic, "A by a benefit", benefits=[benefit])
        factories.make_article(clinic, "B by a question", questions=[question])
        factories.make_article(clinic, "C by itself", sources=[source])
        factories.make_article(clinic, "D in numbers", body=[numbers])
        assert [title[0] for title in self.titles(source)] == ["A", "B", "C", "D"]

    def test_a_word_stands_where_it_is_marked_and_in_answers(self, clinic):
        term = factories.make_term(clinic)
        words = f"<p>{factories.marked(term)}</p>"
        question = factories.make_question(clinic, answer=words)
        factories.make_article(clinic, "By an answer", questions=[question])
        factories.make_article(clinic, "In its text", conclusion=words)
        assert self.titles(term) == ["By an answer", "In its text"]

    def test_what_patients_do_not_see_carries_nothing_on(self, clinic):
        source = factories.make_source(clinic)
        draft = factories.make_benefit(clinic, sources=[source], live=False)
        factories.make_article(clinic, "With a hole", benefits=[draft])
        assert self.titles(source) == []

    def test_an_article_is_named_once_and_its_alias_never(self, clinic, topic, benefit):
        article = factories.make_article(clinic, "Twice", benefits=[benefit, benefit], topic=topic)
        other = factories.make_topic(clinic, "Other")
        article.create_alias(parent=other)
        assert self.titles(benefit) == ["Twice"]

    def test_it_takes_few_queries(self, clinic, django_assert_max_num_queries):
        source = factories.make_source(clinic)
        benefits = [factories.make_benefit(clinic, sources=[source]) for _ in range(3)]
        questions = [factories.make_question(clinic, sources=[source]) for _ in range(3)]
        for number in range(3):
            factories.make_article(
                clinic, f"Article {number}", benefits=benefits, questions=questions
            )
        with django_assert_max_num_queries(5):
            assert len(articles_using(source)) == 3


class TestAnotherLook:
    def test_approved_once_it_is_shown_and_marked_in_two_clinics(
        self, client, signed_in, clinic, other_clinic, author, superuser
    ):
        factories.make_clinician(None, account=superuser)
        shared = factories.make_sound_benefit(None, "Calmer skin")
        here = factories.make_article(clinic, "Here", benefits=[shared])
        there = factories.make_article(other_clinic, "There", benefits=[shared])
        untouched = factories.make_article(clinic, "Without")
        change(shared, author, claim="It may calm red skin.", grade="some")
        approve(signed_in(superuser), shared)
        for article, host in ((here, "localhost"), (there, "other.example")):
            page = client.get(article.url.replace("http://other.example", ""), HTTP_HOST=host)
            assert "It may calm red skin." in page.content.decode()
            assert "nother look" not in page.content.decode()
            (look,) = open_of(article)
            assert look.item == shared
            assert look.what_changed.splitlines() == [
                "What it may do: “It may help: Calmer skin.” → “It may calm red skin.”",
                "How sure are we?: “Early studies only” → “Some evidence”",
            ]
            assert look.sign_off == SignOff.objects.of(shared).first()
        assert open_of(untouched) == []

    def test_a_change_of_wording_only_marks_none(
        self, signed_in, clinic, author, reviewer, benefit
    ):
        article = factories.make_article(clinic, benefits=[benefit])
        change(benefit, author, claim="It may help, we think.")
        approve(signed_in(reviewer), benefit, wording_only="on")
        assert Benefit.objects.get(pk=benefit.pk).claim == "It may help, we think."
        assert SignOff.objects.of(benefit).first().wording_only
        assert open_of(article) == []

    def test_its_first_publication_marks_none(self, signed_in, clinic, author, reviewer):
        benefit = factories.make_sound_benefit(clinic, "Calmer skin", live=False)
        factories.make_article(clinic, benefits=[benefit])
        ClinicalReview.set_up().start(benefit, author)
        approve(signed_in(reviewer), benefit)
        assert Benefit.objects.get(pk=benefit.pk).live
        assert not AnotherLook.objects.exists()

    def test_the_same_words_approved_again_mark_none(
        self, signed_in, clinic, author, reviewer, benefit
    ):
        factories.make_article(clinic, benefits=[benefit])
        approve(signed_in(reviewer), change(benefit, author))
        assert not AnotherLook.objects.exists()

    def test_an_example_marks_none(self, clinic, benefit):
        factories.make_article(clinic, benefits=[benefit])
        benefit.claim = "Other example words."
        revision = benefit.save_revision()
        SignOff.objects.create(
            content=benefit,
            title="Example",
            site=clinic,
            kind=SignOff.Kind.EXAMPLE,
            revision=revision,
            fingerprint=revision.as_object().fingerprint(),
            signed_at=timezone.now(),
        )
        revision.publish(skip_permission_checks=True)
        assert not AnotherLook.objects.exists()

    def test_changed_sources_are_named(self, signed_in, clinic, author, reviewer, benefit):
        article = factories.make_article(clinic, benefits=[benefit])
        row = benefit.benefit_sources.all()[0]
        old, row.source = row.source, factories.make_source(clinic, "A better study")
        benefit.benefit_sources = [row]
        approve(signed_in(reviewer), change(benefit, author))
        assert f"Sources: “{old}” → “A better study”" in open_of(article)[0].what_changed

    def test_a_second_change_joins_the_open_look(
        self, signed_in, clinic, author, reviewer, benefit
    ):
        article = factories.make_article(clinic, benefits=[benefit])
        browser = signed_in(reviewer)
        for words in ("First change.", "Second change."):
            approve(browser, change(Benefit.objects.get(pk=benefit.pk), author, claim=words))
        (look,) = open_of(article)
        assert "→ “First change.”" in look.what_changed
        assert "“First change.” → “Second change.”" in look.what_changed

    def test_a_scheduled_change_marks_on_its_day(
        self, signed_in, clinic, author, reviewer, benefit
    ):
        article = factories.make_article(clinic, benefits=[benefit])
        change(benefit, author, claim="Later.", go_live_at=timezone.now() + timedelta(days=1))
        approve(signed_in(reviewer), benefit)
        assert open_of(article) == []
        revision = benefit.revisions.exclude(approved_go_live_at=None).get()
        past = timezone.now() - timedelta(minutes=1)
        revision.content["go_live_at"] = past.isoformat()
        revision.approved_go_live_at = past
        revision.save()
        call_command("publish_scheduled")
        assert Benefit.objects.get(pk=benefit.pk).claim == "Later."
        assert "→ “Later.”" in open_of(article)[0].what_changed

    def test_what_is_taken_offline_is_looked_at_too(self, clinic, benefit):
        article = factories.make_article(clinic, benefits=[benefit])
        benefit.unpublish()
        assert open_of(article)[0].what_changed.startswith("Taken offline on ")

    def test_back_with_other_words_it_is_compared_with_what_patients_read_last(
        self, signed_in, clinic, author, reviewer, benefit
    ):
        article = factories.make_article(clinic, benefits=[benefit])
        benefit.unpublish()
        benefit.refresh_from_db()
        benefit.claim = "It may help a little."
        benefit.save()
        approve(signed_in(reviewer), change(benefit, author))
        assert (
            "“It may help: Calmer skin.” → “It may help a little.”"
            in open_of(article)[0].what_changed
        )

    def test_either_the_words_go_live_and_articles_are_marked_or_neither(
        self, monkeypatch, clinic, author, reviewer, benefit
    ):
        factories.make_article(clinic, benefits=[benefit])
        change(benefit, author, claim="Never seen.")

        def fails(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr("education.reuse.looks.articles_using", fails)
        state = benefit.current_workflow_task_state
        with pytest.raises(RuntimeError):
            state.task.specific.on_action(state, reviewer, "approve")
        assert Benefit.objects.get(pk=benefit.pk).claim != "Never seen."

    def test_an_article_approved_anew_was_looked_at(
        self, signed_in, clinic, author, reviewer, benefit
    ):
        article = factories.make_article(
            clinic, body=factories.safety_sections(), benefits=[benefit]
        )
        approve(signed_in(reviewer), change(benefit, author, claim="Changed."))
        article.lede = "A new opening."
        article.save_revision(user=author)
        ClinicalReview.set_up().start(article, author)
        state = article.current_workflow_task_state
        address = reverse(
            "wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk]
        )
        signed_in(reviewer).post(address, {"comment": ""})
        assert ArticlePage.objects.get(pk=article.pk).lede == "A new opening."
        look = AnotherLook.objects.get(article=article)
        assert look.confirmed_by == reviewer and look.clinician_name == "Dr Ada Example"

    def test_a_change_after_the_sign_off_of_a_scheduled_article_stays_open(
        self, signed_in, clinic, author, reviewer, benefit
    ):
        article = factories.make_article(clinic, benefits=[benefit])
        article.lede = "For next week."
        revision = article.save_revision(user=author)
        SignOff.objects.create(
            content=article,
            title="Next week",
            site=clinic,
            kind=SignOff.Kind.APPROVED,
            revision=revision,
            fingerprint=revision.as_object().fingerprint(),
            signed_at=timezone.now(),
        )
        approve(signed_in(reviewer), change(benefit, author, claim="Changed."))
        revision.publish(skip_permission_checks=True)
        assert ArticlePage.objects.get(pk=article.pk).lede == "For next week."
        assert len(open_of(article)) == 1


class TestBeforehand:
    """Who changes or approves an item sees where it stands."""

    @pytest.fixture
    def shared(self, clinic, other_clinic):
        item = factories.make_sound_benefit(None, "Calmer skin")
        factories.make_article(clinic, "Harbour article", benefits=[item])
        factories.make_article(other_clinic, "Meadow article", benefits=[item])
        return item

    def window(self, browser, item, name="workflow_action"):
        state = item.current_workflow_task_state
        address = reverse(
            item.snippet_viewset.get_url_name(name), args=[item.pk, "approve", state.pk]
        )
        return browser.get(address, headers={"x-requested-with": "XMLHttpRequest"}).json()["html"]

    @pytest.mark.parametrize("name", ["workflow_action", "collect_workflow_action_data"])
    def test_the_approver_is_asked_and_sees_the_articles(
        self, signed_in, clinic, author, reviewer, benefit, name
    ):
        factories.make_article(clinic, "Harbour article", benefits=[benefit])
        shown = self.window(signed_in(reviewer), change(benefit, author, claim="New."), name)
        assert "Harbour article" in shown and 'name="wording_only"' in shown
        assert "stands in 1 live article," in shown

    def test_titles_of_other_clinics_are_only_counted(self, signed_in, shared, clinic, author):
        """Somebody who reviews the shared library, but works for one clinic."""
        person = factories.make_person(clinic, "reviewer")
        factories.make_clinician(None, account=person)
        everywhere = ["review_content", "change_benefit"]
        own = Permission.objects.filter(content_type__app_label="education")
        factories.group_of(clinic, "reviewer").permissions.add(*own.filter(codename__in=everywhere))
        browser = signed_in(person)
        shown = self.window(browser, change(shared, author, claim="New."))
        assert "Harbour article" in shown and "Meadow article" not in shown
        assert "And 1 article of another clinic." in shown
        editor = browser.get(edit_url(shared)).content.decode()
        assert "shows in 2 live articles" in editor
        assert "Harbour article" in editor and "Meadow article" not in editor

    def test_nothing_to_spare_where_no_article_is_live(
        self, signed_in, author, reviewer, benefit, clinic
    ):
        shown = self.window(signed_in(reviewer), change(benefit, author, claim="New."))
        assert "wording_only" not in shown and 'name="comment"' in shown

    def test_an_article_keeps_both_ways_and_has_no_such_box(
        self, clinic, author, reviewer, article
    ):
        article.save_revision(user=author)
        ClinicalReview.set_up().start(article, author)
        task = ClinicalReview.objects.get()
        names = [(name, modal) for name, _label, modal in task.get_actions(article, reviewer)]
        assert names == [("reject", True), ("approve", False), ("approve", True)]

    @pytest.mark.parametrize("kind", ["benefit", "question", "term", "source"])
    def test_each_editor_says_where_patients_read_it(self, signed_in, clinic, author, kind):
        term = factories.make_term(clinic)
        items = {
            "benefit": factories.make_benefit(clinic),
            "question": factories.make_question(clinic),
            "source": factories.make_source(clinic),
            "term": term,
        }
        factories.make_article(
            clinic,
            "Uses it",
            benefits=[items["benefit"]],
            questions=[items["question"]],
            sources=[items["source"]],
            conclusion=f"<p>{factories.marked(term)}</p>",
        )
        page = signed_in(author).get(edit_url(items[kind])).content.decode()
        assert "A change here shows in 1 live article once it is approved:" in page
        assert "Uses it" in page
        new = signed_in(author).get(reverse(items[kind].snippet_viewset.get_url_name("add")))
        assert "No live article shows this yet." in new.content.decode()
