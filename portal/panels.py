"""The tabs of a clinic's settings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from portal.theme.palette import adjustments, promises


class ReadableColoursPanel(HelpPanel):
    """What was done to the brand colour so that everyone can read it, and how well it reads."""

    def __init__(self, template="portal/admin/readable_colours.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            colour = self.instance.theme_choice.colour
            return context | {
                "colour": colour,
                "adjustments": adjustments(colour),
                "promises": promises(colour),
            }


def clinic_tabs() -> TabbedInterface:
    """How the clinic looks, how it is reached, how patients book, what it says on every page."""
    look = [
        FieldPanel("name"),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("logo_dark")], _("Logo")),
        MultiFieldPanel([FieldPanel("brand_colour"), ReadableColoursPanel()], _("Colour")),
        FieldPanel("type_style"),
        FieldPanel("shape"),
    ]
    contact = [
        FieldPanel("email"),
        FieldPanel("emergency_number"),
        InlinePanel("locations", heading=_("Locations"), label=_("Location")),
    ]
    booking = [
        HelpPanel(template="portal/admin/booking_links.html", heading=_("What patients get")),
        FieldPanel("booking_link"),
        FieldPanel("booking_hosts"),
        FieldPanel("booking_words"),
        HelpPanel(template="portal/admin/booking_systems.html", heading=_("Your booking system")),
        InlinePanel("appointment_types", heading=_("Appointments"), label=_("Appointment")),
    ]
    texts = [FieldPanel("footer_text"), FieldPanel("disclaimer")]
    return TabbedInterface(
        [
            ObjectList(look, heading=_("Look")),
            ObjectList(contact, heading=_("Contact")),
            ObjectList(booking, heading=_("Booking")),
            ObjectList(texts, heading=_("Texts")),
        ]
    )
