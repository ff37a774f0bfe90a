"""Opening a clinic on this installation: its home page, settings, people's roles and first pages."""

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText
from wagtail.search.backends import get_search_backend

from education.drafts import Draft, DraftMaker
from education.importing import read_document
from education.models import ClinicalReview, ReviewRules, Synonym, TopicPage
from portal import starter
from portal.models import AppointmentType, Clinic, HomeArticle, HomePage, Location, StandardPage
from portal.models.clinic import DEFAULT_COLOUR
from portal.staff_roles import set_up_roles

STARTER_FOLDER = Path(starter.__file__).parent


@dataclass(frozen=True)
class ClinicDetails:
    """What is known of a clinic when it is set up, checked; the rest its staff fill in."""

    name: str
    colour: str = DEFAULT_COLOUR
    booking_link: str = ""
    email: str = ""
    emergency_number: str = ""
    telephone: str = ""
    time_zone: str = "UTC"
    location: dict = field(default_factory=dict)  # more fields of its first `Location`
    appointments: tuple = ()  # fields of its `AppointmentType`s, a mapping for each


EXAMPLE_CLINIC = ClinicDetails(
    name=starter.NAME,
    email=starter.EMAIL,
    booking_link=starter.BOOKING_LINK,
    telephone=starter.TELEPHONE,
    location={
        "address": starter.ADDRESS,
        "languages": starter.LANGUAGES,
        "step_free": Location.StepFree.YES,
        "access": starter.ACCESS,
        "directions": starter.DIRECTIONS,
        "map_link": starter.MAP_LINK,
        "hours": [
            ("opening", {"days": [*"0123"], "opens": time(8, 30), "closes": time(17)}),
            ("opening", {"days": ["4"], "opens": time(8, 30), "closes": time(15)}),
        ],
    },
    appointments=starter.APPOINTMENTS,
)


def set_up_clinic(site: Site, details: ClinicDetails, *, pages: bool = True) -> dict:
    """All of a new clinic but its people and articles; returns the groups by role.

    Topics and standard pages come only to a home page that has no page below it.
    """
    groups = open_clinic(site, details.name)
    add_details(Clinic.objects.get(site=site), details)
    if pages and not site.root_page.get_children().exists():
        add_topics(site)
        add_standard_pages(site, details.name)
    return groups


def open_clinic(site: Site, name: str) -> dict:
    """Home page, settings and roles for a site that has none; returns the groups by role.

    Safe to repeat: whatever exists stays as it is.
    """
    home = home_page_of(site, name)
    ClinicalReview.set_up()
    if not Clinic.objects.filter(site=site).exists():
        Clinic(site=site, name=name).save()
    if site.root_page_id != home.pk:
        site.root_page = home
        site.save()
    ReviewRules.objects.get_or_create(site=site)
    add_synonyms(site, home.locale)
    return set_up_roles(site)


def add_synonyms(site: Site, locale: Locale) -> None:
    """The starter's words that mean the same, for a clinic that has none in this language."""
    if Synonym.objects.filter(site=site, locale=locale).exists():
        return
    pairs = [
        Synonym(site=site, locale=locale, word=word, same_as=same_as)
        for word, same_as in starter_synonyms(locale.language_code)
    ]
    Synonym.objects.bulk_create(pairs)
    get_search_backend().add_bulk(Synonym, pairs)


def starter_synonyms(language: str) -> list[tuple[str, str]]:
    """The pairs of words in the starter's list for a language; none if there is no list."""
    file = STARTER_FOLDER / "synonyms" / f"{language}.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    pairs = [line.split("=") for line in lines if line.strip() and not line.startswith("#")]
    return [(word.strip(), same_as.strip()) for word, same_as in pairs]


