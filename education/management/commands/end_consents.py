"""manage.py end_consents: remove the photos whose consent has ended. For cron, once a day."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format

from education.withdrawal.consents import end_consent, photos_left_over, photos_to_end
from education.withdrawal.withdrawal import remove_for_good

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Remove the files of photos whose consent has ended, and any that a restored backup brought "
        "back. Safe to repeat; one photo that fails does not stop the others."
    )

    def handle(self, *args, **options):
        failed = 0
        for picture in photos_to_end():
            failed += not self.tried(picture, self.end, picture)
        for row, picture in photos_left_over():
            failed += not self.tried(picture, remove_for_good, row, picture)
        if failed:
            raise CommandError(f"{failed} photo(s) could not be removed. The log says why.")

    def end(self, picture) -> None:
        day = date_format(picture.consent_expires, "j F Y")
        for row in end_consent(picture, None, f"The consent ended on {day}."):
            self.stdout.write(f"{timezone.localdate()}: removed “{row.title}”: {row.removed_files}")
            logger.info("Consent ended, photo %s removed: %s", row.object_id, row.removed_files)

    def tried(self, picture, act, *arguments) -> bool:
        """Whether it worked. Whatever is wrong with one photo, the next one has its turn."""
        try:
            act(*arguments)
        except Exception as error:
            logger.exception("Photo %s could not be removed", picture.pk)
            self.stderr.write(f"“{picture}” (number {picture.pk}) was not removed: {error}")
            return False
        return True
