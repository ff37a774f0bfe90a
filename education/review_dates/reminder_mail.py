"""The mail that reminds somebody of due reviews."""

import hashlib

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def reminder_mail(site, address: str, pages: list, more: int) -> EmailMessage:
    """About these pages (pairs of an article and its reminder) of one clinic, and `more` others."""
    today = timezone.localdate()
    clinic = " ".join((site.site_name or site.hostname).split())
    words = {
        "clinic": clinic,
        "pages": [
            {
                "title": " ".join(article.title.split()),
                "due": reminder.due,
                "when": in_words((reminder.due - today).days),
                "address": in_admin("wagtailadmin_pages:edit", article.pk),
            }
            for article, reminder in pages
        ],
        "more": more,
        "list": in_admin("wagtailadmin_home"),
    }
    number = len(pages) + more
    subject = ngettext(
        "%(clinic)s: %(number)d page to be checked",
        "%(clinic)s: %(number)d pages to be checked",
        number,
    )
    return EmailMessage(
        subject % {"clinic": clinic, "number": number},
        render_to_string("education/email/review_reminder.txt", words),
        getattr(settings, "WAGTAILADMIN_NOTIFICATION_FROM_EMAIL", None),
        [address],
        headers={
            "Message-ID": message_id(site, address, [reminder for _article, reminder in pages]),
            "Auto-Submitted": "auto-generated",
        },
    )


def message_id(site, address: str, reminders) -> str:
    """The same for the same reminders, so that the same mail can be known when it comes twice."""
    named = sorted(f"{each.article_id} {each.due} {each.stage}" for each in reminders)
    digest = hashlib.sha256("\n".join([address, *named]).encode()).hexdigest()
    return f"<review-{digest[:40]}@{site.hostname}>"


def in_words(days_left: int) -> str:
    """How far away a due date is."""
    if days_left == 0:
        return _("today")
    if days_left > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days_left) % {"n": days_left}
    late = -days_left
    return ngettext("%(n)d day ago", "%(n)d days ago", late) % {"n": late}


def in_admin(name: str, *arguments) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(name, args=arguments)}"
