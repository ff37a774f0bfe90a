"""manage.py check_links: asks the links of all clinics' pages whether they still work."""

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from portal.link_checks.asking import Asker
from portal.link_checks.checking import Report, check_links
from portal.link_checks.pacing import Pace


class Command(BaseCommand):
    help = (
        "Ask every booking link, map link, source and link in a text whether it works, each about "
        "once a day. After two failures a day apart patients no longer get it, and the clinic's "
        "people are told, once; it comes back by itself. Run it by cron every hour: a run asks only "
        "what is due. Running it twice at once, or killing it, does no harm. Broken links are no "
        "error; ends with one if a mail could not be sent: the next run sends it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="ask every link now, also those not due"
        )

    def handle(self, *args, **options):
        asker = Asker(user_agent=user_agent(), turn=Pace().turn)
        report = check_links(
            lambda question: asker.ask(question.address, booking=question.booking),
            again=options["again"],
        )
        for problem in report.problems:
            self.stderr.write(problem)
        self.stdout.write(in_one_line(report))
        if report.problems:
            raise CommandError("Not everybody could be told. The messages above say why.")


def user_agent() -> str:
    """Who asks, for whoever reads the log of the site that is asked."""
    site = Site.objects.filter(is_default_site=True).first()
    return f"PatientEducationPortal-LinkCheck/1.0 (+{site.root_url if site else 'no site yet'})"


def in_one_line(report: Report) -> str:
    """What a run did, for cron's mail."""
    if report.busy:
        return "Another run is at work; this one did nothing."
    numbers = f"Links: {report.links}; asked: {report.asked}; broken: {report.broken}."
    if report.offline:
        return f"{numbers} Nobody answered at all: this machine seems to be offline. No link was judged."
    return f"{numbers} Mails: {report.mails}."
