"""The clinic as templates see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.identity import Identity
from portal.models import Clinic
from tests import factories

pytestmark = pytest.mark.django_db


def identity(rf, host="localhost") -> Identity:
    return Identity.for_request(rf.get("/", headers={"host": host}))


def test_each_host_has_its_own_clinic(rf, clinic, other_clinic):
    assert identity(rf).name == "Harbour Skin Clinic"
    assert identity(rf, "other.example").name == "Meadow Dermatology"
    assert identity(rf, "other.example").theme_url == "/theme/v1/8a2d5c-warm-soft.css"


def test_an_unknown_host_gets_the_default_clinic(rf, clinic):
    assert identity(rf, "testserver").name == "Harbour Skin Clinic"


def test_a_site_without_settings_has_its_host_name_and_defaults(rf, db):
    factories.make_site_without_settings("bare.example")
    bare = identity(rf, "bare.example")
    assert bare.name == "bare.example"
    assert bare.all_locations == [] and bare.telephone == "" and bare.telephone_href == ""
    assert bare.disclaimer and not bare.search_engines_may_index
    assert not Clinic.objects.filter(site__hostname="bare.example").exists()


def test_an_installation_without_a_site_still_has_a_name(rf, new_installation):
    new_installation.delete()
    assert identity(rf).name and identity(rf).standard_pages == []


def test_locations_are_asked_for_once(rf, clinic):
    ours = identity(rf)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            assert ours.telephone == "555 020 0300"
            assert ours.telephone_href == "tel:5550200300"
            assert len(ours.all_locations) == 1
    assert len(asked) == 1


def test_the_browser_gets_a_light_and_a_dark_colour(rf, clinic):
    colours = identity(rf).theme_colours
    assert set(colours) == {"light", "dark"} and colours["light"] != colours["dark"]


def test_what_does_not_exist_is_an_error_and_no_riddle(rf, clinic):
    with pytest.raises(AttributeError):
        _ = identity(rf)._private
    with pytest.raises(AttributeError):
        _ = identity(rf).no_such_thing
