"""The way down to a page, and the same page in other languages."""

import pytest

from education.models import ArticlePage
from education.reading.breadcrumbs import whereabouts
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_trail_leads_from_home_to_the_page(clinic, article, rf, django_assert_num_queries):
    request = rf.get("/", headers={"host": "localhost"})
    article.get_url(request)
    with django_assert_num_queries(1):
        found = whereabouts(article, request)
    assert [crumb["title"] for crumb in found["crumbs"]] == [
        "Harbour Skin Clinic",
        "Treatments",
        "Acne scars",
    ]
    assert found["crumbs"][0]["is_home"] and "url" not in found["crumbs"][-1]
    assert found["translations"] == []


def test_a_page_in_a_preview_that_was_never_saved_has_itself(clinic, rf):
    found = whereabouts(ArticlePage(title="New"), rf.get("/"))
    assert found == {"crumbs": [{"title": "New"}], "translations": []}


class TestLanguages:
    @pytest.fixture
    def spanish(self, article):
        return factories.make_translation(article, "es", title="Cicatrices de acné")

    def test_a_translation_has_the_languages_prefix(self, client, article, spanish):
        answer = client.get("/es/treatments/acne-scars/")
        page = answer.content.decode()
        assert '<html lang="es"' in page and "Cicatrices de acné" in page
        assert answer.headers["Content-Language"] == "es"

    def test_the_default_language_has_none(self, client, article, spanish):
        page = client.get("/treatments/acne-scars/").content.decode()
        assert '<html lang="en"' in page and "Acne scars" in page
        assert client.get("/en/treatments/acne-scars/").status_code == 404

    def test_each_page_names_the_other(self, client, article, spanish):
        english = client.get("/treatments/acne-scars/").content.decode()
        assert "/es/treatments/acne-scars/" in english
        assert (
            "/treatments/acne-scars/" in client.get("/es/treatments/acne-scars/").content.decode()
        )

    def test_the_browsers_language_changes_nothing(self, client, article, spanish):
        answer = client.get("/treatments/acne-scars/", headers={"accept-language": "es"})
        assert b'<html lang="en"' in answer.content
        client.cookies["django_language"] = "es"
        assert b'<html lang="en"' in client.get("/").content

    def test_lists_and_search_hold_pages_of_their_language_only(self, client, article, spanish):
        assert b"Cicatrices" not in client.get("/a-z/").content
        rows = client.get("/es/a-z/").context["letters"][0]["rows"]
        assert [row["title"] for row in rows] == ["Cicatrices de acné"]
        assert b"Cicatrices" in client.get("/es/search/?q=cicatrices").content
        assert b"Cicatrices" not in client.get("/search/?q=cicatrices").content

    def test_every_list_answers_in_a_language_without_pages(self, client, article):
        for address in ("/es/", "/es/a-z/", "/es/search/?q=x", "/es/contact/"):
            assert client.get(address).status_code in (200, 404), address

    def test_the_short_address_of_a_translation_leads_to_it(self, client, spanish):
        answer = client.get(f"/es/a/{spanish.pk}/")
        assert answer.status_code == 302
        assert answer["Location"].endswith("/es/treatments/acne-scars/")
