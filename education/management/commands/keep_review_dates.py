"""manage.py keep_review_dates: takes pages offline that have been overdue for too long."""

from django.core.management.base import BaseCommand, CommandError

from education.review_dates.overdue import take_overdue_offline


class Command(BaseCommand):
    help = (
        "Unpublish the articles whose review has been overdue for longer than the clinic's days of "
        "grace, at clinics whose review rules say “Be taken offline”. Each is logged; nothing is "
        "deleted, and the next sign-off puts it back. Run it by cron once a day; repeating it does "
        "no harm. Leaving lists and search needs no command: that happens on the day by itself."
    )

    def handle(self, *args, **options):
        done = failed = 0
        for article, problem in take_overdue_offline():
            if problem is None:
                done += 1
                self.stdout.write(
                    f"Taken offline: “{article.title}”, due since {article.next_review}."
                )
            else:
                failed += 1
                self.stderr.write(
                    f"“{article.title}” (page {article.pk}) is still online: "
                    f"{problem or type(problem).__name__}"
                )
        self.stdout.write(f"Pages taken offline: {done}.")
        if failed:
            raise CommandError(f"{failed} overdue pages could not be taken offline; see above.")
