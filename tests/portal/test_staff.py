"""The clinic's people: who is seen, invited, changed and removed by whom."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from portal.models import StaffGroup, User
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db
Role = StaffGroup.Role
ADD = "/admin/users/new/"


def person_form(*groups, **fields) -> dict:
    values = {
        "username": "newcomer",
        "email": "newcomer@clinic.example",
        "first_name": "New",
        "last_name": "Comer",
        "is_active": "on",
        "groups": [str(group.pk) for group in groups],
    }
    return values | fields


def edit_address(person) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


class TestInviting:
    def test_the_colleague_gets_a_link_chooses_a_password_and_signs_in(
        self, client, signed_in, administrator, clinic
    ):
        group = factories.group_of(clinic, Role.AUTHOR)
        answer = signed_in(administrator).post(ADD, person_form(group))
        assert answer.status_code == 302, answer.context["form"].errors
        person = User.objects.get(username="newcomer")
        assert list(person.groups.all()) == [group] and not person.check_password("")
        (message,) = mail.outbox
        assert message.to == ["newcomer@clinic.example"]
        assert "Harbour Skin Clinic" in message.subject and "newcomer" in message.body
        link = re.search(r"http://localhost(/admin/password_reset/confirm/\S+)", message.body)[1]
        form = client.get(link, follow=True)
        password = "a-password-of-my-own"
        client.post(
            form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password}
        )
        assert client.login(username="newcomer", password=password)
        assert client.get("/admin/").status_code == 200

    def test_a_name_with_an_apostrophe_is_written_as_it_is(self, signed_in, administrator, clinic):
        group = factories.group_of(clinic, Role.AUTHOR)
        signed_in(administrator).post(ADD, person_form(group, last_name="O'Brien & Co"))
        assert "O'Brien & Co" in mail.outbox[0].body

    def test_the_mail_names_the_clinic_that_the_role_is_at(self, signed_in, other_clinic, clinic):
        """Whatever address the administrator uses the admin at."""
        boss = factories.make_person(other_clinic, Role.ADMINISTRATOR)
        group = factories.group_of(other_clinic, Role.AUTHOR)
        signed_in(boss, host="localhost").post(ADD, person_form(group))
        assert "Meadow Dermatology" in mail.outbox[0].subject
        assert "Harbour" not in mail.outbox[0].subject + mail.outbox[0].body

    def test_a_mail_server_that_fails_leaves_the_account_and_says_so(
        self, signed_in, administrator, clinic, settings
    ):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
        group = factories.group_of(clinic, Role.AUTHOR)
        answer = signed_in(administrator).post(ADD, person_form(group), follow=True)
        assert User.objects.filter(username="newcomer").exists()
        assert "could not be sent" in words_of(answer)

    def test_a_role_is_needed(self, signed_in, administrator):
        answer = signed_in(administrator).post(ADD, person_form())
        assert answer.status_code == 200 and "groups" in answer.context["form"].errors
        assert not User.objects.filter(username="newcomer").exists()

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.BRAND])
    def test_nobody_else_may_invite(self, signed_in, clinic, role):
        person = factories.make_person(clinic, role)
        group = factories.group_of(clinic, Role.AUTHOR)
        assert signed_in(person).post(ADD, person_form(group)).status_code in (302, 403)
        assert not User.objects.filter(username="newcomer").exists()
        assert mail.outbox == []


class TestLimits:
    def test_no_superuser_can_be_made(self, signed_in, administrator, author, clinic):
        browser = signed_in(administrator)
        assert "is_superuser" not in browser.get(ADD).content.decode()
        group = factories.group_of(clinic, Role.AUTHOR)
        browser.post(ADD, person_form(group, is_superuser="on", is_staff="on"))
        assert not User.objects.get(username="newcomer").is_superuser
        form = person_form(group, username=author.username, is_superuser="on")
        browser.post(edit_address(author), form)
        author.refresh_from_db()
        assert author.first_name == "New" and not author.is_superuser

    def test_no_role_at_another_clinic_and_no_other_group_can_be_given(
        self, signed_in, administrator, other_clinic
    ):
        for group in (
            factories.group_of(other_clinic, Role.AUTHOR),
            Group.objects.create(name="X"),
        ):
            answer = signed_in(administrator).post(ADD, person_form(group))
            assert "groups" in answer.context["form"].errors
        assert not User.objects.filter(username="newcomer").exists()

    def test_the_list_shows_the_own_clinics_people_only(
        self, signed_in, administrator, author, other_author, superuser
    ):
        words = words_of(signed_in(administrator).get(reverse("wagtailusers_users:index")))
        assert author.username in words
        assert other_author.username not in words and superuser.username not in words

    def test_accounts_of_others_do_not_exist(
        self, signed_in, administrator, other_author, superuser
    ):
        browser = signed_in(administrator)
        for person in (other_author, superuser):
            for screen in ("edit", "delete", "history", "usage"):
                address = reverse(f"wagtailusers_users:{screen}", args=[person.pk])
                assert browser.get(address).status_code == 404, (person, screen)
                browser.post(address, person_form(username="hijacked"))
            person.refresh_from_db()
            assert person.username != "hijacked"

    @pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
    def test_bulk_actions_on_others_are_refused(
        self, signed_in, administrator, author, other_author, clinic, action
    ):
        address = reverse("wagtail_bulk_action", args=["portal", "user", action])
        form = {"mark_as_active": "", "role": factories.group_of(clinic, Role.ADMINISTRATOR).pk}
        browser = signed_in(administrator)
        answer = browser.post(f"{address}?id={author.pk}&id={other_author.pk}", form)
        assert answer.status_code in (302, 403, 404)
        other_author.refresh_from_db()
        author.refresh_from_db()
        assert other_author.is_active and author.is_active
        assert other_author.groups.count() == author.groups.count() == 1

    def test_everyone_at_once_means_the_own_clinics_people(
        self, signed_in, administrator, author, other_author, superuser
    ):
        address = reverse("wagtail_bulk_action", args=["portal", "user", "set_active_state"])
        signed_in(administrator).post(f"{address}?id=all", {"mark_as_active": ""})
        for person in (other_author, superuser):
            person.refresh_from_db()
            assert person.is_active

    def test_a_colleague_can_be_switched_off_and_removed(self, signed_in, administrator, author):
        browser = signed_in(administrator)
        group = author.groups.get()
        form = person_form(group, username=author.username, is_active="")
        browser.post(edit_address(author), {k: v for k, v in form.items() if k != "is_active"})
        author.refresh_from_db()
        assert not author.is_active
        browser.post(reverse("wagtailusers_users:delete", args=[author.pk]))
        assert not User.objects.filter(pk=author.pk).exists()

    def test_changing_a_colleague_keeps_groups_of_other_kinds(
        self, signed_in, administrator, author, clinic
    ):
        extra = Group.objects.create(name="Newsletter")
        author.groups.add(extra)
        form = person_form(factories.group_of(clinic, Role.REVIEWER), username=author.username)
        signed_in(administrator).post(edit_address(author), form)
        assert set(author.groups.all()) == {extra, factories.group_of(clinic, Role.REVIEWER)}


class TestPasswords:
    def test_a_forgotten_password_is_chosen_anew_by_mail(self, client, author):
        client.post(reverse("wagtailadmin_password_reset"), {"email": author.email})
        (message,) = mail.outbox
        assert message.to == [author.email]
        link = re.search(r"https?://[^/\s]+(/admin/password_reset/confirm/\S+)", message.body)[1]
        form = client.get(link, follow=True)
        new = "another-long-password"
        client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
        assert client.login(username=author.username, password=new)
        again = client.get(link, follow=True)
        assert "new_password1" not in again.content.decode(), "a link works once"

    def test_an_unknown_address_gets_no_mail_and_no_hint(self, client, author):
        known = client.post(reverse("wagtailadmin_password_reset"), {"email": author.email})
        unknown = client.post(
            reverse("wagtailadmin_password_reset"), {"email": "nobody@clinic.example"}
        )
        assert len(mail.outbox) == 1
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])

    def test_a_short_password_is_refused(self, client, author):
        client.post(reverse("wagtailadmin_password_reset"), {"email": author.email})
        link = re.search(r"https?://[^/\s]+(/admin/password_reset/\S+)", mail.outbox[0].body)[1]
        form = client.get(link, follow=True)
        client.post(
            form.redirect_chain[-1][0], {"new_password1": "short", "new_password2": "short"}
        )
        assert not client.login(username=author.username, password="short")


def test_a_test_mail_can_be_sent():
    from django.core.management import call_command

    call_command("sendtestemail", "someone@clinic.example")
    assert mail.outbox[0].to == ["someone@clinic.example"]
    assert mail.outbox[0].from_email == "portal@localhost"


def test_patients_and_former_staff_cannot_open_the_admin(client, db):
    assert client.get("/admin/").status_code == 302
    User.objects.create_user("nobody", "n@clinic.example", factories.PASSWORD)
    client.login(username="nobody", password=factories.PASSWORD)
    assert client.get("/admin/pages/").status_code == 302
