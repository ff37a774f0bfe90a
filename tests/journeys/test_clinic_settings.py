"""A brand manager at work: both clinics stay themselves, and a mistake costs no typing."""

import pytest
from playwright.sync_api import expect

from portal.models import StaffGroup
from tests import factories
from tests.browser.page_types import ARTICLE
from tests.journeys.staff import field, menu, said, sign_in


def brand_of(page, address: str) -> dict:
    """The brand as a patient's browser gets it."""
    page.goto(address)
    return {
        "name": page.locator(".site-header .brand").inner_text().strip()
        or page.locator(".site-header .brand img").first.get_attribute("alt"),
        "logo": page.locator(".site-header .brand img").count(),
        "theme": page.locator("link[href*='/theme/']").get_attribute("href"),
        "title": page.title().rsplit("– ")[-1],
    }


def test_a_new_name_colour_and_logo_show_at_one_clinic_only(portal, open_page, tmp_path):
    patient = open_page(375)
    second = brand_of(patient, portal.second_url)
    logo = tmp_path / "logo.png"
    logo.write_bytes(factories.picture_bytes(600, 240))

    manager = sign_in(open_page(), portal.url, "brand")
    menu(manager, "Clinic settings")
    field(manager, "Name of the clinic").fill("Bright Skin Clinic")
    choose_logo(manager, logo)
    field(manager, "Brand colour").fill("#0b1f4b")
    manager.locator("footer").get_by_role("button", name="Save").first.click()
    said(manager, "Bright Skin Clinic")

    first = brand_of(patient, portal.url)
    assert first["name"] == first["title"] == "Bright Skin Clinic"
    assert first["logo"]
    assert "0b1f4b" in first["theme"]
    shown = patient.locator(".site-header .brand img").first
    assert shown.evaluate("image => image.complete && image.naturalWidth > 0")
    assert brand_of(patient, portal.second_url) == second

    other = factories.make_person(portal.second_site, StaffGroup.Role.BRAND, "second-brand")
    manager = sign_in(open_page(), portal.second_url, other.username)
    menu(manager, "Clinic settings")
    field(manager, "Brand colour").fill("#e6007e")
    manager.locator("footer").get_by_role("button", name="Save").first.click()
    said(manager, "Second Skin Clinic")
    assert "e6007e" in brand_of(patient, portal.second_url)["theme"]
    assert brand_of(patient, portal.url) == first
    patient.goto(portal.url + ARTICLE)
    assert patient.locator("#book a.btn").get_attribute("href") == portal.clinic.booking_link


def choose_logo(page, file) -> None:
    page.get_by_role("button", name="Choose an image").first.click()
    window = page.locator(".modal")
    window.get_by_role("tab", name="Upload").click()
    window.locator("input[type=file]").set_input_files(file)
    window.get_by_label("Title").last.fill("Our logo")
    window.get_by_role("button", name="Upload").click()
    expect(window).to_have_count(0)


@pytest.mark.parametrize(
    ("tab", "label", "wrong", "message"),
    [
        ("Look", "Brand colour", "red", "colour"),
        ("Booking", "Booking link", "javascript:alert(1)", "https://"),
        ("Booking", "Booking link", "http://booking.example/", "https://"),
    ],
)
def test_a_wrong_setting_is_said_at_its_field_and_keeps_what_was_typed(
    portal, open_page, tab, label, wrong, message
):
    before = brand_of(open_page(375), portal.url)
    manager = sign_in(open_page(), portal.url, "brand")
    menu(manager, "Clinic settings")
    field(manager, "Name of the clinic").fill("A name typed with care")
    manager.get_by_role("tab", name=tab).click()
    field(manager, label).fill(wrong)
    manager.locator("footer").get_by_role("button", name="Save").first.click()
    said(manager, "could not be saved")
    manager.get_by_role("tab", name=tab).click()
    error = manager.locator(".w-field__errors").filter(has_text=message)
    expect(error.first).to_be_visible()
    expect(field(manager, label)).to_have_value(wrong)
    expect(field(manager, "Name of the clinic")).to_have_value("A name typed with care")
    assert brand_of(open_page(375), portal.url) == before
