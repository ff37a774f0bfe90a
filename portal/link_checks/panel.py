"""The dashboard panel "Links that do not work"; it leaves when all work."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from portal.link_checks.report import links_seen_by
from portal.models import CheckedLink

MOST_SHOWN = 5


class BrokenLinksPanel(Component):
    """The broken links of a person's clinics, booking links first."""

    name = "broken_links"
    template_name = "portal/admin/broken_links_panel.html"
    order = 55

    def __init__(self, user):
        self.links = list(links_seen_by(user).filter(broken_since__isnull=False)[: MOST_SHOWN + 1])

    def get_context_data(self, parent_context):
        return {
            "links": self.links[:MOST_SHOWN],
            "more": len(self.links) > MOST_SHOWN,
            "booking": any(row.kind == CheckedLink.Kind.BOOKING for row in self.links),
            "report": reverse("links_report"),
        }


def add_broken_links_panel(request, panels: list) -> None:
    panel = BrokenLinksPanel(request.user)
    if panel.links:
        panels.append(panel)
