"""The article page: its sections, addresses within it, what it shows and in which order."""

import re

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.test.utils import WagtailPageTestCase

from education.models import ArticlePage, Benefit, Question, TopicPage
from portal.models import HomePage, StandardPage
from tests import factories
from tests.base import (
    article_form,
    edit_url,
    standard_page_form,
    streamfield,
    text_block,
    words_of,
)

pytestmark = pytest.mark.django_db


class TestPageTypes(WagtailPageTestCase):
    def test_the_tree_is_home_topic_article(self):
        self.assertAllowedSubpageTypes(HomePage, {TopicPage, StandardPage})
        self.assertAllowedSubpageTypes(TopicPage, {ArticlePage})
        self.assertAllowedSubpageTypes(ArticlePage, set())
        self.assertAllowedSubpageTypes(StandardPage, set())
        self.assertAllowedParentPageTypes(ArticlePage, {TopicPage})
        self.assertAllowedParentPageTypes(TopicPage, {HomePage})

    def test_every_page_type_shows_edits_and_previews(self):
        clinic = factories.make_clinic()
        self.client.force_login(factories.make_superuser())
        article = factories.make_article(
            clinic, "Every section", body=factories.every_section(clinic)
        )
        pages = [
            factories.home_of(clinic),
            factories.topic_of(clinic),
            article,
            factories.make_standard_page(clinic),
        ]
        for page in pages:
            page = page.specific
            # The body's inputs are made in the browser, so its form data is ours.
            data = article_form(page.title) if isinstance(page, ArticlePage) else None
            if isinstance(page, StandardPage):
                data = standard_page_form(page.title)
            self.assertPageIsRoutable(page)
            self.assertPageIsRenderable(page)
            self.assertPageIsEditable(page, post_data=data)
            self.assertPageIsPreviewable(page, post_data=data)


class TestLongestTitle:
    def test_a_longer_one_is_refused_with_both_lengths_and_stays_in_the_form(
        self, signed_in, author, clinic
    ):
        article = factories.make_article(clinic, "A")
        answer = signed_in(author).post(edit_url(article), article_form("A" * 400, slug="a"))
        (message,) = answer.context["form"].errors["title"]
        assert "at most 255 characters (it has 400)" in message
        assert answer.context["form"]["title"].value() == "A" * 400

    def test_the_longest_one_is_kept_whole(self, client, clinic):
        article = factories.make_article(clinic, "A" * 255, slug="longest")
        assert f">{'A' * 255}</h1>" in client.get(article.get_url()).content.decode()


class TestAnchors:
    def test_a_heading_becomes_the_address_of_its_section(self, client, clinic):
        body = [factories.text_section("How does it work?", "<p>So.</p>")]
        article = factories.make_article(clinic, "A", body=body)
        page = client.get(article.url).content.decode()
        assert '<h2 id="how-does-it-work">' in page
        assert 'href="#how-does-it-work"' in page

    def test_renaming_the_heading_keeps_the_address(self, signed_in, author, client, clinic):
        body = [factories.text_section("How does it work?", "<p>So.</p>")]
        article = factories.make_article(clinic, "A", body=body)
        anchor = article.body[0].value["anchor"]
        form = article_form("A", body=streamfield([text_block("A new heading", "So.", anchor)]))
        signed_in(author).post(edit_url(article), form)
        draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
        assert draft.body[0].value["heading"] == "A new heading"
        assert draft.body[0].value["anchor"] == "how-does-it-work"

    def test_two_equal_headings_get_two_addresses(self, clinic):
        body = [factories.text_section("Safety", "<p>1</p>"), factories.text_section("Safety", "")]
        article = factories.make_article(clinic, "A", body=body)
        assert [s.value["anchor"] for s in article.body] == ["safety", "safety-2"]

    def test_a_heading_in_another_script_still_gets_one(self, clinic):
        article = factories.make_article(
            clinic, "A", body=[factories.text_section("皮膚", "<p>1</p>")]
        )
        assert article.body[0].value["anchor"]

    def test_no_section_takes_the_pages_own_addresses(self, clinic):
        headings = ["Book", "Conclusion", "About", "Main"]
        body = [factories.text_section(heading, "<p>x</p>") for heading in headings]
        article = factories.make_article(clinic, "A", body=body)
        anchors = {s.value["anchor"] for s in article.body}
        assert anchors.isdisjoint({"book", "conclusion", "about", "main"})

    def test_every_id_on_the_page_is_there_once(self, client, clinic):
        article = factories.make_article(clinic, "All", body=factories.every_section(clinic))
        ids = re.findall(r' id="([^"]*)"', client.get(article.url).content.decode())
        assert len(ids) == len(set(ids)) and "" not in ids

    def test_a_section_without_a_heading_goes_on_without_an_address(self, client, clinic):
        body = [factories.text_section("", "<p>Goes on.</p>")]
        article = factories.make_article(clinic, "A", body=body)
        page = client.get(article.url).content.decode()
        assert "Goes on." in page
        assert 'id=""' not in page


