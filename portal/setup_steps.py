"""What a clinic must have filled in before its portal is ready for patients."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from education.models import ArticlePage, Clinician
from portal import starter
from portal.models import Clinic
from portal.models.clinic import DEFAULT_COLOUR


@dataclass(frozen=True)
class Step:
    """One thing to do: its words, whether it is done, and where to do it."""

    words: str
    done: bool
    url: str


def setup_steps(clinic: Clinic) -> list[Step]:
    """All steps of a clinic in the order of the panel; values of the example clinic do not count."""
    settings_url = reverse("clinic_settings:edit", args=[clinic.pk]) if clinic.pk else ""
    checked = any_article_checked(clinic)
    return [
        *(Step(words, done(clinic), settings_url) for words, done in SETTINGS),
        Step(_("Add a clinician who approves articles"), has_clinician(clinic), _clinicians_url()),
        Step(_("Have a first article checked by a clinician"), checked, _articles_url(clinic)),
    ]


def setup_is_finished(clinic: Clinic) -> bool:
    """Whether every step is done; what needs no query is asked first."""
    return bool(
        clinic.pk
        and all(done(clinic) for _words, done in SETTINGS)
        and has_clinician(clinic)
        and any_article_checked(clinic)
    )


def has_own_hours(clinic: Clinic) -> bool:
    return any(
        place.openings and place.telephone != starter.TELEPHONE for place in clinic.locations.all()
    )


def has_own_booking_link(clinic: Clinic) -> bool:
    """The clinic's or, if there is none, one of its locations'."""
    if clinic.booking_link:
        return clinic.booking_link != starter.BOOKING_LINK
    return any(place.booking_link for place in clinic.locations.all())


def colour_is_chosen(clinic: Clinic) -> bool:
    """Another colour than the first one, or the first one kept by someone who saved the settings."""
    return clinic.brand_colour != DEFAULT_COLOUR or clinic.latest_revision_id is not None


SETTINGS = (
    (_("Give the clinic its name"), lambda clinic: clinic.name not in ("", starter.NAME)),
    (_("Add a logo"), lambda clinic: clinic.logo_id is not None),
    (_("Choose the brand colour"), colour_is_chosen),
    (_("Add the booking link"), has_own_booking_link),
    (_("Add the emergency number"), lambda clinic: bool(clinic.emergency_number)),
    (_("Add your location with its opening hours"), has_own_hours),
)


def has_clinician(clinic: Clinic) -> bool:
    """Whether a clinician's live entry is tied to the account of somebody who signs in."""
    if not clinic.site_id:
        return False
    entries = Clinician.objects.filter(site=clinic.site_id, live=True)
    return entries.filter(account__is_active=True).exists()


def any_article_checked(clinic: Clinic) -> bool:
    if not clinic.site_id:
        return False
    articles = ArticlePage.objects.live().descendant_of(clinic.site.root_page)
    return articles.filter(last_reviewed__isnull=False).exists()


def _clinicians_url() -> str:
    return reverse(Clinician.snippet_viewset.get_url_name("list"))


def _articles_url(clinic: Clinic) -> str:
    if not clinic.site_id:
        return ""
    return reverse("wagtailadmin_explore", args=[clinic.site.root_page_id])
