"""The tabs of a clinic's settings."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
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


def location_panels() -> list[FieldPanel]:
    """Where it is, how to get in, who works there, how it is booked, when it is open."""
    return [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldPanel("telephone"),
        FieldPanel("languages"),
        FieldPanel("step_free"),
        FieldPanel("access"),
        FieldPanel("directions"),
        FieldPanel("map_link"),
        FieldPanel(
            "clinicians",
            widget=CheckboxSelectMultiple,
            help_text=_(
                "Patients see those whose entry is confirmed and whose credential is valid."
            ),
        ),
        FieldPanel("booking_link"),
        FieldPanel("scheduler_code"),
        FieldPanel("time_zone"),
        FieldPanel("hours"),
        FieldPanel("exceptions"),
    ]


class LocationForm(WagtailAdminModelForm):
    """One location: of clinicians only the clinic's own are offered, and taken."""

    def __init__(self, *args, site_id: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if "clinicians" in self.fields:
            clinicians = self.fields["clinicians"]
            clinicians.queryset = clinicians.queryset.filter(site_id=site_id)
            clinicians.error_messages["invalid_choice"] = _(
                "One of these clinicians does not belong to this clinic. Choose among those listed."
            )


class LocationFormSet(BaseChildFormSet):
    """Tells each location whose it is, the empty one for a new location too."""

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"site_id": self.instance.site_id}


class LocationsPanel(InlinePanel):
    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {
            "form": LocationForm,
            "formset": LocationFormSet,
        }
        return options


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
        LocationsPanel("locations", heading=_("Locations"), label=_("Location")),
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
