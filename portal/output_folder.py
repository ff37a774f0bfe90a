"""Folders that commands write for a clinic: never over something else by mistake."""

import json
from pathlib import Path

from django.core.management.base import CommandError
from wagtail.models import Site

MANIFEST = "manifest.json"


def add_arguments(parser, what: str) -> None:
    """The options that every command of this kind has."""
    parser.add_argument("--site", metavar="HOSTNAME", help="one clinic only, by its host name")
    parser.add_argument("--output", metavar="FOLDER", help=f"where the {what} goes")
    parser.add_argument(
        "--force",
        action="store_true",
        help=f"replace an earlier {what} in that folder; other files there stay",
    )


def folders_for(options, name: str) -> list[tuple[Site, Path]]:
    """Each clinic that is asked for with its own empty folder, made if need be.

    One clinic gets the folder itself; several get one each inside it. Raises CommandError.
    """
    sites = clinics_asked_for(options["site"])
    top = Path(options["output"] or name)
    if len(sites) == 1:
        return [(sites[0], ready(top, force=options["force"]))]
    return [(site, ready(top / folder_name(site), force=options["force"])) for site in sites]


def clinics_asked_for(hostname: str | None) -> list[Site]:
    """The clinic of that host name ("host" or "host:port"), or all. Raises CommandError."""
    sites = list(Site.objects.select_related("root_page").order_by("hostname", "port"))
    known = ", ".join(address(site) for site in sites) or "none yet; run start_clinic first"
    if hostname is None and sites:
        return sites
    found = [site for site in sites if hostname in (site.hostname, f"{site.hostname}:{site.port}")]
    if not found:
        asked = f"There is no clinic at “{hostname}”. " if hostname else ""
        raise CommandError(f"{asked}Known clinics: {known}.")
    if len(found) > 1:
        raise CommandError(f"Several clinics are at “{hostname}”; add the port. Known: {known}.")
    return found


def address(site: Site) -> str:
    return site.hostname if site.port in (80, 443) else f"{site.hostname}:{site.port}"


def folder_name(site: Site) -> str:
    return address(site).replace(":", "-")


def ready(folder: Path, *, force: bool) -> Path:
    """The folder, made and writable; with `force` without the files of an earlier run in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            if not force:
                raise CommandError(
                    f"{folder} is not empty, so nothing was written. Choose another folder, or add "
                    "--force to replace what an earlier run wrote there."
                )
            remove_earlier(folder)
        probe = folder / MANIFEST
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CommandError(
            f"{folder} cannot be written: {error.strerror}. Nothing was written there."
        ) from error
    return folder


def remove_earlier(folder: Path) -> None:
    """Remove what the manifest of an earlier run lists, and nothing outside this folder."""
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        names = [str(entry["path"]) for entry in listed]
    except (OSError, ValueError, KeyError, TypeError):
        return
    inside = folder.resolve()
    for name in names:
        file = (folder / name).resolve()
        if file.is_relative_to(inside) and file.is_file():
            file.unlink()
