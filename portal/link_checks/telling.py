"""Telling a clinic's people, once, that a link is broken, and once that it works again.

That somebody was told is noted after the mail has gone, so a run killed in between sends that very
mail again, under the same Message-ID; nothing that broke is kept from them.
"""

import hashlib
from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from education.models import ReviewRules
from education.ownership import people_to_warn
from portal.models import CheckedLink

MOST_NAMED = 30  # in one mail; the rest is in the report


def tell_staff(moment: datetime) -> tuple[int, list[str]]:
    """Send what is to be told: the number of mails, and what went wrong, in words."""
    news = Q(broken_since__isnull=False, told_at=None) | Q(broken_since=None, told_at__isnull=False)
    rows_of: dict[int | None, list[CheckedLink]] = defaultdict(list)
    for row in CheckedLink.objects.filter(news).order_by("site", "kind", "address"):
        rows_of[row.site_id].append(row)
    sites = Site.objects.in_bulk([key for key in rows_of if key is not None])
    mails, problems = 0, []
    for key, rows in rows_of.items():
        sent, failed = _tell(sites.get(key), rows)
        mails += sent
        problems += failed
        if sent:
            _note(rows, moment)
    return mails, problems


def _note(rows: list[CheckedLink], moment: datetime) -> None:
    broken = [row.pk for row in rows if row.broken_since]
    works = [row.pk for row in rows if not row.broken_since]
    CheckedLink.objects.filter(pk__in=broken).update(told_at=moment)
    CheckedLink.objects.filter(pk__in=works).update(told_at=None)


def _tell(site: Site | None, rows: list[CheckedLink]) -> tuple[int, list[str]]:
    """One mail to each of a clinic's people about all its news."""
    addresses = addresses_of(site)
    if not addresses:
        return 0, [
            _(
                "%(clinic)s: nobody can be told of %(number)d links. Give a review mailbox in the "
                "review rules."
            )
            % {"clinic": name_of(site), "number": len(rows)}
        ]
    sent, problems = 0, []
    for address in sorted(addresses):
        try:
            link_mail(site, address, rows).send()
            sent += 1
        except Exception as problem:  # a mail server's or backend's own errors can be anything
            problems.append(
                _("The mail to %(address)s about links was not sent: %(problem)s")
                % {"address": address, "problem": problem or type(problem).__name__}
            )
    return sent, problems


def addresses_of(site: Site | None) -> set[str]:
    """The clinic's review mailbox; without one, whoever may take its content down."""
    mailbox = ReviewRules.for_site(site).mailbox
    found = [mailbox] if mailbox else people_to_warn(site).values_list("email", flat=True)
    return {address.lower() for address in found if address}


def name_of(site: Site | None) -> str:
    """A clinic's name in one line; that of what belongs to none."""
    return " ".join((site.site_name or site.hostname).split()) if site else _("Shared library")


def link_mail(site: Site | None, address: str, rows: list[CheckedLink]) -> EmailMessage:
    """The mail that names the links that broke, and those that work again."""
    broken = [row for row in rows if row.broken_since]
    works = [row for row in rows if not row.broken_since]
    clinic = name_of(site)
    number = len(broken or works)
    subject = (
        ngettext("%(clinic)s: %(n)d link is broken", "%(clinic)s: %(n)d links are broken", number)
        if broken
        else ngettext(
            "%(clinic)s: %(n)d link works again", "%(clinic)s: %(n)d links work again", number
        )
    )
    words = {
        "clinic": clinic,
        "broken": [_in_mail(row) for row in broken[:MOST_NAMED]],
        "works": [_in_mail(row) for row in works[:MOST_NAMED]],
        "more": max(len(broken) - MOST_NAMED, 0) + max(len(works) - MOST_NAMED, 0),
        "booking": any(row.kind == CheckedLink.Kind.BOOKING for row in broken),
        "report": in_admin(reverse("links_report")),
    }
    return EmailMessage(
        subject % {"clinic": clinic, "n": number},
        render_to_string("portal/email/links.txt", words),
        getattr(settings, "WAGTAILADMIN_NOTIFICATION_FROM_EMAIL", None),
        [address],
        headers={"Message-ID": message_id(site, address, rows), "Auto-Submitted": "auto-generated"},
    )


def _in_mail(row: CheckedLink) -> dict:
    words, path = row.places[0] if row.places else ("", "")
    return {
        "kind": row.get_kind_display(),
        "address": row.address,
        "answer": row.last_answer,
        "where": " ".join(words.split()),
        "edit": in_admin(path),
        "others": row.number_of_places - 1,
    }


def in_admin(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def message_id(site: Site | None, address: str, rows: list[CheckedLink]) -> str:
    """The same for the same news, so that the same mail can be known when it comes twice."""
    named = sorted(f"{row.key} {row.broken_since or row.told_at}" for row in rows)
    digest = hashlib.sha256("\n".join([address, *named]).encode()).hexdigest()
    return f"<links-{digest[:40]}@{site.hostname if site else 'library'}>"
