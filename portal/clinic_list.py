"""The clinics of this installation at a glance, in as many queries for fifty as for one."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from wagtail.models import Locale, Page, Site, WorkflowState

from education.models import ArticlePage, Clinician
from education.ownership import homes_of_sites, site_at
from portal.booking.links import BookingLinkRefused, check_booking_link
from portal.models import Clinic, StaffGroup
from portal.output_folder import address
from portal.setup_steps import SETTINGS


@dataclass
class ClinicRow:
    """One clinic as a person who looks after the installation wants to see it."""

    hostname: str
    name: str
    languages: list[str] = field(default_factory=list)
    live_articles: int = 0
    waiting: int = 0
    people: int = 0
    booking: str = "none"
    setup_finished: bool = False


def clinic_rows() -> list[ClinicRow]:
    """One row for each site, by host name. A site without settings is named as no clinic."""
    sites = list(Site.objects.select_related("root_page"))
    clinics = {
        clinic.site_id: clinic
        for clinic in Clinic.objects.select_related("site").prefetch_related("locations")
    }
    homes = homes_of_sites()
    rows = {site.pk: _row(site, clinics.get(site.pk)) for site in sites}
    checked = _count_articles(rows, homes)
    _count_people(rows)
    _name_languages(rows, homes)
    confirmed = set(
        Clinician.objects.filter(live=True, account__is_active=True).values_list("site", flat=True)
    )
    for key in checked & confirmed & set(clinics):
        rows[key].setup_finished = all(done(clinics[key]) for _words, done in SETTINGS)
    return list(rows.values())


def _row(site: Site, clinic: Clinic | None) -> ClinicRow:
    if clinic is None:
        return ClinicRow(address(site), f"{site.site_name or 'no name'} (no clinic yet)")
    return ClinicRow(address(site), clinic.name, booking=_booking(clinic.booking_link))


def _booking(link: str) -> str:
    if not link:
        return "none"
    try:
        check_booking_link(link)
    except BookingLinkRefused as refusal:
        return f"refused: {refusal}"
    return "ok"


def _count_articles(rows: dict[int, ClinicRow], homes: dict[str, Site]) -> set[int]:
    """Live ones and those that wait for review; returns the clinics that have a checked one."""
    waiting = set(
        WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            base_content_type=ContentType.objects.get_for_model(Page),
        ).values_list("object_id", flat=True)
    )
    checked = set()
    articles = ArticlePage.objects.values_list("pk", "path", "live", "last_reviewed")
    for key, path, live, last_reviewed in articles.iterator(chunk_size=2000):
        site = site_at(path, homes)
        if site is None:
            continue
        rows[site.pk].live_articles += live
        rows[site.pk].waiting += str(key) in waiting
        if live and last_reviewed:
            checked.add(site.pk)
    return checked


def _count_people(rows: dict[int, ClinicRow]) -> None:
    active = Count("group__user", filter=Q(group__user__is_active=True), distinct=True)
    counted = StaffGroup.objects.values("site").annotate(people=active)
    for site, people in counted.values_list("site", "people"):
        rows[site].people = people


def _name_languages(rows: dict[int, ClinicRow], homes: dict[str, Site]) -> None:
    """Those that readers see: whose home page is live, the first one first."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    live = Page.objects.filter(path__in=homes, live=True).order_by("path")
    for path, locale in live.values_list("path", "locale"):
        rows[homes[path].pk].languages.append(codes[locale])
