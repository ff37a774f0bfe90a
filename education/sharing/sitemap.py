"""sitemap.xml: the clinic's public pages in every language."""

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page


class ClinicSitemap(Sitemap):
    def items(self):
        home = self.get_wagtail_site().root_page
        homes = home.get_translations(inclusive=True)
        pages = Page.objects.none()
        for translated in homes:
            pages |= translated.get_descendants(inclusive=True)
        return pages.live().public().order_by("path").defer_streamfields().specific()
