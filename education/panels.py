"""The tabs of the article editor, and what the editors of shared items have in common."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.models import Page


def article_tabs() -> TabbedInterface:
    """What staff write; who stands behind it; how it is found. Wagtail's settings come last."""
    return TabbedInterface(
        [
            ObjectList(content_panels(), heading=_("Content")),
            ObjectList(review_panels(), heading=_("Review and sources")),
            ObjectList(sharing_panels(), heading=_("Search and sharing")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )


def content_panels() -> list:
    return [
        TitleFieldPanel("title"),
        FieldPanel("lede"),
        InlinePanel("other_names", heading=_("Also called"), label=_("Name")),
        FieldPanel("key_points"),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("picture_caption")],
            heading=_("Picture"),
            classname="collapsed",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("conclusion_heading"), FieldPanel("conclusion")], heading=_("Conclusion")
        ),
        MultiFieldPanel(
            [
                FieldPanel("booking_on"),
                FieldPanel("booking_words"),
                FieldPanel("appointment_type"),
                HelpPanel(template="education/admin/booking_panel.html"),
            ],
            heading=_("Booking"),
        ),
    ]


def review_panels() -> list:
    return [
        # Shown, never filled in: only a sign-off sets the dates and the name.
        HelpPanel(template="education/admin/review_panel.html", heading=_("Clinical review")),
        FieldPanel("content_owner"),
        FieldPanel("review_months"),
        InlinePanel("article_sources", heading=_("Sources"), label=_("Source")),
        FieldPanel("funding"),
    ]


def sharing_panels() -> list:
    return [
        FieldPanel("slug"),
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
        FieldPanel("also_in"),
        InlinePanel("related_articles", heading=_("Read next"), label=_("Article"), max_num=3),
    ]


def live_uses_panel() -> HelpPanel:
    """First in a shared item's editor: the live articles that a change reaches."""
    return HelpPanel(
        template="education/admin/live_uses_panel.html", heading=_("Where patients read this")
    )
