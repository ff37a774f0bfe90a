"""What a clinic must fill in before search engines may show its pages."""

import pytest

from education.models import ArticlePage
from portal import starter
from portal.models import Clinic
from portal.setup_steps import setup_is_finished, setup_steps
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def finished(clinic) -> Clinic:
    factories.make_setup_finished(clinic)
    return factories.clinic_of(clinic)


def left(clinic: Clinic) -> list[str]:
    return [str(step.words) for step in setup_steps(clinic) if not step.done]


def test_a_finished_clinic_has_nothing_left(finished):
    assert left(finished) == []
    assert setup_is_finished(finished)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": starter.NAME}, "name"),
        ({"logo": None}, "logo"),
        ({"brand_colour": "#1f5f6b"}, "colour"),
        ({"booking_link": ""}, "booking link"),
        ({"booking_link": starter.BOOKING_LINK}, "booking link"),
        ({"emergency_number": ""}, "emergency number"),
    ],
)
def test_each_missing_thing_is_a_step_and_values_of_the_example_do_not_count(
    finished, change, words
):
    for field, value in change.items():
        setattr(finished, field, value)
    (step,) = left(finished)
    assert words in step
    assert not setup_is_finished(finished)


def test_a_location_without_hours_or_with_the_examples_telephone_does_not_count(finished):
    place = finished.locations.get()
    place.hours = []
    finished.locations = [place]
    assert len(left(finished)) == 1
    place.hours = [("opening", {"days": ["0"], "opens": "09:00", "closes": "17:00"})]
    place.telephone = starter.TELEPHONE
    finished.locations = [place]
    assert len(left(finished)) == 1


def test_an_article_must_be_checked_and_live_and_the_clinics_own(finished, other_clinic):
    factories.make_setup_finished(other_clinic)
    ArticlePage.objects.descendant_of(finished.site.root_page).update(last_reviewed=None)
    assert not setup_is_finished(finished)
    ArticlePage.objects.update(last_reviewed="2026-09-14", live=False)
    assert not setup_is_finished(finished)


def test_settings_that_were_never_saved_are_never_finished(db):
    assert not setup_is_finished(Clinic(name="x"))
    assert setup_steps(Clinic(name="x"))[0].url == ""


def test_the_example_clinic_has_every_step_before_it(new_installation):
    from django.core.management import call_command

    call_command("start_clinic", no_library=True, verbosity=0)
    assert len(left(Clinic.objects.get())) == 8


def test_each_step_leads_to_where_it_is_done(signed_in, administrator, clinic):
    browser = signed_in(administrator)
    for step in setup_steps(factories.clinic_of(clinic)):
        assert browser.get(step.url).status_code == 200, step.words
