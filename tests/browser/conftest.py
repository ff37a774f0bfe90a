"""Page checks in a real browser. The fixtures are in `tests.browser.fixtures`."""

from datetime import date

import pytest

from education.models import ArticlePage
from tests import factories


@pytest.fixture(autouse=True)
def _own_files_and_caches():
    """As the server: files and database belong to the whole run, not to one test."""


@pytest.fixture(scope="module")
def portal(portal_server):
    """The starter clinic, and an article that has all an article can have. For looking only."""
    portal_server.fill()
    site = portal_server.site
    checked_by = factories.make_clinician(site)
    article = factories.make_article(
        site,
        "Every kind of section",
        slug="every-kind",
        body=factories.every_section(site),
        sources=[factories.make_source(site)],
        other_names=["All of them"],
        related=[ArticlePage.objects.first()],
        picture=factories.make_picture(site),
        picture_alt="A green field",
        picture_caption="How it looks",
    )
    ArticlePage.objects.filter(pk=article.pk).update(
        reviewed_by=checked_by, last_reviewed=date(2026, 9, 14), next_review=date(2027, 9, 14)
    )
    return portal_server
