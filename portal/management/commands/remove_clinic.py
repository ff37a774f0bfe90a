"""manage.py remove_clinic --hostname HOST [--yes]"""

import sys

from django.core.management.base import BaseCommand, CommandError

from portal.clinic_belongings import Belongings, in_the_way
from portal.clinic_removal import InTheWay, remove_clinic
from portal.hostnames import one_spelling
from portal.output_folder import address, clinics_asked_for


class Command(BaseCommand):
    help = (
        "Remove a clinic with its pages, library, files and roles. Sign-offs, withdrawals and the "
        "history stay; accounts of people who work nowhere else are closed. Says what goes and what "
        "stands in the way, and asks before it removes anything."
    )

    def add_arguments(self, parser):
        parser.add_argument("--hostname", required=True, help="the clinic's host name")
        parser.add_argument("--yes", action="store_true", help="remove without asking")

    def handle(self, *args, **options):
        site = clinics_asked_for(one_spelling(options["hostname"]))[0]
        name, host = site.site_name or site.hostname, address(site)
        own = Belongings(site)
        if reasons := in_the_way(own):
            raise self.refusal(name, reasons)
        self.stdout.write(f"{name} at {host} has:")
        for what, number in own.counts().items():
            if number:
                self.stdout.write(f"  {what}: {number}")
        self.stdout.write("Before you go on, keep what the clinic must be able to show:")
        for command in ("export_content", "evidence_pack"):
            self.stdout.write(f"  manage.py {command} --site {host} --output {host}-{command}")
        if not options["yes"]:
            self.ask(host)
        try:
            remove_clinic(site)
        except InTheWay as obstacle:
            raise self.refusal(name, obstacle.reasons) from obstacle
        self.stdout.write(f"{name} was removed. Its sign-offs and its history stay in the record.")

    def ask(self, host: str) -> None:
        """Raises CommandError unless somebody types the host name."""
        if not sys.stdin.isatty():
            raise CommandError("Nothing was removed. Add --yes to remove it.")
        if one_spelling(input(f"Type {host} to remove it for good: ")) != host:
            raise CommandError("That is not its host name. Nothing was removed.")

    def refusal(self, name: str, reasons: list[str]) -> CommandError:
        listed = "\n".join(f"  {reason}" for reason in reasons)
        return CommandError(f"{name} cannot be removed yet; nothing was changed.\n{listed}")
