"""manage.py backup [--output FOLDER] [--keep N]"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.backups.making import make_backup, megabytes
from portal.backups.refusals import BackupRefused
from portal.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Write the database and every uploaded file into one archive, while the portal is in use. "
        "It is complete, or it is not there."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--output", metavar="FOLDER", help="where the archive goes (default: BACKUP_ROOT)"
        )
        parser.add_argument(
            "--keep",
            metavar="N",
            type=int,
            help="how many archives of this portal stay there; older ones go, other files never",
        )

    def handle(self, *args, **options):
        folder, keep = options["output"] or settings.BACKUP_ROOT, options["keep"]
        if not folder:
            raise CommandError(
                "Say where it goes: --output FOLDER, or BACKUP_ROOT in the settings."
            )
        if keep is not None and keep < 1:
            raise CommandError("--keep needs a number from 1 up: the new archive always stays.")
        with Progress(self.stdout) as progress:
            try:
                made = make_backup(Path(folder), keep, progress)
            except BackupRefused as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{made.path}: {megabytes(made.size)}, {made.files} uploaded files.")
        for name, why in made.left_out.items():
            self.stdout.write(self.style.WARNING(f"  Left out: {name} ({why})."))
        if made.removed:
            self.stdout.write(f"  Older archives removed: {', '.join(made.removed)}.")
