"""manage.py verify_backup ARCHIVE"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.timezone import localtime

from portal.backups.checking import verify
from portal.backups.manifest import KINDS, MEDIA
from portal.backups.refusals import BackupRefused
from portal.management.progress import Progress


class Command(BaseCommand):
    help = "Check every byte of an archive and open its database. The portal is not touched."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("archive", metavar="ARCHIVE", help="a file that `backup` wrote")

    def handle(self, *args, **options):
        with Progress(self.stdout) as progress:
            try:
                archive = verify(Path(options["archive"]), progress)
            except BackupRefused as error:
                raise CommandError(str(error)) from error
        archive.close()
        about, manifest = archive.about, archive.manifest
        files = sum(entry.path.startswith(MEDIA) for entry in manifest.files)
        made = date_format(localtime(about.created_at), "j F Y, H:i")
        self.stdout.write(
            f"Sound. Made {made} by version {about.version}: {KINDS[about.database]} and {files} "
            f"uploaded files of {', '.join(about.hosts) or 'no site'}."
        )
        for name, why in manifest.left_out.items():
            self.stdout.write(self.style.WARNING(f"  Left out: {name} ({why})."))
