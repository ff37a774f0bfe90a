"""manage.py publish_scheduled: Wagtail's, where one page that fails does not stop the others."""

from itertools import chain

from django.core.management.base import CommandError
from wagtail.management.commands import publish_scheduled

from education.review.schedule import put_due_online, take_expired_offline


class Command(publish_scheduled.Command):
    help = (
        "Take offline and put online whatever is due. Run it by cron, for example every ten minutes. "
        "What fails is named, stays as it is, and makes the command end with an error."
    )

    def handle(self, *args, **options):
        if options["dryrun"]:
            return super().handle(*args, **options)
        failed = 0
        for failure in chain(take_expired_offline(), put_due_online()):
            failed += 1
            self.stderr.write(failure)
        if failed:
            raise CommandError(f"Failed: {failed}. Everything else that was due is done.")
        return None
