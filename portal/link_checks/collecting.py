"""Every link that leads out of a clinic's pages: whose it is, and where staff change it.

Copies that are kept in step (aliases) have the links of their original, whose people can change them.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from django.urls import reverse

from education.models import ArticlePage, Question, SafetyAlert, Source
from education.ownership import homes_of_sites, site_of
from portal.booking.rule import CLINIC, every_link
from portal.identity import Identity
from portal.models import CheckedLink, Clinic, StandardPage

Kind = CheckedLink.Kind
AT_A_TIME = 100  # rows held in memory together


class FoundLink(NamedTuple):
    """One link in one place. `site_id` None: the shared library. `where`: words for staff."""

    site_id: int | None
    address: str
    kind: Kind
    where: str
    edit_path: str


def links_in_use() -> Iterator[FoundLink]:
    """All links, one place after the other; a link in two places comes twice."""
    yield from _links_of_clinics()
    yield from _links_of_sources()
    yield from _links_in_pages()
    yield from _links_in_answers()
    yield from _links_of_alerts()


def booking_links_of(clinic: Clinic) -> Iterator[tuple[str, str]]:
    """The booking links of a clinic as patients get them, with the words for where each was typed.

    What patients would not get, because it is refused, is left out.
    """
    reach = Identity(clinic).reach()
    for address, owner in every_link(reach).items():
        yield address, str(clinic) if owner == CLINIC else f"{clinic}: {owner}"


def _links_of_clinics() -> Iterator[FoundLink]:
    clinics = Clinic.objects.prefetch_related("locations", "appointment_types").order_by("pk")
    for clinic in clinics.iterator(chunk_size=AT_A_TIME):
        path = reverse("clinic_settings:edit", args=[clinic.pk])
        for address, where in booking_links_of(clinic):
            yield FoundLink(clinic.site_id, address, Kind.BOOKING, where, path)
        for place in clinic.locations.all():
            if leads_out(place.map_link):
                where = f"{clinic}: {place}"
                yield FoundLink(clinic.site_id, place.map_link, Kind.MAP, where, path)


def _links_of_sources() -> Iterator[FoundLink]:
    sources = Source.objects.filter(live=True, withdrawn=False).exclude(url="").order_by("pk")
    for source in sources.iterator(chunk_size=AT_A_TIME):
        yield FoundLink(source.site_id, source.url, Kind.SOURCE, str(source), _item_path(source))


def _links_in_pages() -> Iterator[FoundLink]:
    homes = homes_of_sites()
    for model in (ArticlePage, StandardPage):
        pages = model.objects.live().filter(alias_of=None).order_by("pk")
        for page in pages.iterator(chunk_size=AT_A_TIME):
            site = site_of(page, homes)
            if site is None or getattr(page, "withdrawn", False):
                continue
            path = reverse("wagtailadmin_pages:edit", args=[page.pk])
            texts = [list(page.body.raw_data), getattr(page, "conclusion", "")]
            for address in links_in(texts):
                yield FoundLink(site.pk, address, Kind.CONTENT, page.title, path)


def _links_in_answers() -> Iterator[FoundLink]:
    questions = Question.objects.filter(live=True, withdrawn=False, answer__contains="href=")
    for question in questions.order_by("pk").iterator(chunk_size=AT_A_TIME):
        for address in links_in(question.answer):
            where, path = str(question), _item_path(question)
            yield FoundLink(question.site_id, address, Kind.CONTENT, where, path)


def _links_of_alerts() -> Iterator[FoundLink]:
    for alert in SafetyAlert.objects.standing().exclude(source_url="").order_by("pk"):
        path = _item_path(alert)
        yield FoundLink(alert.site_id, alert.source_url, Kind.CONTENT, str(alert), path)


def _item_path(item) -> str:
    return reverse(type(item).snippet_viewset.get_url_name("edit"), args=[item.pk])


def links_in(stored) -> list[str]:
    """The addresses that stored texts (rich text, sections as plain values) lead out to, each once."""
    reader = _Links()
    for text in _texts_in(stored):
        if "<a" in text.lower():
            reader.feed(text)
            reader.close()
            reader.reset()
    return list(dict.fromkeys(reader.found))


def leads_out(address: str) -> bool:
    """Whether this is the address of a page elsewhere: no e-mail, telephone, or place on this page."""
    return address.strip().lower().startswith(("https://", "http://"))


def _texts_in(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts_in(part)


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        address = (dict(attrs).get("href") or "").strip() if tag == "a" else ""
        if leads_out(address):
            self.found.append(address)
