"""What archives are called, and which of them are old enough to go."""

import re
from datetime import UTC, datetime

NAME = re.compile(r"portal-(\d{8}-\d{6})(?:-(\d+))?\.tar")

# A backup that is being made lives here; what is found here was cut off and is of no use.
UNFINISHED = ".portal-backup-unfinished"


def archive_name(moment: datetime, taken: set[str]) -> str:
    """`portal-20260102-030405.tar`, in UTC; with `-2` and so on if that name is taken."""
    stem = f"portal-{moment.astimezone(UTC):%Y%m%d-%H%M%S}"
    name, number = f"{stem}.tar", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.tar"
    return name


def is_archive_name(name: str) -> bool:
    return NAME.fullmatch(name) is not None


def beyond(names: list[str], keep: int) -> list[str]:
    """Those that are no longer among the `keep` newest, oldest first. Other names are never listed."""
    dated = []
    for name in names:
        match = NAME.fullmatch(name)
        if match:
            dated.append(((match[1], int(match[2] or 1)), name))
    ordered = [name for _when, name in sorted(dated)]
    return ordered[: max(0, len(ordered) - keep)]