class TestLiveItemsOnly:
    @pytest.fixture
    def with_drafts(self, clinic, topic):
        return factories.make_article(
            clinic,
            "Some live",
            topic=topic,
            benefits=[
                factories.make_benefit(clinic, "Live benefit"),
                factories.make_benefit(clinic, "Draft benefit", live=False),
            ],
            questions=[
                factories.make_question(clinic, "Live question?"),
                factories.make_question(clinic, "Draft question?", live=False),
            ],
        )

    def test_drafts_are_not_shown(self, client, with_drafts):
        words = words_of(client.get(with_drafts.url))
        assert "Live benefit" in words and "Live question?" in words
        assert "Draft benefit" not in words and "Draft question?" not in words

    def test_drafts_are_not_found_by_search(self, client, with_drafts):
        assert "Some live" not in words_of(client.get("/search/", {"q": "draft"}))

    def test_a_row_whose_item_is_gone_shows_nothing_and_breaks_nothing(self, client, with_drafts):
        Benefit.objects.filter(name="Live benefit")._raw_delete(Benefit.objects.db)
        answer = client.get(with_drafts.url)
        assert answer.status_code == 200
        assert "Live benefit" not in words_of(answer)

    def test_draft_sources_are_not_listed(self, client, clinic, topic):
        sources = [
            factories.make_source(clinic, "A live source"),
            factories.make_source(clinic, "A draft source", live=False),
        ]
        article = factories.make_article(clinic, "Sourced", topic=topic, sources=sources)
        words = words_of(client.get(article.url))
        assert "A live source" in words and "A draft source" not in words

    def test_each_source_is_numbered_once_in_the_order_of_reading(self, client, clinic, topic):
        first, second, third = (factories.make_source(clinic, f"Source {n}") for n in "123")
        article = factories.make_article(
            clinic,
            "Sourced",
            topic=topic,
            benefits=[factories.make_benefit(clinic, "B", sources=[second, first])],
            questions=[factories.make_question(clinic, "Q?", sources=[first, third])],
            sources=[third, second],
        )
        page = client.get(article.url)
        listed = page.context["source_list"]
        assert [(source.number, source.title) for source in listed] == [
            (1, "Source 2"),
            (2, "Source 1"),
            (3, "Source 3"),
        ]
        assert '<a href="#source-1">1</a>' in page.content.decode()

    def test_the_numbers_beside_an_item_are_in_order(self, client, clinic, topic):
        first, second = (factories.make_source(clinic, f"Source {n}") for n in "12")
        article = factories.make_article(
            clinic,
            topic=topic,
            benefits=[
                factories.make_benefit(clinic, sources=[first]),
                factories.make_benefit(clinic, sources=[second, first]),
            ],
        )
        assert "Sources: 1 2" in words_of(client.get(article.url))


