"""The appointments a clinic offers, in plain words."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from education.models.articles import AppointmentKind
from portal.booking.systems import CodeRefused, check_code
from portal.models.clinic import Clinic, validate_booking_link


def validate_scheduler_code(text: str) -> None:
    try:
        check_code(text)
    except CodeRefused as refusal:
        raise ValidationError(str(refusal), code="scheduler_code") from refusal


class AppointmentType(Orderable):
    """One appointment of a clinic: what it is, how long it takes, what to bring.

    Articles ask for a kind, never for a row of this table: so a shared article leads to each clinic's
    own appointment, and a deleted row leaves no article without a link.
    """

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="appointment_types")
    kind = models.CharField(
        _("kind of appointment"),
        max_length=20,
        choices=AppointmentKind,
        blank=True,
        help_text=_("Articles that ask for this kind lead here."),
    )
    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("in plain words"), blank=True, max_length=400)
    minutes = models.PositiveSmallIntegerField(
        _("how long it takes, in minutes"), null=True, blank=True
    )
    bring = models.TextField(
        _("what to bring"), blank=True, max_length=600, help_text=_("One thing on each line.")
    )
    by_video = models.BooleanField(_("by video or telephone"), default=False)
    booking_link = models.CharField(
        _("own booking link"),
        max_length=2000,
        blank=True,
        validators=[validate_booking_link],
        help_text=_("Blank: the location's or the clinic's booking link."),
    )
    scheduler_code = models.CharField(
        _("what the booking system calls it"),
        max_length=60,
        blank=True,
        validators=[validate_scheduler_code],
        help_text=_("Its own short code, which stands for {appointment} in the booking link."),
    )

    panels = [
        FieldPanel("kind"),
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("minutes"),
        FieldPanel("bring"),
        FieldPanel("by_video"),
        FieldPanel("booking_link"),
        FieldPanel("scheduler_code"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("appointment type")
        verbose_name_plural = _("appointment types")

    def __str__(self):
        return self.name

    @property
    def things_to_bring(self) -> list[str]:
        return [line.strip() for line in self.bring.splitlines() if line.strip()]
