"""The invitation's link and words."""

import pytest
from django.core import mail

from portal.invitations import invitation_link, invite
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_link_leads_to_the_admin_of_this_installation(author, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://learn.clinic.example"
    link = invitation_link(author)
    assert link.startswith("https://learn.clinic.example/admin/password_reset/confirm/")


def test_the_link_works_once_and_for_its_person_only(client, author):
    link = invitation_link(author).replace("http://localhost", "")
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "a-long-new-password"
    client.post(form, {"new_password1": new, "new_password2": new})
    author.refresh_from_db()
    assert author.check_password(new)
    assert b"new_password1" not in client.get(link, follow=True).content


def test_a_changed_link_does_not_work(client, author):
    link = invitation_link(author).replace("http://localhost", "")
    assert b"new_password1" not in client.get(link[:-4] + "abc/", follow=True).content


def test_the_words_name_the_clinic_the_person_and_the_user_name(clinic):
    person = factories.make_person(clinic, "author", "ada", first_name="Ada", last_name="L")
    invite(person, "Quay & Sons' Clinic")
    (message,) = mail.outbox
    for words in ("Hello Ada L,", "Quay & Sons' Clinic", "ada", "/admin/password_reset/confirm/"):
        assert words in message.body
    assert "Quay & Sons' Clinic" in message.subject
