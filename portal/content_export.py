"""All content of a clinic in files that need no portal: to keep, to read, to take elsewhere."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone

from education.models import ReviewRules
from portal.exporting.fields import content_fields
from portal.exporting.folder import ExportFolder
from portal.exporting.library import KINDS, write_alerts, write_library, write_search_words
from portal.exporting.media import write_media
from portal.exporting.pages import write_pages
from portal.exporting.places import Places
from portal.models import Clinic
from portal.output_folder import address

RULES = ("two_people", "months", "safety_months", "grace_days", "overdue")


def export_content(site, root: Path) -> ExportFolder:
    """Write everything of one clinic into an empty folder. Raises OSError."""
    folder, places = ExportFolder(root), Places(site)
    clinic = Clinic.for_site(site)
    folder.write_json("clinic.json", clinic_facts(clinic, site, places))
    rows = write_pages(folder, places)
    write_library(folder, places)
    write_search_words(folder, site)
    write_alerts(folder, site, places)
    write_media(folder, places)
    context = {
        "clinic": clinic,
        "host": address(site),
        "today": timezone.localdate(),
        "rows": rows,
        "kinds": {name: model._meta.verbose_name_plural for name, model in KINDS.items()},
        "missing": folder.missing,
    }
    folder.write_text("index.html", render_to_string("portal/export/index.html", context))
    folder.write_text("style.css", render_to_string("portal/export/style.css"))
    folder.write_text("README.txt", render_to_string("portal/export/README.txt", context))
    folder.write_manifest(
        {
            "format": 1,
            "clinic": clinic.name,
            "hostname": address(site),
            "exported_at": timezone.now(),
        }
    )
    return folder


def clinic_facts(clinic: Clinic, site, places: Places) -> dict:
    """The clinic's settings, locations and review rules; the review mailbox may be a person's."""
    rules = ReviewRules.for_site(site)
    for logo in (clinic.logo, clinic.logo_dark):
        places.file_of(logo)
    return {
        "format": 1,
        "hostname": address(site),
        "settings": content_fields(clinic),
        "review_rules": {name: getattr(rules, name) for name in RULES},
    }
