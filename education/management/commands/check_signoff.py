"""manage.py check_signoff: is everything that is live also signed off?"""

from django.core.management.base import BaseCommand, CommandError

from education.review.unsigned import unsigned_content


class Command(BaseCommand):
    help = (
        "List live articles and library items whose words no valid sign-off covers. The portal itself "
        "refuses to put such content online; somebody with a shell or the database can go round it."
    )

    def handle(self, *args, **options):
        found = 0
        for finding in unsigned_content():
            found += 1
            kind = finding.content._meta.verbose_name
            self.stdout.write(f"{kind} {finding.content.pk} “{finding.content}”: {finding.why}.")
        if found:
            raise CommandError(
                f"{found} live without a valid sign-off. Unpublish them, or have a clinician approve them."
            )
        self.stdout.write("Everything that is live is signed off.")
