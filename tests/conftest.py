"""What every test may ask for: two clinics, their people, and browsers signed in as them."""

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as examples
from wagtail.models import Site

from portal.models import StaffGroup
from tests import factories

pytest_plugins = ["tests.browser.fixtures"]

# A busy machine is no fault of the code: no example is timed.
examples.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("untimed")

Role = StaffGroup.Role


@pytest.fixture(autouse=True)
def _own_files_and_caches(settings, tmp_path):
    """Uploads go to the test's own folder; nothing remembered from another test."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    cache.clear()
    yield
    cache.clear()


CLINICS = {
    "localhost": {"name": "Harbour Skin Clinic", "colour": "#1f5f6b"},
    "other.example": {
        "name": "Meadow Dermatology",
        "colour": "#8a2d5c",
        "booking_link": "https://book.meadow.example/new",
        "telephone": "555 030 0400",
    },
}


def _clinic_at(host: str) -> Site:
    """Made once for all tests of a run; anew where a test has emptied the database."""
    found = Site.objects.filter(hostname=host, clinic__isnull=False).first()
    return found or factories.make_clinic(host, **CLINICS[host])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Opening a clinic takes hundreds of queries, so both stand ready before the first test."""
    with django_db_blocker.unblock():
        for host in CLINICS:
            _clinic_at(host)


@pytest.fixture
def clinic(db):
    """The clinic at the default address (host names `localhost` and `testserver`)."""
    return _clinic_at("localhost")


@pytest.fixture
def other_clinic(db, clinic):
    """A second clinic on the same installation, at other.example."""
    return _clinic_at("other.example")


@pytest.fixture
def new_installation(db):
    """As after `migrate`: one site with Wagtail's welcome page, no clinic, nobody's account."""
    factories.make_installation()
    factories.remove_all_clinics()
    return factories.make_welcome_site()


@pytest.fixture
def author(clinic):
    return factories.make_person(clinic, Role.AUTHOR)


@pytest.fixture
def reviewer(clinic):
    """A reviewer with a clinician's record, as patients see one."""
    person = factories.make_person(clinic, Role.REVIEWER)
    factories.make_clinician(clinic, account=person)
    return person


@pytest.fixture
def brand_manager(clinic):
    return factories.make_person(clinic, Role.BRAND)


@pytest.fixture
def administrator(clinic):
    return factories.make_person(clinic, Role.ADMINISTRATOR)


@pytest.fixture
def other_author(other_clinic):
    return factories.make_person(other_clinic, Role.AUTHOR)


@pytest.fixture
def other_reviewer(other_clinic):
    person = factories.make_person(other_clinic, Role.REVIEWER)
    factories.make_clinician(other_clinic, name="Dr Other Reviewer", account=person)
    return person


@pytest.fixture
def superuser(db):
    return factories.make_superuser()


@pytest.fixture
def topic(clinic):
    return factories.make_topic(clinic)


@pytest.fixture
def article(clinic, topic):
    """A live article with two benefits and two questions."""
    return factories.make_article(
        clinic,
        "Acne scars",
        topic=topic,
        benefits=[
            factories.make_benefit(clinic, "Smoother skin"),
            factories.make_benefit(clinic, "Fewer marks"),
        ],
        questions=[
            factories.make_question(clinic, "Does it hurt?"),
            factories.make_question(clinic, "How long does it take?"),
        ],
    )


@pytest.fixture
def signed_in():
    """A browser signed in as somebody: `signed_in(author).get("/admin/")`."""

    def browser(person, host: str = "localhost") -> Client:
        client = Client(HTTP_HOST=host)
        client.force_login(person)
        return client

    return browser
