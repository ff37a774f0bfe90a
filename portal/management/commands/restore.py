"""manage.py restore ARCHIVE [--yes-overwrite] [--other-portal], or manage.py restore --undo"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.backups.refusals import BackupRefused
from portal.backups.restoring import Asked, restore, undo_restore
from portal.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Make the portal what it was when the archive was made. The archive is checked before "
        "anything is touched. Stop the portal first."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "archive", metavar="ARCHIVE", nargs="?", help="a file that `backup` wrote"
        )
        parser.add_argument(
            "--yes-overwrite",
            action="store_true",
            help="lose what the portal holds now and put the backup in its place",
        )
        parser.add_argument(
            "--other-portal",
            action="store_true",
            help="the backup is of a portal with other host names, and that is meant",
        )
        parser.add_argument(
            "--undo",
            action="store_true",
            help="bring back the state before a restore that was cut off",
        )

    def handle(self, *args, **options):
        if bool(options["archive"]) == options["undo"]:
            raise CommandError("Name one archive, or say --undo.")
        try:
            if options["undo"]:
                self.undo()
            else:
                self.restore(options)
        except BackupRefused as error:
            raise CommandError(str(error)) from error

    def undo(self):
        undone = undo_restore()
        words = "The state before is back." if undone else "No restore was cut off."
        self.stdout.write(words)

    def restore(self, options):
        asked = Asked(options["yes_overwrite"], options["other_portal"])
        with Progress(self.stdout) as progress:
            done = restore(Path(options["archive"]), asked, progress)
        self.stdout.write(
            f"Restored: the state of {done.about.created_at:%Y-%m-%d %H:%M} UTC, with {done.files} "
            "uploaded files. Everybody signs in again. Start the portal."
        )
        for name, why in done.left_out.items():
            self.stdout.write(self.style.WARNING(f"  Not in the backup: {name} ({why})."))
        for note in done.notes:
            self.stdout.write(self.style.WARNING(f"  {note}"))
