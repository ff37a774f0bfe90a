"""The dashboard panel "Finish setting up"."""

import pytest

from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db
HEADING = "Finish setting up"


def dashboard(browser) -> str:
    return words_of(browser.get("/admin/"))


def test_who_may_set_up_sees_it_and_nobody_else(
    signed_in, brand_manager, administrator, author, reviewer
):
    for person in (brand_manager, administrator):
        words = dashboard(signed_in(person))
        assert f"{HEADING} Harbour Skin Clinic" in words
        assert "Add a logo" in words
    for person in (author, reviewer):
        assert HEADING not in dashboard(signed_in(person))


def test_it_counts_down_and_leaves_when_done(signed_in, brand_manager, clinic):
    assert "steps are left" in dashboard(signed_in(brand_manager))
    factories.make_setup_finished(clinic)
    assert HEADING not in dashboard(signed_in(brand_manager))


def test_each_clinic_has_its_own(signed_in, clinic, other_clinic, superuser):
    person = factories.make_person(other_clinic, "brand")
    words = dashboard(signed_in(person, host="other.example"))
    assert "Meadow Dermatology" in words and "Harbour" not in words
    both = dashboard(signed_in(superuser))
    assert f"{HEADING} Meadow Dermatology" in both
    assert f"{HEADING} Harbour Skin Clinic" in both
