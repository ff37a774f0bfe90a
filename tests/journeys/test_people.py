"""A new colleague: invited by e-mail, signed in with a password of their own."""

import re

from django.core import mail
from playwright.sync_api import expect

from portal.models import StaffGroup, User
from tests.journeys.staff import field, menu, said, sign_in

NEW_PASSWORD = "a-quite-different-password-7"


def test_an_administrator_invites_a_colleague_who_signs_in(portal, open_page):
    administrator = sign_in(open_page(), portal.url, "administrator")
    menu(administrator, "Settings", "People")
    administrator.get_by_role("link", name="Add a user").click()
    field(administrator, "Username").fill("nurse")
    field(administrator, "Email").fill("nurse@clinic.example")
    field(administrator, "First Name").fill("Nora")
    field(administrator, "Last Name").fill("Nurse")
    administrator.get_by_role("tab", name="Roles").first.click()
    administrator.get_by_label("Authors").check()
    administrator.get_by_role("button", name="Create").click()
    said(administrator, "An invitation was sent to nurse@clinic.example")

    [letter] = mail.outbox
    assert letter.to == ["nurse@clinic.example"]
    link = re.search(r"http://\S+", letter.body).group()
    assert link.startswith(portal.url)

    nurse = open_page()
    nurse.goto(link)
    field(nurse, "New password").fill(NEW_PASSWORD)
    field(nurse, "New password confirmation").fill(NEW_PASSWORD)
    nurse.get_by_role("button", name="Reset password").click()
    expect(nurse.get_by_role("link", name="Login")).to_be_visible()
    sign_in(nurse, portal.url, "nurse", NEW_PASSWORD)
    expect(nurse.locator("#wagtail-sidebar")).to_contain_text("Patient library")
    roles = StaffGroup.objects.filter(group__user=User.objects.get(username="nurse"))
    assert [(role.site, role.role) for role in roles] == [(portal.site, StaffGroup.Role.AUTHOR)]
