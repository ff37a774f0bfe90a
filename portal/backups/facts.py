"""What a backup says of the portal it was made of, and whether this portal can read it."""

import tomllib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from portal.backups.manifest import About

Rows = Callable[[str], list[tuple]]


def portal_version() -> str:
    with open(settings.BASE_DIR / "pyproject.toml", "rb") as file:
        return tomllib.load(file)["project"]["version"]


def about_database(rows: Rows, created_at: datetime) -> About:
    """The facts of one database; `rows` asks it. Raises the database's own error if it is empty."""
    migrations = (f"{app}.{name}" for app, name in rows("SELECT app, name FROM django_migrations"))
    return About(
        version=portal_version(),
        database=connection.vendor,
        created_at=created_at,
        hosts=hosts(rows),
        migrations=tuple(sorted(set(migrations))),
    )


def hosts(rows: Rows) -> tuple[str, ...]:
    return tuple(sorted({host for (host,) in rows("SELECT hostname FROM wagtailcore_site")}))


def rows_of_portal(sql: str) -> list[tuple]:
    """What the configured database answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def unknown_migrations(about: About) -> list[str]:
    """Those that this version of the portal does not have: a newer one made the backup."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    names = {f"{app}.{name}" for app, name in known}
    for migration in known.values():
        names |= {f"{app}.{name}" for app, name in migration.replaces}
    return sorted(set(about.migrations) - names)


def must_migrate() -> bool:
    """Whether this version of the portal has migrations that the configured database has not seen."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