class TestOrderOfThePage:
    def test_booking_stands_after_safety_care_card_and_conclusion(self, client, clinic):
        article = factories.make_article(clinic, "All", body=factories.every_section(clinic))
        page = client.get(article.url).content.decode()
        places = [
            page.index(words)
            for words in (
                "How sure are we?</h2>",
                "you cannot breathe",
                "In short</h2>",
                'id="book"',
            )
        ]
        assert places == sorted(places)

    def test_the_header_jumps_to_the_booking_section(self, client, article):
        assert 'class="site-nav__book" href="#book"' in client.get(article.url).content.decode()

    def test_without_booking_the_header_leads_to_the_contact_page(self, client, clinic):
        article = factories.make_article(clinic, "No booking", booking_on=False)
        page = client.get(article.url).content.decode()
        assert 'id="book"' not in page
        assert 'class="site-nav__book" href="/contact/#book"' in page

    def test_the_articles_own_words_stand_on_the_button(self, client, clinic):
        article = factories.make_article(clinic, "A", booking_words="Ask about scars")
        assert "Ask about scars" in client.get(article.url).content.decode()

    def test_related_articles_that_are_not_live_are_left_out(self, client, clinic):
        live = factories.make_article(clinic, "Live neighbour")
        draft = factories.make_article(clinic, "Draft neighbour", live=False)
        article = factories.make_article(clinic, "A", related=[live, draft])
        words = words_of(client.get(article.url))
        assert "Live neighbour" in words and "Draft neighbour" not in words

    def test_related_articles_are_in_the_language_of_the_page(self, client, clinic):
        translated = factories.make_article(clinic, "Has a translation")
        other = factories.make_article(clinic, "Has none")
        article = factories.make_article(clinic, "A", related=[other, translated])
        factories.make_translation(translated, "es", title="Traducido")
        related = client.get(factories.make_translation(article, "es").url).context["related"]
        assert [row["title"] for row in related] == ["Traducido"]
        assert related[0]["url"].startswith("/es/")

    def test_a_preview_opens_every_answer(self, signed_in, author, clinic):
        questions = [factories.make_question(clinic) for _ in range(3)]
        article = factories.make_article(clinic, "Asked", questions=questions)
        browser = signed_in(author)
        preview = reverse("wagtailadmin_pages:view_draft", args=[article.pk])
        page = browser.get(preview).content.decode()
        assert "<details" in page
        assert page.count("<details") == page.count(" open>")


class TestDeletionInUse:
    def test_an_item_in_use_is_not_deleted_and_every_article_is_named(self, clinic, topic):
        benefit = factories.make_benefit(clinic, "Used")
        for number in (1, 2):
            factories.make_article(clinic, f"User {number}", topic=topic, benefits=[benefit])
        with pytest.raises(ProtectedError) as refused:
            benefit.delete()
        assert "User 1" in str(refused.value) and "User 2" in str(refused.value)
        assert Benefit.objects.filter(pk=benefit.pk).exists()

    def test_an_unused_item_is_deleted(self, clinic):
        benefit = factories.make_benefit(clinic, "Unused")
        benefit.delete()
        assert not Benefit.objects.filter(pk=benefit.pk).exists()

    @pytest.mark.parametrize("bulk", [False, True], ids=["one", "bulk"])
    def test_the_admin_refuses_and_names_the_articles(
        self, signed_in, administrator, article, bulk
    ):
        question = Question.objects.get(question="Does it hurt?")
        if bulk:
            address = reverse("wagtail_bulk_action", args=["education", "question", "delete"])
            address += f"?id={question.pk}&next=/admin/snippets/education/question/"
        else:
            address = reverse("wagtailsnippets_education_question:delete", args=[question.pk])
        answer = signed_in(administrator).post(address, follow=True)
        assert Question.objects.filter(pk=question.pk).exists()
        assert "“Acne scars”" in answer.content.decode()

    def test_bulk_deletion_with_one_in_use_deletes_none(
        self, signed_in, administrator, article, clinic
    ):
        used = Question.objects.get(question="Does it hurt?")
        unused = factories.make_question(clinic, "Unused?")
        address = reverse("wagtail_bulk_action", args=["education", "question", "delete"])
        signed_in(administrator).post(f"{address}?id={used.pk}&id={unused.pk}")
        assert Question.objects.filter(pk__in=[used.pk, unused.pk]).count() == 2

    def test_a_draft_that_names_an_item_counts_as_use(self, clinic, topic):
        """The item is only in an unpublished draft: its author would lose it."""
        benefit = factories.make_benefit(clinic, "In a draft")
        factories.make_article(clinic, "Drafted", topic=topic, benefits=[benefit], live=False)
        with pytest.raises(ProtectedError):
            benefit.delete()

    def test_a_source_in_use_by_a_benefit_is_protected(self, clinic):
        source = factories.make_source(clinic, "Used source")
        factories.make_benefit(clinic, "Sourced", sources=[source])
        with pytest.raises(ProtectedError):
            source.delete()
