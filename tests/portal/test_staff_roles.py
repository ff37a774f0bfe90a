"""The four roles: exactly what each may do, at its own clinic only."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from education.models import Benefit, Clinician, Question, Source
from education.ownership import LibraryPolicy, may_review
from portal.models import StaffGroup
from portal.staff_roles import (
    collection_of,
    groups_within_reach,
    people_within_reach,
    set_up_roles,
    sites_administered_by,
)
from tests import factories

pytestmark = pytest.mark.django_db
Role = StaffGroup.Role
MAY_WRITE = {Role.AUTHOR, Role.REVIEWER, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", Role)
class TestEachRole:
    def test_pages(self, clinic, article, role):
        person = factories.make_person(clinic, role)
        rights = article.permissions_for_user(person)
        assert rights.can_edit() == (role in MAY_WRITE)
        assert not rights.can_publish()
        takes_down = role in {Role.REVIEWER, Role.ADMINISTRATOR}
        assert rights.can_unpublish() == takes_down
        assert rights.can_unschedule() == takes_down
        assert rights.can_set_view_restrictions() == takes_down
        assert not factories.home_of(clinic).permissions_for_user(person).can_publish_subpage()

    def test_library(self, clinic, role):
        person = factories.make_person(clinic, role)
        for model in (Benefit, Question, Source):
            may = LibraryPolicy(model).user_has_permission(person, "change")
            assert may == (role in MAY_WRITE), model
            assert not LibraryPolicy(model).user_has_permission(person, "publish")
            takes_down = LibraryPolicy(model).user_has_permission(person, "unpublish")
            assert takes_down == (role in {Role.REVIEWER, Role.ADMINISTRATOR}), model
        may_confirm = LibraryPolicy(Clinician).user_has_permission(person, "publish")
        assert may_confirm == (role == Role.ADMINISTRATOR)
        may_change_clinicians = LibraryPolicy(Clinician).user_has_permission(person, "change")
        assert may_change_clinicians == (role in {Role.REVIEWER, Role.ADMINISTRATOR})

    def test_review(self, clinic, role):
        assert may_review(factories.make_person(clinic, role), clinic) == (role == Role.REVIEWER)

    def test_settings(self, signed_in, clinic, role):
        person = factories.make_person(clinic, role)
        address = reverse("clinic_settings:edit", args=[factories.clinic_of(clinic).pk])
        opens = signed_in(person).get(address).status_code == 200
        assert opens == (role in {Role.BRAND, Role.ADMINISTRATOR})

    def test_people(self, signed_in, clinic, role):
        person = factories.make_person(clinic, role)
        opens = signed_in(person).get(reverse("wagtailusers_users:index")).status_code == 200
        assert opens == (role == Role.ADMINISTRATOR)

    def test_pictures_of_their_own_shelf_and_the_shared_one(self, clinic, other_clinic, role):
        person = factories.make_person(clinic, role)
        ours, theirs = factories.make_picture(clinic), factories.make_picture(other_clinic)
        shared = factories.make_picture(clinic, shelf_name="Shared")
        asks = picture_policy.user_has_permission_for_instance
        assert asks(person, "choose", ours) and asks(person, "change", ours)
        assert asks(person, "choose", shared) and not asks(person, "change", shared)
        assert not asks(person, "choose", theirs) and not asks(person, "change", theirs)

    def test_nothing_of_the_installation(self, signed_in, clinic, role):
        browser = signed_in(factories.make_person(clinic, role))
        for name in (
            "wagtailsites:index",
            "wagtailusers_groups:index",
            "wagtailadmin_workflows:index",
            "wagtailadmin_workflows:task_index",
            "wagtailadmin_collections:index",
            "wagtailredirects:index",
            "wagtailusers_groups:add",
        ):
            assert browser.get(reverse(name)).status_code in (302, 403, 404), name


def test_no_group_holds_publish(clinic, other_clinic):
    for group in set_up_roles(clinic).values():
        codenames = set(group.permissions.values_list("codename", flat=True))
        pages = GroupPagePermission.objects.filter(group=group)
        codenames |= set(pages.values_list("permission__codename", flat=True))
        codenames |= set(group.site_permissions.values_list("permission__codename", flat=True))
        assert not [name for name in codenames if "publish" in name]


def test_setting_up_again_changes_nothing_and_keeps_what_was_added(clinic):
    groups = set_up_roles(clinic)
    extra = Permission.objects.get(codename="delete_image")
    groups[Role.AUTHOR].permissions.add(extra)
    before = GroupCollectionPermission.objects.count(), Collection.objects.count()
    again = set_up_roles(clinic)
    assert again == groups
    assert (GroupCollectionPermission.objects.count(), Collection.objects.count()) == before
    assert extra in again[Role.AUTHOR].permissions.all()


def test_a_renamed_clinic_keeps_its_groups_and_its_shelf(clinic):
    groups, shelf = set_up_roles(clinic), collection_of(clinic)
    settings = factories.clinic_of(clinic)
    settings.name = "A new name"
    settings.save()
    clinic.refresh_from_db()
    assert set_up_roles(clinic) == groups and collection_of(clinic) == shelf


def test_two_clinics_of_the_same_name_have_groups_and_shelves_of_their_own(clinic):
    twin = factories.make_clinic("twin.example", clinic.site_name)
    ours, theirs = set_up_roles(clinic), set_up_roles(twin)
    assert not set(ours.values()) & set(theirs.values())
    assert collection_of(clinic) != collection_of(twin)


class TestWithinReach:
    def test_an_administrator_reaches_their_own_clinics_people(
        self, administrator, author, other_author, superuser, clinic
    ):
        assert set(people_within_reach(administrator)) == {administrator, author}
        assert list(sites_administered_by(administrator)) == [clinic]

    def test_somebody_who_works_at_both_is_out_of_reach(self, administrator, author, other_clinic):
        author.groups.add(factories.group_of(other_clinic, Role.AUTHOR))
        assert author not in people_within_reach(administrator)

    def test_only_the_roles_of_the_own_clinic_can_be_given(self, administrator, clinic):
        assert set(groups_within_reach(administrator)) == set(set_up_roles(clinic).values())

    def test_an_author_reaches_nobody_but_themselves(self, author, administrator):
        assert list(people_within_reach(author)) == [author]
