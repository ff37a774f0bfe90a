"""What `manage.py migrate` does for clinics that an older version made."""

import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import GroupSitePermission, WorkflowContentType

from education.models import KnownWord, SearchEntry, Synonym
from portal.models import StaffGroup
from portal.staff_roles import group_for
from portal.upgrading import bring_up_to_date
from tests import factories

pytestmark = pytest.mark.django_db
SOMETHING_NEW = [("a migration", False)]


@pytest.fixture
def from_an_older_version(clinic, article):
    """A clinic without what came with search and the glossary."""
    SearchEntry.objects.all().delete()
    KnownWord.objects.all().delete()
    Synonym.objects.all().delete()
    GroupSitePermission.objects.filter(permission__content_type__model="term").delete()
    WorkflowContentType.objects.filter(content_type__model="term").delete()
    return clinic


def may_write_terms(clinic) -> bool:
    authors = group_for(clinic, StaffGroup.Role.AUTHOR)
    return authors.site_permissions.filter(permission__codename="add_term", site=clinic).exists()


def test_search_finds_at_once_after_migrate(client, from_an_older_version, article):
    assert article.slug not in client.get("/search/?q=acne").content.decode()
    call_command("migrate", verbosity=0)
    assert article.slug in client.get("/search/?q=acne").content.decode()


def test_every_clinics_roles_and_review_know_the_new_kinds(from_an_older_version, other_clinic):
    clinics = (from_an_older_version, other_clinic)
    assert not any(map(may_write_terms, clinics))
    bring_up_to_date("default", SOMETHING_NEW)
    assert all(map(may_write_terms, clinics))
    assert all(Synonym.objects.filter(site=clinic).exists() for clinic in clinics)
    assert WorkflowContentType.objects.filter(content_type__model="term").count() == 1


def test_without_anything_new_nobodys_permissions_change(from_an_older_version):
    call_command("migrate", verbosity=0)
    assert not may_write_terms(from_an_older_version)


def test_a_half_finished_upgrade_and_a_flush_do_nothing(from_an_older_version):
    bring_up_to_date("default", None)
    MigrationRecorder.Migration.objects.filter(app="education").order_by("-id")[0].delete()
    bring_up_to_date("default", SOMETHING_NEW)
    assert not SearchEntry.objects.exists()
    assert not may_write_terms(from_an_older_version)


def test_a_site_that_is_no_clinic_yet_becomes_none(clinic):
    bare = factories.make_site_without_settings()
    bring_up_to_date("default", SOMETHING_NEW)
    assert not StaffGroup.objects.filter(site=bare).exists()
