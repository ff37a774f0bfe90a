"""manage.py start_clinic: the example clinic that a new portal starts with."""

import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Site

from education.models import ClinicalReview
from education.review.signing import show_as_example
from portal import starter
from portal.clinic_setup import (
    EXAMPLE_CLINIC,
    add_starter_articles,
    open_clinic,
    set_up_clinic,
    topics_of,
)
from portal.models import HomePage, StaffGroup, User

ACCOUNTS = {
    StaffGroup.Role.AUTHOR: ("author", "Author"),
    StaffGroup.Role.REVIEWER: ("reviewer", "Reviewer"),
    StaffGroup.Role.BRAND: ("brand", "Brand manager"),
    StaffGroup.Role.ADMINISTRATOR: ("administrator", "Administrator"),
}


class Command(BaseCommand):
    help = (
        "Set up the example clinic with its pages, people and first article. "
        "Can be run again: it never changes what is there."
    )

    def add_arguments(self, parser):
        parser.add_argument("--hostname", default="localhost", help="for a new installation")
        parser.add_argument("--port", type=int, default=80, help="for a new installation")
        parser.add_argument(
            "--no-library",
            action="store_true",
            help="only the first example article, none of the twelve others",
        )
        parser.add_argument(
            "--show-example",
            action="store_true",
            help="show the example articles before any clinician has checked them (not in production)",
        )

    def handle(self, *args, **options):
        if options["show_example"] and not settings.DEBUG:
            raise CommandError(
                "--show-example puts articles online that no clinician has checked, so it works "
                "on a development machine only. Without it they wait for review."
            )
        with transaction.atomic():
            self.start(options)

    def start(self, options) -> None:
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
        if site.pk and HomePage.objects.filter(pk=site.root_page_id).exists():
            groups = open_clinic(site, site.site_name)
            self.stdout.write(f"{site.site_name} is set up already; its pages stay as they are.")
            self.add_accounts(groups)
            return
        site.hostname, site.port = options["hostname"], options["port"]
        site.site_name = starter.NAME
        groups = set_up_clinic(site, EXAMPLE_CLINIC)
        author = self.add_account(StaffGroup.Role.AUTHOR, groups)
        library = not options["no_library"]
        drafts = add_starter_articles(site, topics_of(site), author, library=library)
        if options["show_example"]:
            self.show(drafts)
        else:
            self.ask_for_review(drafts, author)
        # Reviewers come last, or the made-up address would be asked for each approval by e-mail.
        self.add_accounts(groups)

    def add_accounts(self, groups) -> None:
        for role in ACCOUNTS:
            self.add_account(role, groups)

    def add_account(self, role, groups) -> User | None:
        """An account for a role that has none; its password is printed this once."""
        username, words = ACCOUNTS[role]
        person = groups[role].user_set.first()
        if person is not None or User.objects.filter(username=username).exists():
            return person
        password = settings.STARTER_PASSWORD or secrets.token_urlsafe(12)
        person = User.objects.create_user(
            username,
            f"{username}@clinic.example",
            password,
            first_name="Example",
            last_name=words,
        )
        person.groups.add(groups[role])
        shown = "from STARTER_PASSWORD" if settings.STARTER_PASSWORD else password
        self.stdout.write(f"Account for the admin: {username}, password: {shown}")
        return person

    def show(self, drafts) -> None:
        for item in self.parts_of(drafts):
            show_as_example(item)
        self.stdout.write("The example articles are live, marked as checked by no clinician.")

    def ask_for_review(self, drafts, author) -> None:
        workflow = ClinicalReview.set_up()
        for item in self.parts_of(drafts):
            workflow.start(item, author)
        self.stdout.write("The example articles wait for a clinician's approval in the admin.")

    def parts_of(self, drafts) -> list:
        """Shared items before the articles that need them."""
        made = [item for draft in drafts for item in draft.made]
        return [*made, *(draft.article for draft in drafts)]
