"""The policy for the browser, the language of an address, and the walls between clinics."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


class TestContentSecurityPolicy:
    def test_readers_get_the_strict_one(self, client, clinic):
        policy = client.get("/").headers["Content-Security-Policy"]
        directives = dict(part.split(" ", 1) for part in policy.split("; "))
        assert directives["default-src"] == "'none'"
        assert directives["script-src"] == directives["style-src"] == "'self'"
        assert directives["object-src"] == directives["base-uri"] == "'none'"
        assert directives["frame-ancestors"] == directives["form-action"] == "'self'"

    def test_staff_screens_get_what_wagtails_own_scripts_need(self, signed_in, author):
        policy = signed_in(author).get("/admin/").headers["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-inline'" in policy
        assert "default-src 'none'" in policy

    def test_an_address_that_only_looks_like_the_admin_gets_the_strict_one(self, client, clinic):
        for address in ("/administration/", "/es/admin/", "/x/admin/"):
            policy = client.get(address).headers["Content-Security-Policy"]
            assert "unsafe" not in policy, address

    def test_error_pages_have_one(self, clinic):
        client = Client(raise_request_exception=False)
        for address, host in (("/nothing/", "localhost"), ("/", "evil.test")):
            answer = client.get(address, headers={"host": host})
            assert answer.status_code in (400, 404)
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


class TestStaffBar:
    def test_readers_get_none_and_staff_get_one(self, client, signed_in, author, article):
        assert b"wagtail-userbar" not in client.get(article.url).content
        assert b"wagtail-userbar" in signed_in(author).get(article.url).content

    def test_a_forged_session_cookie_gets_none(self, client, article):
        client.cookies["sessionid"] = "forged"
        assert b"wagtail-userbar" not in client.get(article.url).content


class TestWalls:
    def test_readers_sessions_are_not_looked_at(self, client, clinic, django_assert_num_queries):
        assert "Cookie" not in client.get("/").headers.get("Vary", "")

    def test_a_superuser_meets_none(self, signed_in, superuser, clinic, other_clinic):
        browser = signed_in(superuser)
        for site in (clinic, other_clinic):
            picture = factories.make_picture(site)
            article = factories.make_article(site)
            for address in (
                reverse("wagtailadmin_explore", args=[site.root_page_id]),
                reverse("wagtailadmin_pages:edit", args=[article.pk]),
                reverse("wagtailimages:edit", args=[picture.pk]),
                reverse("wagtailadmin_api:images:detail", args=[picture.pk]),
            ):
                assert browser.get(address).status_code == 200, address

    def test_staff_reach_everything_of_their_own(
        self, signed_in, administrator, author, article, clinic
    ):
        picture, document = factories.make_picture(clinic), factories.make_document(clinic)
        browser = signed_in(administrator)
        for address in (
            reverse("wagtailadmin_explore_root"),
            reverse("wagtailadmin_explore", args=[clinic.root_page_id]),
            reverse("wagtailadmin_choose_page"),
            reverse("wagtailadmin_choose_page_child", args=[article.get_parent().pk]),
            reverse("wagtailadmin_pages:move", args=[article.pk]),
            reverse("wagtailimages:edit", args=[picture.pk]),
            reverse("wagtaildocs:edit", args=[document.pk]),
            reverse("wagtailimages_chooser:select_format", args=[picture.pk]),
            reverse("wagtailusers_users:edit", args=[author.pk]),
            reverse("wagtail_bulk_action", args=["education", "picture", "add_tags"])
            + f"?id={picture.pk}",
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
            + f"?id={article.pk}",
        ):
            answer = browser.get(address, follow=True)
            assert answer.status_code == 200, address

    def test_an_odd_number_in_a_bulk_action_is_no_crash(self, signed_in, administrator, clinic):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        answer = signed_in(administrator).get(f"{address}?id=999999&id=-1&id=%00")
        assert answer.status_code == 404
