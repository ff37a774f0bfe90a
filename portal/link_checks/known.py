"""What is known of links, for whoever shows them: which ones patients must not get."""

from django.db.models import F

from education.models import Source
from portal.models import CheckedLink, Clinic


def broken_links(site) -> frozenset[str]:
    """The booking links of a clinic that do not work, as patients would get them: one cheap query.

    Readers' pages have them at hand, with the clinic's settings: `Identity.broken_links`.
    """
    known = Clinic.objects.filter(site=site).values_list("broken_booking_links", flat=True).first()
    return frozenset(known or ())


def note_broken_links() -> None:
    """Write what is known to where readers' pages look anyway: clinics' settings, sources.

    No words change, so nobody's sign-off is touched: hence no `save()`.
    """
    broken = CheckedLink.objects.filter(broken_since__isnull=False)
    _note_in_clinics(broken.filter(kind=CheckedLink.Kind.BOOKING))
    addresses = broken.values("address")
    Source.objects.filter(url__in=addresses).exclude(broken_url=F("url")).update(
        broken_url=F("url")
    )
    Source.objects.exclude(broken_url="").exclude(url__in=addresses).update(broken_url="")


def _note_in_clinics(rows) -> None:
    links: dict[int, list[str]] = {}
    for site, address in rows.order_by("address").values_list("site", "address"):
        links.setdefault(site, []).append(address)
    for clinic in Clinic.objects.only("site_id", "broken_booking_links"):
        now = links.get(clinic.site_id, [])
        if clinic.broken_booking_links != now:
            Clinic.objects.filter(pk=clinic.pk).update(broken_booking_links=now)
