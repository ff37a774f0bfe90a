"""What `manage.py migrate` does beside the tables: clinics that are there get what a new version needs."""

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from education.finding.entries import keep_missing_entries
from education.review.earlier_approvals import sign_earlier_approvals
from portal.clinic_setup import open_clinic


def bring_up_to_date(using, plan=None, **kwargs) -> None:
    """Search comes to know articles that it does not; a new version's roles and review are set up.

    Approvals from before there was a record of sign-offs become part of it.

    Does nothing while migrations are left out, or after a flush (`plan` is None).
    """
    if plan is None or _something_is_left(using):
        return
    keep_missing_entries()
    if plan:
        for site in Site.objects.filter(staff_groups__isnull=False).distinct():
            open_clinic(site, site.site_name or site.hostname)
        sign_earlier_approvals()


def _something_is_left(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
