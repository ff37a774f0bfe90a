"""Page checks in a real browser. The fixtures are in `tests.browser.fixtures`."""

from datetime import date, time

import pytest

from education.models import ArticlePage, TopicPage
from education.models.topics import ARTICLES_PER_PAGE
from education.withdrawal.withdrawal import withdraw
from portal.models import AppointmentType, Location
from tests import factories
from tests.browser.page_types import QUESTIONS_TO_ASK


@pytest.fixture(autouse=True)
def _own_files_and_caches():
    """As the server: files and database belong to the whole run, not to one test."""


def add_second_location(clinic) -> None:
    """Two locations that are booked in different ways, and an appointment."""
    first = clinic.locations.first()
    second = Location(
        name="Hill",
        address="2 Hill Road",
        telephone="555 010 0300",
        booking_link="https://booking.example/hill",
        hours=[("opening", {"days": [*"01"], "opens": time(9), "closes": time(12)})],
    )
    first.name = "Mill Lane"
    clinic.locations = [first, second]
    clinic.appointment_types = [
        AppointmentType(
            kind="new-patient",
            name="New patient consultation",
            description="We look at your skin and make a plan together.",
            minutes=40,
            bring="A list of your medicines\nYour questions",
        )
    ]
    clinic.save()


@pytest.fixture(scope="module")
def portal(portal_server):
    """The starter clinic and what gives every kind of page something to show. For looking only."""
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
    article.refresh_from_db()
    factories.make_translation(article, "es", title="Secciones de todas las clases")
    factories.make_article(
        site, "The least", slug="the-least", key_points=(), conclusion="", booking_on=False
    )
    factories.make_article(
        site,
        "With questions to ask",
        slug="with-questions-to-ask",
        body=[factories.questions_to_ask_section(QUESTIONS_TO_ASK)],
    )
    alerted = factories.make_article(site, "With an alert", slug="with-an-alert")
    for source_url in ("https://agency.example/recall", ""):
        factories.make_alert(site, articles=[alerted], source_url=source_url)
    gone = factories.make_article(site, "Withdrawn", slug="withdrawn")
    withdraw(gone, None, "advice", "The dose was wrong.")
    conditions = TopicPage.objects.child_of(factories.home_of(site)).get(slug="skin-conditions")
    add_second_location(portal_server.clinic)
    for number in range(ARTICLES_PER_PAGE + 2):
        title = f"Condition number {number}"
        factories.make_article(site, title, topic=conditions, published=False)
    return portal_server