def home_page_of(site: Site, name: str) -> HomePage:
    """The site's home page; Wagtail's welcome page, if that is all there is, makes way for it."""
    home = HomePage.objects.filter(pk=site.root_page_id).first()
    if home is not None:
        return home
    root = Page.get_first_root_node()
    welcome = site.root_page if site.root_page_id else None
    home = HomePage(
        title=name,
        slug=unused_slug(root, site.hostname.replace(".", "-")),
        intro="Read about your skin in plain words. See how sure we are, and when to get help.",
        locale=Locale.get_default(),
    )
    root.add_child(instance=home)
    site.root_page = home
    site.save()
    if welcome is not None and is_welcome_page(welcome):
        welcome.delete()
    return HomePage.objects.get(pk=home.pk)


def is_welcome_page(page: Page) -> bool:
    return page.specific_class is Page and page.depth == 2 and not page.get_children().exists()


def unused_slug(parent: Page, wanted: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, 1000))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def add_details(clinic: Clinic, details: ClinicDetails) -> None:
    """Identity, contact and booking, with a first location for what is known of it."""
    clinic.name, clinic.brand_colour = details.name, details.colour
    clinic.email, clinic.booking_link = details.email, details.booking_link
    clinic.emergency_number = details.emergency_number
    clinic.locations = [
        Location(
            telephone=details.telephone,
            time_zone=details.time_zone,
            **details.location,
        )
    ]
    clinic.appointment_types = [AppointmentType(**fields) for fields in details.appointments]
    clinic.save()


def add_language(site: Site, code: str) -> None:
    """A draft of the home page in a further language, for translation, and the search's words."""
    locale, _made = Locale.objects.get_or_create(language_code=code)
    home = site.root_page.specific
    if not home.get_translations(inclusive=True).filter(locale=locale).exists():
        home.copy_for_translation(locale)
    add_synonyms(site, locale)


def add_topics(site: Site) -> None:
    """The starter topics, live."""
    home = site.root_page.specific
    for slug, title, intro in starter.TOPICS:
        home.add_child(instance=TopicPage(title=title, slug=slug, intro=intro, locale=home.locale))


def topics_of(site: Site) -> dict[str, TopicPage]:
    """The clinic's topics by slug."""
    return {topic.slug: topic for topic in TopicPage.objects.child_of(site.root_page)}


def add_standard_pages(site: Site, name: str) -> None:
    """About, privacy, accessibility, editorial policy, in the clinic's name."""
    home = site.root_page.specific
    for purpose, file in starter.PAGES:
        text = (STARTER_FOLDER / file).read_text(encoding="utf-8").replace("{clinic}", name)
        document = read_document(text.encode(), name=file)
        page = StandardPage(
            title=document.title,
            slug=file.removesuffix(".md"),
            purpose=purpose,
            intro=document.lede,
            search_description=document.description,
            locale=home.locale,
            body=[
                (
                    "text",
                    {
                        "heading": section.heading,
                        "anchor": "",
                        "aspect": "",
                        "content": RichText(section.html),
                        "pictures": [],
                    },
                )
                for section in document.sections
            ],
        )
        home.add_child(instance=page)
        page.save_revision().publish(skip_permission_checks=True)


def add_starter_articles(
    site: Site, topics: dict[str, TopicPage], author, *, library: bool
) -> list[Draft]:
    """The starter articles as drafts, marked as examples that no clinician has checked."""
    first, topic = starter.FIRST_ARTICLE
    files = [STARTER_FOLDER / first]
    if library:
        files += sorted((STARTER_FOLDER / starter.LIBRARY).glob("*.md"))
    drafts = []
    for file in files:
        document = read_document(file.read_bytes(), name=file.name)
        place = topics[document.topic or topic]
        drafts.append(DraftMaker(site, place.locale, author).article_from(document, place))
        drafts[-1].article.is_example = True
        drafts[-1].article.save(update_fields=["is_example"])
    by_slug = {draft.article.slug: draft.article for draft in drafts}
    home = site.root_page.specific
    for order, slug in enumerate(slug for slug in starter.CHOSEN if slug in by_slug):
        HomeArticle.objects.create(home=home, article=by_slug[slug], sort_order=order)
    return drafts
