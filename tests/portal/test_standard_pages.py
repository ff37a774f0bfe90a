"""About, privacy, accessibility, editorial policy."""

import pytest
from wagtail.models import PageViewRestriction

from portal.models import StandardPage
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def test_every_page_links_to_them_at_its_foot(client, clinic, article):
    factories.make_standard_page(clinic, "Privacy")
    factories.make_standard_page(clinic, "A draft page", live=False)
    hidden = factories.make_standard_page(clinic, "For staff")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    for address in ("/", article.url, "/contact/", "/a-z/", "/nothing/"):
        page = client.get(address).content.decode()
        foot = page[page.index("<footer") :]
        assert 'href="/privacy/">Privacy</a>' in foot, address
        assert "A draft page" not in foot and "For staff" not in foot, address


def test_its_sections_have_addresses(client, clinic):
    page = factories.make_standard_page(clinic, "Privacy")
    answer = client.get(page.url)
    assert '<h2 id="what-we-keep">What we keep</h2>' in answer.content.decode()
    assert "Nothing about you." in words_of(answer)


def test_it_has_a_kind(clinic):
    page = factories.make_standard_page(clinic, purpose="privacy")
    assert StandardPage.objects.get(pk=page.pk).get_purpose_display() == "Privacy"


def test_another_clinics_pages_are_not_at_the_foot(client, clinic, other_clinic):
    factories.make_standard_page(other_clinic, "Their privacy")
    assert "Their privacy" not in words_of(client.get("/"))
