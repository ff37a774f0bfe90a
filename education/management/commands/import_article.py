"""manage.py import_article FILE --topic SLUG [--site HOST]"""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from wagtail.models import Site

from education.drafts import Draft, DraftMaker, DraftRefused
from education.importing import Document, DocumentRefused, read_document
from education.models import ArticlePage, TopicPage
from education.reading.readability import measure

MOST_LONG_SENTENCES = 0.05  # share of sentences over 20 words
MOST_LIX = 30


class Command(BaseCommand):
    help = "Make a draft article from a plain-text or Markdown document. Nothing goes live."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the document: plain text, or Markdown ending in .md")
        parser.add_argument(
            "--topic", help="the topic's short name in its address, unless the document names it"
        )
        parser.add_argument("--site", help="the clinic's host name; needed if there are several")
        parser.add_argument("--author", help="user name of the member of staff who owns the draft")
        parser.add_argument(
            "--again", action="store_true", help="make a second draft of the same title"
        )

    def handle(self, *args, **options):
        document = self.read(options["file"])
        site = find_site(options["site"])
        topic = find_topic(site, options["topic"] or document.topic)
        author = find_author(options["author"])
        existing = ArticlePage.objects.child_of(topic).filter(title=document.title).first()
        if existing is not None and not options["again"]:
            self.stdout.write(
                f"“{document.title}” is in the topic “{topic}” already, so nothing was changed.\n"
                f"Edit it here: {edit_link(existing)}\n"
                "To make a second draft of it anyway, add --again."
            )
            return
        try:
            draft = DraftMaker(site, topic.locale, author).article_from(document, topic)
        except DraftRefused as refusal:
            raise CommandError(f"{options['file']}: {refusal} Nothing was changed.") from refusal
        self.report(document, draft)

    def read(self, file: str) -> Document:
        try:
            data = Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file} could not be read: {error.strerror}.") from error
        try:
            return read_document(data, name=file)
        except DocumentRefused as refusal:
            raise CommandError(f"{file}: {refusal} Nothing was changed.") from refusal

    def report(self, document: Document, draft: Draft) -> None:
        """What was made, what was unsure, and where to go on."""
        self.stdout.write(f"Made a draft: “{draft.article.title}”")
        for section in document.sections:
            words = f"  {section.heading or '(goes on)'} [{section.kind}, {section.aspect}]"
            self.stdout.write(words)
        if document.conclusion:
            self.stdout.write(f"  {document.conclusion_heading} [conclusion]")
        for label, items in (("New", draft.made), ("Found again", draft.reused)):
            for item in items:
                self.stdout.write(f"{label} {item._meta.verbose_name}: {item}")
        for note in [*document.unsure, *draft.notes, *hard_to_read(document)]:
            self.stdout.write(f"Please check. {note}")
        self.stdout.write(f"Edit it here: {edit_link(draft.article)}")


def hard_to_read(document: Document) -> list[str]:
    """What makes the text hard to read: a warning, never a reason to refuse it."""
    reading = measure(document.plain_text())
    notes = []
    if reading.share_of_long_sentences > MOST_LONG_SENTENCES:
        notes.append(
            f"{reading.long_sentences} of {reading.sentences} sentences have more than 20 words."
        )
    if reading.lix > MOST_LIX:
        notes.append(
            f"The text is hard to read (LIX {reading.lix:.0f}; aim for {MOST_LIX} or less)."
        )
    return notes


def edit_link(article) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[article.pk])


def find_site(hostname: str | None) -> Site:
    """The clinic meant. Raises CommandError when there is none such or several to choose from."""
    sites = list(Site.objects.order_by("hostname"))
    if hostname is None and len(sites) == 1:
        return sites[0]
    names = ", ".join(site.hostname for site in sites) or "none yet; run start_clinic first"
    if hostname is None:
        raise CommandError(f"Say which clinic with --site. There are: {names}.")
    for site in sites:
        if site.hostname == hostname:
            return site
    raise CommandError(f"There is no clinic at “{hostname}”. There are: {names}.")


def find_topic(site: Site, slug: str) -> TopicPage:
    """The topic meant. Raises CommandError, naming those there are."""
    topics = TopicPage.objects.descendant_of(site.root_page)
    topic = topics.filter(slug=slug).first()
    if topic is None:
        names = ", ".join(topics.values_list("slug", flat=True)) or "none yet"
        if not slug:
            raise CommandError(f"Say which topic with --topic. There are: {names}.")
        raise CommandError(f"There is no topic “{slug}” at {site.hostname}. There are: {names}.")
    return topic


def find_author(username: str | None):
    if username is None:
        return None
    author = get_user_model().objects.filter(username=username).first()
    if author is None:
        raise CommandError(f"There is no member of staff with the user name “{username}”.")
    return author
