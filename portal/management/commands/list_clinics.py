"""manage.py list_clinics [--json]"""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from portal.clinic_list import clinic_rows


class Command(BaseCommand):
    help = "List the clinics: articles, people, booking link, and whether the set-up is finished."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for other programs to read")

    def handle(self, *args, **options):
        rows = clinic_rows()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(row) for row in rows], indent=2))
            return
        if not rows:
            self.stdout.write("There is no clinic yet. Run start_clinic or add_clinic.")
        for row in rows:
            self.stdout.write(
                f"{row.hostname}: {row.name} ({', '.join(row.languages) or 'offline'})"
            )
            self.stdout.write(
                f"  live articles: {row.live_articles}, waiting for review: {row.waiting}, "
                f"people: {row.people}, booking link: {row.booking}, "
                f"set-up finished: {'yes' if row.setup_finished else 'no'}"
            )
