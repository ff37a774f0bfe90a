"""manage.py add_clinic --hostname HOST --name NAME …: one more clinic on this installation."""

import smtplib

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.http.request import validate_host
from wagtail.models import Site

from portal.clinic_setup import add_language, set_up_clinic
from portal.invitations import account_for, invite
from portal.models import Clinic, StaffGroup
from portal.new_clinic import Wishes, differences, namesakes, site_for, sites_at, wishes_from
from portal.output_folder import address
from portal.setup_steps import setup_steps


class Command(BaseCommand):
    help = (
        "Set up a new clinic: site, home page, settings, location, roles, shelf of pictures, topics "
        "and standard pages. Can be run again: it never changes a clinic that is there."
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("--hostname", required=True, help="where patients find it, e.g. learn.clinic.example")
        add("--name", required=True, help="the clinic's name, as patients know it")
        add("--colour", help="the brand colour, e.g. #1f5f6b")
        add("--booking", help="the booking link, starting with https://")
        add("--telephone", help="the telephone of its first location")
        add("--email", help="the clinic's e-mail address")
        add("--emergency-number", help="e.g. 112")
        add("--time-zone", help="e.g. Europe/London")
        add("--port", help="443 for https; else the port of the default site")
        add(
            "--language",
            action="append",
            help="a further language, e.g. es: makes a draft home page; may be repeated",
        )
        add("--administrator", metavar="EMAIL", help="invite this person as its administrator")
        add("--no-pages", action="store_true", help="neither topics nor standard pages")

    def handle(self, *args, **options):
        wishes = wishes_from(options)
        if wishes.mistakes:
            raise CommandError("Nothing was made.\n" + "\n".join(f"  {m}" for m in wishes.mistakes))
        there = Clinic.objects.filter(site__in=sites_at(wishes.given["hostname"])).first()
        if there is not None:
            self.say_it_is_there(there, wishes)
            return
        with transaction.atomic():
            site, invited = self.make(wishes, pages=not options["no_pages"])
        self.stdout.write(f"{site.site_name} is set up at {site.root_url}/.")
        self.welcome(site, wishes, invited)
        self.say_what_is_next(site)

    def say_it_is_there(self, clinic: Clinic, wishes: Wishes) -> None:
        """Nothing changes; an error if it is not what was asked for."""
        said = f"{clinic.name} is at {address(clinic.site)} already; nothing was changed."
        if found := differences(clinic, wishes):
            raise CommandError(
                f"{said}\nIt differs from what you asked for:\n"
                + "\n".join(f"  {words}" for words in found)
                + "\nChange it in the admin, or choose another host name for another clinic."
            )
        self.stdout.write(said)

    def make(self, wishes: Wishes, *, pages: bool):
        """The clinic, and its first administrator's account with whether that is new."""
        site = site_for(wishes.given["hostname"], wishes.given.get("port"))
        site.site_name = wishes.details.name
        groups = set_up_clinic(site, wishes.details, pages=pages)
        for code in wishes.given.get("language", []):
            add_language(site, code)
        email = wishes.given.get("administrator")
        return site, account_for(email, groups[StaffGroup.Role.ADMINISTRATOR]) if email else None

    def welcome(self, site: Site, wishes: Wishes, invited) -> None:
        """Tell the administrator; a mail server that fails undoes nothing."""
        if invited is None:
            return
        person, is_new = invited
        if not is_new:
            self.stdout.write(f"{person.email} has an account and is its administrator now.")
            return
        try:
            invite(person, site.site_name)
        except (OSError, smtplib.SMTPException) as error:
            self.warn(
                f"The account of {person.email} was made, but the invitation could not be sent "
                f"({error}). Mend EMAIL_URL; the person can then use “Forgotten password?”."
            )
        else:
            self.stdout.write(f"An invitation was sent to {person.email}.")

    def say_what_is_next(self, site: Site) -> None:
        if not validate_host(site.hostname, settings.ALLOWED_HOSTS):
            hosts = ",".join([*settings.ALLOWED_HOSTS, site.hostname])
            self.warn(
                f"The portal refuses {site.hostname} until you set ALLOWED_HOSTS={hosts} and restart."
            )
        if others := namesakes(site, site.site_name):
            self.warn(f"Another clinic has the same name, at {', '.join(others)}.")
        self.stdout.write("What to do next:")
        self.stdout.write(f"  Point {site.hostname} to this server, with a certificate for https.")
        if not settings.REDIS_URL:
            self.stdout.write(
                "  Restart the portal: its processes remember the clinics' addresses."
            )
        for step in setup_steps(Clinic.objects.get(site=site)):
            if not step.done:
                self.stdout.write(f"  In the admin: {step.words}.")

    def warn(self, words: str) -> None:
        self.stdout.write(self.style.WARNING(words))
