"""Names of archives: in order of time, and nobody else's are ever listed to go."""

from datetime import UTC, datetime, timedelta, timezone

from portal.backups.names import archive_name, beyond, is_archive_name

NOON = datetime(2026, 1, 2, 12, 0, 0, tzinfo=UTC)


def test_a_name_says_the_moment_in_utc():
    east = NOON.astimezone(timezone(timedelta(hours=5)))
    assert archive_name(NOON, set()) == archive_name(east, set()) == "portal-20260102-120000.tar"


def test_a_second_archive_in_the_same_second_gets_a_number():
    first = archive_name(NOON, set())
    second = archive_name(NOON, {first})
    assert second == "portal-20260102-120000-2.tar"
    assert archive_name(NOON, {first, second}) == "portal-20260102-120000-3.tar"
    assert is_archive_name(first) and is_archive_name(second)


def test_the_oldest_go_and_the_tenth_of_a_second_is_newer_than_the_second():
    names = ["portal-20260102-120000-10.tar", "portal-20260102-120000-2.tar"]
    names += ["portal-20260102-120000.tar", "portal-20260101-120000.tar"]
    assert beyond(names, 2) == ["portal-20260101-120000.tar", "portal-20260102-120000.tar"]
    assert beyond(names, 9) == []


def test_names_that_only_look_alike_are_nobodys_business():
    others = [
        "portal-2026.tar",
        "portal-20260102-120000.tar.old",
        "portal.tar",
        "x-portal-20260102-120000.tar",
    ]
    assert beyond(others, 1) == [] and not any(is_archive_name(name) for name in others)
