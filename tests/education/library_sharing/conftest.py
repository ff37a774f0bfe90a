"""A library clinic that offers its articles, and another clinic on the same installation."""

from types import SimpleNamespace

import pytest

from education.library_sharing.choosing import offer, take_topic
from education.models import ArticlePage
from education.ownership import homes_of_sites, site_at, site_of
from education.review.approval import signing_clinician
from education.review.signing import sign
from tests import factories


def fresh(page):
    return ArticlePage.objects.filter(pk=page.pk).first()


def approve(article, reviewer):
    """A clinician's approval of the words as they are in memory."""
    revision = article.save_revision(clean=False)
    sign(article, revision, reviewer, signing_clinician(reviewer, site_of(article)))
    revision.publish(skip_permission_checks=True)
    return fresh(article)


def copy_at(site, article):
    """The clinic's copy of the article, online or not; None if it has none."""
    homes = homes_of_sites()
    copies = ArticlePage.objects.filter(alias_of=article.pk)
    found = [copy for copy in copies if site_at(copy.path, homes) == site]
    assert len(found) < 2
    return found[0] if found else None


def shown_at(site, article) -> bool:
    copy = copy_at(site, article)
    return copy is not None and copy.live


@pytest.fixture
def shelf(other_clinic):
    """The taking clinic's own topic."""
    return factories.make_topic(other_clinic, "Skin help")


@pytest.fixture
def library(clinic, topic, reviewer):
    """The clinic whose articles may be taken, with two of them in one topic."""
    offer(clinic, True, None)
    make = factories.make_article
    return SimpleNamespace(
        site=clinic,
        topic=topic,
        acne=approve(make(clinic, "Acne", topic=topic), reviewer),
        warts=approve(make(clinic, "Warts", topic=topic), reviewer),
    )


@pytest.fixture
def taken(library, other_clinic, shelf):
    """The whole topic, taken by the other clinic."""
    take_topic(other_clinic, library.topic, shelf, None)
    return library
