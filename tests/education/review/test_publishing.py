"""What publishing sets in motion: addresses that stay, search that knows, pictures made ready."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from education.models import ArticlePage, Benefit, Picture
from education.pictures.renditions import LOGO_SPECS, PICTURE_SPECS
from portal.models import Clinic
from tests import factories
from tests.base import article_form, chooser_block, edit_url, streamfield, words_of

pytestmark = pytest.mark.django_db


def publish(item) -> None:
    factories.put_live(item)


class TestOneWordingForManyArticles:
    def test_a_benefit_published_once_changes_in_every_article(self, client, clinic, topic):
        benefit = factories.make_benefit(clinic, "Smoother skin", claim="The old claim.")
        articles = [
            factories.make_article(clinic, f"Article {n}", topic=topic, benefits=[benefit])
            for n in range(3)
        ]
        benefit.claim = "The new claim."
        publish(benefit)
        for article in articles:
            page = client.get(article.url).content.decode()
            assert "The new claim." in page and "The old claim." not in page

    def test_a_draft_of_it_changes_nothing_for_patients(self, client, clinic, article):
        benefit = Benefit.objects.get(name="Smoother skin")
        benefit.claim = "Not yet approved."
        benefit.save_revision()
        assert "Not yet approved." not in client.get(article.url).content.decode()

    def test_search_then_finds_every_article_by_its_new_words(
        self, client, clinic, article, django_capture_on_commit_callbacks
    ):
        assert "Acne scars" not in words_of(client.get("/search/", {"q": "photobleaching"}))
        benefit = Benefit.objects.get(name="Smoother skin")
        benefit.claim = "It is no photobleaching."
        with django_capture_on_commit_callbacks(execute=True):
            publish(benefit)
        assert "Acne scars" in words_of(client.get("/search/", {"q": "photobleaching"}))

    def test_search_forgets_the_words_of_one_that_is_taken_offline(
        self, client, clinic, topic, django_capture_on_commit_callbacks
    ):
        benefit = factories.make_benefit(clinic, "Xenon light", claim="It glows.")
        with django_capture_on_commit_callbacks(execute=True):
            factories.make_article(clinic, "Lamps", topic=topic, benefits=[benefit])
            publish(benefit)
        assert "Lamps" in words_of(client.get("/search/", {"q": "xenon"}))
        with django_capture_on_commit_callbacks(execute=True):
            benefit.unpublish()
        assert "Lamps" not in words_of(client.get("/search/", {"q": "xenon"}))


class TestAddressesStay:
    @pytest.fixture(autouse=True)
    def commit(self, django_capture_on_commit_callbacks):
        self.commit = django_capture_on_commit_callbacks

    def test_a_renamed_article_leaves_a_redirect(self, client, article):
        old = article.url_path
        with self.commit(execute=True):
            article.slug = "scars-from-acne"
            publish(article)
        answer = client.get("/treatments/acne-scars/")
        assert answer.status_code == 301
        assert answer["Location"].endswith("/treatments/scars-from-acne/")
        assert old != ArticlePage.objects.get(pk=article.pk).url_path

    def test_a_renamed_topic_leaves_a_redirect_for_its_articles_too(self, client, topic, article):
        with self.commit(execute=True):
            topic.slug = "what-we-do"
            publish(topic)
        answer = client.get("/treatments/acne-scars/")
        assert answer.status_code == 301
        assert answer["Location"].endswith("/what-we-do/acne-scars/")

    def test_a_moved_article_leaves_a_redirect(self, client, clinic, article):
        shelf = factories.make_topic(clinic, "Skin conditions")
        with self.commit(execute=True):
            article.move(shelf, pos="last-child")
        answer = client.get("/treatments/acne-scars/")
        assert answer.status_code == 301
        assert answer["Location"].endswith("/skin-conditions/acne-scars/")
        assert Redirect.objects.count() >= 1

    def test_the_short_address_survives_renaming_and_moving(self, client, clinic, article):
        shelf = factories.make_topic(clinic, "Skin conditions")
        article.slug = "renamed"
        publish(article)
        article.move(shelf, pos="last-child")
        answer = client.get(reverse("short_address", args=[article.pk]))
        assert answer["Location"].endswith("/skin-conditions/renamed/")


class TestPicturesAreMadeBeforehand:
    def test_publishing_makes_every_size_of_every_picture(
        self, client, clinic, topic, django_capture_on_commit_callbacks, django_assert_num_queries
    ):
        own, inside = factories.make_picture(clinic), factories.make_picture(clinic)
        with django_capture_on_commit_callbacks(execute=True):
            factories.make_article(
                clinic,
                "With pictures",
                topic=topic,
                picture=own,
                body=[factories.text_section("Look", "<p>Here.</p>", pictures=[inside])],
            )
        for picture in (own, inside):
            made = set(picture.renditions.values_list("filter_spec", flat=True))
            assert made == set(PICTURE_SPECS)

    def test_saving_the_settings_makes_the_logos_size(self, clinic):
        settings = Clinic.objects.get(site=clinic)
        settings.logo = factories.make_picture(clinic, "Logo")
        settings.save()
        assert set(settings.logo.renditions.values_list("filter_spec", flat=True)) == set(
            LOGO_SPECS
        )

    def test_a_lost_file_shows_its_alt_text_and_breaks_nothing(self, client, clinic, topic):
        picture = factories.make_picture(clinic, description="A cheek with scars")
        article = factories.make_article(
            clinic, "Lost", topic=topic, picture=picture, picture_alt="A cheek with scars"
        )
        Picture.objects.get(pk=picture.pk).file.storage.delete(picture.file.name)
        picture.renditions.all().delete()
        page = client.get(article.url)
        assert page.status_code == 200
        assert "A cheek with scars" in page.content.decode()


class TestTwoPeopleAtOnce:
    """Two members of staff save the same article: nothing anyone wrote is lost."""

    def test_both_versions_are_kept_in_the_history(self, signed_in, clinic, author, article):
        colleague = factories.make_person(clinic, "author")
        first, second = signed_in(author), signed_in(colleague)
        first.get(edit_url(article))
        second.get(edit_url(article))
        first.post(edit_url(article), article_form("By the first"))
        second.post(edit_url(article), article_form("By the second"))
        titles = {r.content["title"]: r.user for r in article.revisions.all()}
        assert titles["By the first"] == author
        assert titles["By the second"] == colleague

    def test_an_autosave_over_a_newer_version_of_somebody_else_is_refused(
        self, signed_in, clinic, author, article
    ):
        colleague = factories.make_person(clinic, "author")
        first, second = signed_in(author), signed_in(colleague)
        headers = {"accept": "application/json"}
        answer = first.post(edit_url(article), article_form("By the first"), headers=headers)
        assert answer.status_code == 200, answer.content
        own = answer.json()["revision_id"]
        second.post(edit_url(article), article_form("By the second"))
        late = first.post(
            edit_url(article),
            article_form("By the first, later") | {"overwrite_revision_id": str(own)},
            headers=headers,
        )
        assert late.status_code == 400 or not late.json().get("success", True)
        fresh = ArticlePage.objects.get(pk=article.pk)
        assert fresh.get_latest_revision_as_object().title == "By the second"

    def test_an_autosave_of_live_or_submitted_words_does_not_change_them(
        self, signed_in, author, article
    ):
        """Autosave overwrites a revision in place; the live revision must stay what was approved."""
        live = article.live_revision_id
        signed_in(author).post(
            edit_url(article),
            article_form("Autosaved") | {"overwrite_revision_id": str(live)},
            headers={"accept": "application/json"},
        )
        kept = ArticlePage.objects.get(pk=article.pk)
        assert kept.title == "Acne scars"
        assert kept.live_revision.content["title"] == "Acne scars"


class TestDraftsAreNeverRefused:
    def test_an_empty_article_is_saved_as_a_draft(self, signed_in, author, topic):
        address = reverse("wagtailadmin_pages:add", args=["education", "articlepage", topic.pk])
        form = article_form(
            "Only a title",
            lede="",
            key_points=streamfield([]),
            body=streamfield([]),
            conclusion="null",
        )
        signed_in(author).post(address, form)
        article = ArticlePage.objects.get(title="Only a title")
        assert not article.live

    def test_a_draft_with_unfinished_sections_is_saved(self, signed_in, author, article):
        form = article_form("Acne scars", body=streamfield([chooser_block("benefits", [])]))
        answer = signed_in(author).post(edit_url(article), form)
        assert answer.status_code == 302
        draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
        assert [section.block_type for section in draft.body] == ["benefits"]

    def test_submitting_unfinished_words_names_what_is_missing(self, signed_in, author, article):
        form = article_form("Acne scars", key_points=streamfield([("point", "Only one.")]))
        answer = signed_in(author).post(
            edit_url(article), form | {"action-submit": "action-submit"}
        )
        assert answer.status_code == 200
        assert "key_points" in answer.context["form"].errors
        assert not ArticlePage.objects.get(pk=article.pk).workflow_in_progress
