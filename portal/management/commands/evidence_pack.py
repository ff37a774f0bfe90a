"""manage.py evidence_pack [--site HOSTNAME] [--output FOLDER] [--force]"""

from django.core.management.base import BaseCommand, CommandError

from portal.evidence_folder import write_pack
from portal.output_folder import add_arguments, folders_for


class Command(BaseCommand):
    help = (
        "Write a clinic's evidence pack: what its data shows of the ten PIF TICK criteria and the "
        "eight HONcode principles. Several clinics get a folder each."
    )

    def add_arguments(self, parser):
        add_arguments(parser, "evidence pack")

    def handle(self, *args, **options):
        for site, folder in folders_for(options, "evidence-pack"):
            try:
                evidence = write_pack(site, folder)
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}.") from error
            self.stdout.write(f"{site.site_name or site.hostname}: {folder / 'index.html'}")
            for fact in evidence.facts:
                if fact.key in ("signed", "unrecorded"):
                    self.stdout.write(f"  {fact.sentence}")
