"""sitemap.xml: the clinic's public pages in every language, and its addresses that are no pages."""

from datetime import UTC, datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Locale, Page

from education.querysets import has_left_lists

# Names of addresses that each language has beside its pages.
OTHER_ADDRESSES = ("a_to_z", "questions", "glossary", "contact")


class ClinicSitemap(Sitemap):
    """Live, public pages of one clinic, each with its translations; no article that left the lists.

    Copies of another clinic's articles name that clinic's page as the one to find, so they are not in.
    """

    def items(self):
        pages, follows_own = Page.objects.none(), Q(alias_of=None)
        for home in self.homes():
            pages |= home.get_descendants(inclusive=True)
            follows_own |= Q(alias_of__path__startswith=home.path)
        pages = pages.filter(follows_own).live().public().exclude(has_left_lists("articlepage__"))
        return pages.order_by("path").defer_streamfields().specific()

    def homes(self):
        home = self.get_wagtail_site().root_page
        return home.get_translations(inclusive=True).live().select_related("locale")

    def lastmod(self, page) -> datetime | None:
        """When the page was last published or checked, whichever is later."""
        checked = getattr(page, "last_reviewed", None)
        moments = [page.last_published_at or page.latest_revision_created_at]
        moments += [datetime.combine(checked, time.min, tzinfo=UTC)] if checked else []
        return max(filter(None, moments), default=None)

    def _urls(self, page, protocol, domain) -> list[dict]:
        languages = dict(Locale.objects.values_list("pk", "language_code"))
        rows = [
            (
                item.pk if item.alias_of_id else item.translation_key,  # an alias is no translation
                languages[item.locale_id],
                item.get_full_url(self.request),
                item,
            )
            for item in self.paginator.page(page).object_list
        ]
        found = [
            (key, language, {"location": location, "lastmod": self.lastmod(item)})
            for key, language, location, item in rows
            if location
        ]
        moments = {url["lastmod"] for _key, _language, url in found}
        if moments and None not in moments:
            self.latest_lastmod = max(moments)
        return _with_alternates([*found, *(self._other_urls() if page in (1, "1") else ())])

    def _other_urls(self) -> list[tuple]:
        rows = []
        for home in self.homes():
            with translation.override(home.locale.language_code):
                rows += [
                    (
                        name,
                        home.locale.language_code,
                        {"location": self.request.build_absolute_uri(reverse(name))},
                    )
                    for name in OTHER_ADDRESSES
                ]
        return rows


def _with_alternates(rows: list[tuple]) -> list[dict]:
    """Each address with the same page in every language, itself included; one language needs none."""
    same: dict = {}
    for key, language, url in rows:
        same.setdefault(key, []).append({"lang_code": language, "location": url["location"]})
    return [
        url | {"alternates": same[key] if len(same[key]) > 1 else []}
        for key, _language, url in rows
    ]
