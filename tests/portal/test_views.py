"""The addresses that are no pages, and what every public answer has and has not."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from wagtail.models import PageViewRestriction

from education.models import ArticlePage
from portal.share_pictures import SharePicture
from portal.theme.stylesheet import SHAPES, TYPE_STYLES
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db
FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture
def addresses(clinic, article) -> list[str]:
    """One public address of every kind."""
    factories.make_standard_page(clinic)
    return [
        "/",
        "/treatments/",
        article.get_url(),
        "/privacy/",
        "/contact/",
        "/book/",
        "/book/video/",
        "/a-z/",
        "/a-z/?page=2",
        "/search/",
        "/search/?q=acne",
        f"/a/{article.pk}/",
        "/a/999999/",
        "/nothing/here/",
        "/robots.txt",
        "/sitemap.xml",
        "/feed.xml",
        "/favicon.svg",
        SharePicture(factories.clinic_of(clinic)).address,
        SharePicture(factories.clinic_of(clinic), article).address,
        f"/a/{article.pk}/share-0123456789abcdef.png",
        "/share-0123456789abcdef.png",
        reverse("theme", args=["1f5f6b-warm-soft"]),
        reverse("theme", args=["nonsense"]),
        reverse("paper", args=["0123456789abcdef"]),
        "/documents/999/none.pdf",
    ]


def text_of(answer) -> str:
    """What an answer says; of a picture whatever its bytes spell."""
    return answer.content.decode(errors="replace")


class TestEveryPublicAnswer:
    def test_it_sets_no_cookie_and_does_not_depend_on_one(self, client, addresses):
        for address in addresses:
            answer = client.get(address)
            assert not answer.cookies, address
            assert "Cookie" not in answer.headers.get("Vary", ""), address

    def test_it_does_not_depend_on_the_browsers_language(self, client, addresses):
        for address in addresses:
            answer = client.get(address, headers={"accept-language": "es, de;q=0.9"})
            assert "Accept-Language" not in answer.headers.get("Vary", ""), address
            if b"<html" in answer.content:
                assert b'<html lang="en"' in answer.content, address

    def test_it_has_a_content_security_policy_without_exceptions(self, client, addresses):
        for address in addresses:
            policy = client.get(address).headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, address
            assert "unsafe" not in policy and "http" not in policy and "*" not in policy, address

    def test_it_tells_nobody_where_the_reader_came_from(self, client, addresses):
        for address in addresses:
            answer = client.get(address)
            assert answer.headers["Referrer-Policy"] == "same-origin", address
            assert answer.headers["X-Content-Type-Options"] == "nosniff", address

    def test_it_takes_no_post_and_has_no_form_that_posts(self, addresses):
        client = Client(enforce_csrf_checks=True)
        for address in addresses:
            assert client.post(address, {"q": "x"}).status_code in (403, 404, 405), address
            page = text_of(client.get(address))
            assert not re.search(r'<form[^>]*method="?post', page, re.IGNORECASE), address
            assert "csrfmiddlewaretoken" not in page, address

    def test_the_reader_answers_a_post_without_a_token_check_with_405(self, addresses):
        client = Client(enforce_csrf_checks=False)
        for address in addresses:
            assert client.post(address, {"q": "x"}).status_code in (403, 404, 405), address

    def test_it_has_no_inline_script_style_or_handler(self, client, addresses):
        for address in addresses:
            page = text_of(client.get(address))
            assert "<style" not in page, address
            assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page), address
            for script in re.findall(r"<script([^>]*)>", page):
                is_data = script == ' type="application/ld+json"'
                assert is_data or 'src="/static/' in script, address

    def test_it_names_no_address_of_another_site_but_booking_and_sources(self, client, addresses):
        for address in addresses:
            page = text_of(client.get(address))
            for found in re.findall(r'(?:src|href)="(https?://[^"]+)"', page):
                allowed = (
                    "https://book.harbour.example/",
                    "http://localhost/",
                    "http://testserver/",
                )
                assert found.startswith(allowed), (address, found)

    def test_head_answers_like_get(self, client, addresses):
        for address in addresses:
            assert client.head(address).status_code == client.get(address).status_code, address


class TestTheme:
    @pytest.mark.parametrize("type_style", [name for name, _label in TYPE_STYLES])
    @pytest.mark.parametrize("shape", [name for name, _label in SHAPES])
    def test_every_well_formed_name_answers(self, client, type_style, shape):
        for colour in ("000000", "ffffff", "f2b705", "1f5f6b"):
            answer = client.get(f"/theme/v1/{colour}-{type_style}-{shape}.css")
            assert answer.status_code == 200
            assert answer["Content-Type"] == "text/css; charset=utf-8"
            assert answer["Cache-Control"] == FOREVER

    @pytest.mark.parametrize(
        "name",
        [
            "1f5f6b-warm",
            "1F5F6B-warm-soft",
            "fff-warm-soft",
            "1f5f6g-warm-soft",
            "1f5f6b-warm-soft-extra",
            "1f5f6b-warm-soft%0a",
            "red-warm-soft",
            "1f5f6b-cold-soft",
            "%7d%7bbody",
            "..%2f..%2fetc%2fpasswd",
            "",
        ],
    )
    def test_any_other_name_is_not_found(self, client, name):
        assert client.get(f"/theme/v1/{name}.css").status_code == 404

    def test_no_theme_asks_the_database(self, client, clinic, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get("/theme/v1/1f5f6b-warm-soft.css")

    def test_a_page_links_to_the_theme_of_its_clinic(self, client, clinic):
        assert b'href="/theme/v1/1f5f6b-warm-soft.css"' in client.get("/").content


class TestFavicon:
    def test_it_has_the_clinics_colour_and_runs_nothing(self, client, clinic, other_clinic):
        ours = client.get("/favicon.svg")
        theirs = client.get("/favicon.svg", headers={"host": "other.example"})
        assert ours["Content-Type"] == "image/svg+xml"
        assert ours.content != theirs.content
        assert b"<script" not in ours.content


class TestRobotsAndSitemap:
    def test_robots_names_this_sites_sitemap(self, client, clinic, other_clinic):
        ours = client.get("/robots.txt", headers={"host": "localhost"}).content.decode()
        theirs = client.get("/robots.txt", headers={"host": "other.example"}).content.decode()
        assert "Sitemap: http://localhost/sitemap.xml" in ours
        assert "Sitemap: http://other.example/sitemap.xml" in theirs
        assert "Disallow: /admin/\n" in ours and "Disallow: /search/?\n" in ours

    def test_the_sitemap_lists_live_public_pages_of_this_clinic_only(
        self, client, clinic, other_clinic, article
    ):
        factories.make_article(clinic, "A draft", live=False)
        hidden = factories.make_article(clinic, "For staff")
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        theirs = factories.make_article(other_clinic, "Theirs")
        listed = client.get("/sitemap.xml").content.decode()
        assert article.get_full_url() in listed
        assert "a-draft" not in listed and "for-staff" not in listed
        assert theirs.get_full_url() not in listed and "other.example" not in listed
        other = client.get("/sitemap.xml", headers={"host": "other.example"}).content.decode()
        assert theirs.get_full_url() in other and article.get_full_url() not in other


class TestSearchEngines:
    def test_noindex_until_the_clinic_has_finished_setting_up(self, client, clinic, article):
        noindex = b'<meta name="robots" content="noindex">'
        pages = ("/", "/treatments/", article.get_url(), "/contact/", "/a-z/", "/search/")
        assert all(noindex in client.get(page).content for page in pages)
        factories.make_setup_finished(clinic)
        assert not any(noindex in client.get(page).content for page in pages)
        assert noindex in client.get("/search/?q=acne").content
        assert noindex in client.get("/nothing/here/").content

    def test_each_page_names_its_one_address(self, client, clinic, article):
        for address in ("/", "/treatments/", article.get_url(), "/contact/", "/a-z/", "/search/"):
            path = address.replace("http://localhost", "")
            page = client.get(f"{path}?utm=1", headers={"host": "localhost"}).content.decode()
            found = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
            assert found == [f"http://localhost{path}"], address


class TestPaper:
    """The stylesheet of the printed margins. What it may hold is tested in test_paper.py."""

    def named_by(self, client, address: str = "/", host: str = "localhost") -> str:
        page = client.get(address, headers={"host": host}).content.decode()
        return re.search(r'href="([^"]*/print/[^"]*)" media="print"', page)[1]

    def test_it_says_who_and_where_and_can_be_kept_for_ever(self, client, clinic):
        answer = client.get(self.named_by(client))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/css; charset=utf-8"
        assert answer["Cache-Control"] == FOREVER
        css = answer.content.decode()
        assert "Harbour Skin Clinic" in css and "555 020 0300" in css
        assert '"Page " counter(page) " of " counter(pages)' in css

    def test_another_name_or_telephone_gives_another_address(self, client, clinic):
        before = self.named_by(client)
        settings = factories.clinic_of(clinic)
        settings.name = 'The "Best" </style> Clinic\\'
        settings.save()
        renamed = self.named_by(client)
        assert renamed != before
        assert "</style>" not in client.get(renamed).content.decode()
        place = settings.locations.first()
        place.telephone = "555 099 0900"
        place.save()
        assert self.named_by(client) not in (before, renamed)

    def test_an_older_address_leads_to_the_one_of_today(self, client, clinic):
        answer = client.get("/print/0123456789abcdef.css")
        assert answer.status_code == 302 and answer["Location"] == self.named_by(client)
        assert "Cache-Control" not in answer.headers

    def test_each_clinic_and_each_language_has_its_own(self, client, clinic, other_clinic):
        factories.make_translation(factories.home_of(clinic), "es")
        own, theirs = self.named_by(client), self.named_by(client, host="other.example")
        assert own != theirs
        css = client.get(theirs, headers={"host": "other.example"}).content.decode()
        assert "Meadow Dermatology" in css and "Harbour" not in css
        assert client.get(theirs, headers={"host": "localhost"})["Location"] == own
        assert self.named_by(client, "/es/").startswith("/es/print/")

    @pytest.mark.parametrize("name", ["", "0123", "0123456789ABCDEF", "0123456789abcdeg", "../x"])
    def test_anything_else_is_not_found(self, client, clinic, name):
        assert client.get(f"/print/{name}.css").status_code == 404


class TestErrors:
    def test_an_unknown_address_answers_in_brand(self, client, clinic):
        answer = client.get("/no/such/page/")
        assert answer.status_code == 404
        words = words_of(answer)
        assert "Harbour Skin Clinic" in words and "We cannot find that page" in words

    @pytest.mark.parametrize("address", ["/es/no/such/page/", "/es/search/?q=skin", "/es/"])
    def test_without_pages_in_a_language_it_answers_in_one_that_has_some(
        self, client, clinic, address
    ):
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 404 and "We cannot find that page" in page
        assert '<html lang="en"' in page and answer.headers["Content-Language"] == "en"
        assert 'href="/es/' not in page and 'action="/es/' not in page

    def test_with_pages_in_a_language_it_stays_in_it(self, client, clinic):
        factories.make_translation(factories.home_of(clinic), "es")
        answer = client.get("/es/no/such/page/")
        page = answer.content.decode()
        assert answer.status_code == 404 and answer.headers["Content-Language"] == "es"
        assert '<html lang="es"' in page and 'href="/es/a-z/"' in page

    def test_odd_addresses_answer_404(self, client, clinic):
        for address in (
            "/%00/",
            "/a/99999999999999999999/",
            "/../etc/passwd",
            "/%ff/",
            "/💊/",
            "/a/-1/",
        ):
            assert client.get(address).status_code in (400, 404), address

    @override_settings(ALLOWED_HOSTS=["localhost"])
    def test_a_wrong_host_answers_400_without_the_database(self, client):
        client.raise_request_exception = False
        answer = client.get("/", headers={"host": "evil.test"})
        assert answer.status_code == 400
        assert b"evil.test" not in answer.content

    def test_a_failure_answers_500_without_the_database(
        self, clinic, monkeypatch, django_assert_num_queries
    ):
        def fail(*args, **kwargs):
            raise RuntimeError("secret detail")

        monkeypatch.setattr("education.views.entries", fail)
        client = Client(raise_request_exception=False)
        answer = client.get("/a-z/")
        assert answer.status_code == 500
        assert "This is our fault, not yours." in words_of(answer)
        assert b"secret detail" not in answer.content
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    def test_pages_kept_for_staff_ask_for_sign_in_and_show_nothing(self, client, clinic, article):
        PageViewRestriction.objects.create(page=article, restriction_type="login")
        answer = client.get(article.get_url())
        assert answer.status_code == 302 and "/admin/login/" in answer["Location"]
        assert client.get(f"/a/{article.pk}/").status_code == 404
        for address in ("/", "/treatments/", "/a-z/", "/search/?q=acne", "/sitemap.xml"):
            assert b"Acne scars" not in client.get(address).content.replace(b'value="acne"', b"")

    def test_a_draft_is_not_found(self, client, clinic):
        draft = factories.make_article(clinic, "A draft", live=False)
        assert client.get(draft.get_url()).status_code == 404
        assert client.get(f"/a/{draft.pk}/").status_code == 404

    def test_an_article_of_another_clinic_is_not_found_here(self, client, clinic, other_clinic):
        theirs = factories.make_article(other_clinic, "Theirs")
        assert client.get(f"/a/{theirs.pk}/").status_code == 404
        path = theirs.get_full_url().replace("http://other.example", "")
        assert client.get(path).status_code == 404
        assert client.get(path, headers={"host": "other.example"}).status_code == 200
        assert ArticlePage.objects.count() == 1


@pytest.mark.parametrize("number", ["abc", "-1", "0", "99999999999", "1e9", "", "١", "1;drop"])
def test_an_odd_page_number_still_shows_a_page(client, clinic, article, number):
    for address in ("/treatments/", "/a-z/", "/search/?q=acne"):
        sign = "&" if "?" in address else "?"
        answer = client.get(f"{address}{sign}page={number}")
        assert answer.status_code == 200
        assert "Acne scars" in words_of(answer)
