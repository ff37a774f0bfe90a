"""A new colleague: invited by e-mail, signed in with a password of their own."""

import re

from django.core import mail
from playwright.sync_api import expect

from portal.models import StaffGroup, User
from tests.journeys.staff import field, said, sign_in

NEW_PASSWORD = "a-quite-different-password-7"


def test_an_administrator_invites_a_colleague_who_signs_in(portal, open_page):
    administrator = sign_in(open_page(), portal.url, "administrator")
    administrator.goto(f"{portal.url}/admin/users/add/")
    field(administrator, "Username").fill("nurse")
    field(administrator, "Email").fill("nurse@clinic.example")
    field(administrator, "First Name").fill("Nora")
    field(administrator, "Last Name").fill("Nurse")
    roles = administrator.get_by_role("tab", name="Roles")
    if roles.count():
        roles.click()
    administrator.get_by_label(re.compile(r"Author")).first.check()
    administrator.locator("footer, form").get_by_role(
        "button", name=re.compile("Add user|Invite|Save")
    ).last.click()
    said(administrator, "An invitation was sent to nurse@clinic.example")

    [letter] = mail.outbox
    assert letter.to == ["nurse@clinic.example"]
    link = re.search(r"http://\S+", letter.body).group()
    assert link.startswith(portal.url)

    nurse = open_page()
    nurse.goto(link)
    nurse.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    nurse.get_by_label("New password confirmation").fill(NEW_PASSWORD)
    nurse.get_by_role("button").last.click()
    expect(nurse).to_have_title(re.compile("password|Sign in", re.IGNORECASE))
    sign_in(nurse, portal.url, "nurse", NEW_PASSWORD)
    expect(nurse.locator("#wagtail-sidebar")).to_contain_text("Patient library")
    roles = StaffGroup.objects.filter(group__user=User.objects.get(username="nurse"))
    assert [(role.site, role.role) for role in roles] == [(portal.site, StaffGroup.Role.AUTHOR)]
