"""What the house around the content shows: contact, standard pages, privacy; for the evidence pack."""

from django.conf import settings

from education.ownership import pages_of
from education.record.facts import Fact, plain
from portal.models import Clinic, StandardPage

Purpose = StandardPage.Purpose
PAGES = {
    "about_page": (Purpose.ABOUT, "about the clinic"),
    "privacy_page": (Purpose.PRIVACY, "about privacy"),
    "accessibility_page": (Purpose.ACCESSIBILITY, "with an accessibility statement"),
    "editorial_page": (Purpose.EDITORIAL, "about how its pages are written and checked"),
}
OWN_ONLY = {"'self'", "'none'", "data:"}
BUILT = "Built into the portal, the same for every clinic; its automatic tests check it"


def house_facts(site) -> list[Fact]:
    """The facts about a clinic that its content does not hold."""
    clinic = Clinic.for_site(site)
    return [
        _contact(clinic),
        plain(
            "disclaimer",
            "Every page says that it does not replace a doctor’s advice."
            if clinic.disclaimer
            else "The clinic has left its disclaimer empty.",
            bool(clinic.disclaimer),
            "Clinic settings, “disclaimer”",
        ),
        plain(
            "emergency",
            f"Pages name the emergency number {clinic.emergency_number}."
            if clinic.emergency_number
            else "The clinic has not said which emergency number to call.",
            bool(clinic.emergency_number),
            "Clinic settings, “emergency number”",
        ),
        *_page_facts(site),
        *_built_facts(),
    ]


def _contact(clinic: Clinic) -> Fact:
    telephones = [place.telephone for place in clinic.locations.all() if place.telephone]
    found = [*filter(None, [clinic.email]), *telephones]
    sentence = (
        f"Every page says how to reach the clinic: {', '.join(found)}."
        if found
        else "No e-mail address and no telephone number is given."
    )
    return plain("contact", sentence, bool(found), "Clinic settings; the foot of every page")


def _page_facts(site) -> list[Fact]:
    live = {page.purpose: page for page in pages_of(site, StandardPage.objects.live())}
    facts = []
    for key, (purpose, words) in PAGES.items():
        page = live.get(purpose)
        sentence = f"There is no page {words}."
        if page is not None:
            changed = f", last changed on {page.last_published_at:%Y-%m-%d}"
            day = changed if page.last_published_at else ""
            sentence = f"There is a page {words}: “{page.title}”{day}."
        facts.append(plain(key, sentence, page is not None, page.full_url if page else "–"))
    return facts


def _built_facts() -> list[Fact]:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values()
    own_only = {source for sources in directives for source in sources} <= OWN_ONLY
    return [
        plain(
            "no_cookies",
            "Readers need no account; their pages set no cookie and have no form for personal "
            "details.",
            True,
            BUILT,
        ),
        plain(
            "no_adverts",
            "There is no place for advertising, and browsers are told to load nothing from other "
            "companies.",
            own_only,
            f"{BUILT}; Content-Security-Policy header",
        ),
        plain(
            "built_accessible",
            "Pages are built to WCAG 2.2 AA, work without JavaScript and have their own layout on "
            "paper.",
            True,
            BUILT,
        ),
        plain(
            "built_to_share",
            "Each article has a short address, a code for telephones, a version for paper, a feed "
            "and a description that search engines can read.",
            True,
            BUILT,
        ),
    ]
