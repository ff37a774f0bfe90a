"""Searches that found nothing, counted so that staff learn which words are missing.

What people type can be about themselves. So no reader, address or time of day is kept; parts with
a digit or an @ are dropped before anything is stored; and of what is left only a keyed fingerprint
is kept until the same words were missed for the third time within 90 days. Counting must neither
fail nor slow a reader's page: whoever would have to wait for another writer does not count.
"""

import logging
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Max, Q, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from education.finding.query_words import clean_query
from education.models import MissedSearch

KEPT_DAYS = 90
SHOWN_FROM = 3
MOST_A_DAY = 500
PATIENCE_MS = 50

logger = logging.getLogger(__name__)


def count_miss(request, site, language: str) -> None:
    """Count the words of a reader's search that found nothing. Staff and HEAD are not counted."""
    if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return
    words = words_to_keep(request.GET.get("q", ""))
    if not words:
        return
    try:
        with impatient(), transaction.atomic():
            add_miss(site, language, words)
    except DatabaseError as error:
        # Without the message: a database may quote what it was given.
        logger.warning("A search that found nothing was not counted: %s", type(error).__name__)


def words_to_keep(text: str) -> str:
    """What of a typed text may be stored: nothing that looks like a number, a date or an address."""
    parts = [
        part for part in text[:1000].split() if "@" not in part and not any(map(_is_number, part))
    ]
    return clean_query(" ".join(parts)).text.casefold()[:200]


def _is_number(character: str) -> bool:
    return character.isnumeric()


def add_miss(site, language: str, words: str) -> None:
    today = timezone.localdate()
    mark = fingerprint(site, language, words)
    same = MissedSearch.objects.filter(site=site, language=language, fingerprint=mark)
    if not same.filter(day=today).update(count=F("count") + 1):
        MissedSearch.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
        if MissedSearch.objects.filter(site=site, day=today).count() >= MOST_A_DAY:
            return
        MissedSearch.objects.create(site=site, language=language, day=today, fingerprint=mark)
    so_far = same.filter(day__gte=today - timedelta(days=KEPT_DAYS)).aggregate(
        times=Sum("count"), words_today=Max("words", filter=Q(day=today))
    )
    if so_far["times"] >= SHOWN_FROM and not so_far["words_today"]:
        same.filter(day=today).update(words=words)


def fingerprint(site, language: str, words: str) -> str:
    """Tells the same words again; without SECRET_KEY nobody can try words against it."""
    value = f"{site.pk}:{language}:{words}"
    return salted_hmac("education.finding.missed", value, algorithm="sha256").hexdigest()


def often_missed(sites):
    """Words that were missed often enough at these clinics, as rows for a list, the most first."""
    since = timezone.localdate() - timedelta(days=KEPT_DAYS)
    rows = MissedSearch.objects.filter(site__in=sites, day__gte=since)
    return (
        rows.values("site_id", "site__site_name", "site__hostname", "language", "fingerprint")
        .annotate(times=Sum("count"), last_day=Max("day"), missed=Max("words"))
        .filter(times__gte=SHOWN_FROM)
        .exclude(missed="")
        .order_by("-times", "missed")
    )


@contextmanager
def impatient():
    """While this lasts, the database refuses a write that would have to wait longer than PATIENCE_MS."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE_MS}ms"])
            yield
        return
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS:d}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {patience:d}")
