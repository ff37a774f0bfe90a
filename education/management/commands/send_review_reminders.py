"""manage.py send_review_reminders: reminds owners and review mailboxes of pages that are due."""

from django.core.management.base import BaseCommand, CommandError

from education.review_dates.reminding import send_reminders


class Command(BaseCommand):
    help = (
        "Send the reminders about due reviews: 60, 30 and 7 days before, on the day, and weekly when "
        "overdue. Run it by cron once a day. Missed days are caught up with; nothing is sent twice, "
        "whenever and however often it runs. Ends with an error if a mail could not be sent: the "
        "next run sends it."
    )

    def handle(self, *args, **options):
        outcome = send_reminders()
        for problem in outcome.problems:
            self.stderr.write(problem)
        self.stdout.write(f"Mails sent: {outcome.mails}; pages named in them: {outcome.pages}.")
        if outcome.problems:
            raise CommandError("Not everybody could be reminded. The messages above say why.")
