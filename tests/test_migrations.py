"""The migrations: complete, in the right order."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_the_account_model_stands_alone_in_the_first_migration():
    """Anything that points at pages beside it would make the migrations circular."""
    first = MigrationLoader(None, ignore_no_migrations=True).disk_migrations[
        ("portal", "0001_initial")
    ]
    assert [operation.name for operation in first.operations] == ["User"]
    assert all(app in ("auth",) for app, _name in first.dependencies)


def test_the_content_package_never_needs_the_portals_pages():
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    needed = {
        dependency
        for (app, _name), migration in migrations.items()
        if app == "education"
        for dependency in migration.dependencies
    }
    assert {name for app, name in needed if app == "portal"} <= {
        "0001_initial",
        "__first__",
    }  # the account model


@pytest.mark.django_db
def test_the_database_is_the_one_the_settings_ask_for():
    assert connection.vendor in ("sqlite", "postgresql")
