"""manage.py export_content [--site HOSTNAME] [--output FOLDER] [--force]"""

from django.core.management.base import BaseCommand, CommandError

from portal.content_export import export_content
from portal.output_folder import MANIFEST, add_arguments, folders_for


class Command(BaseCommand):
    help = (
        "Write all content of a clinic as web pages and JSON, with its pictures and documents. "
        "Several clinics get a folder each."
    )

    def add_arguments(self, parser):
        add_arguments(parser, "export")

    def handle(self, *args, **options):
        for site, root in folders_for(options, "content-export"):
            try:
                folder = export_content(site, root)
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}.") from error
            counts = ", ".join(f"{name}: {number}" for name, number in folder.counts.items())
            self.stdout.write(f"{site.site_name or site.hostname}: {root / 'index.html'}")
            self.stdout.write(f"  {counts}.")
            for each in folder.missing:
                words = f"  “{each['title']}” has lost its file; see {MANIFEST}."
                self.stdout.write(self.style.WARNING(words))
