"""Where a clinic is and when it is open."""

import zoneinfo
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from portal.blocks import DatedExceptionsBlock, OpeningHoursBlock
from portal.booking.links import BookingLinkRefused, check_web_link, link_host
from portal.hours import (
    DatedException,
    HoursRefused,
    Opening,
    Span,
    check_exceptions,
    check_hours,
    date_words,
)
from portal.models.appointments import validate_scheduler_code
from portal.models.clinic import Clinic, validate_booking_link
from portal.open_days import check_dates
from portal.panels import location_panels
from portal.telephone import TelephoneRefused, check_telephone, telephone_href


def validate_telephone(text: str) -> None:
    try:
        check_telephone(text)
    except TelephoneRefused as refusal:
        raise ValidationError(str(refusal), code="telephone") from refusal


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write it like Europe/London or America/New_York."),
            params={"name": name},
            code="time_zone",
        )


def clean_map_link(text: str) -> str:
    """The link in its clean form; as strict as with booking links, since patients tap both."""
    try:
        return check_web_link(text)
    except BookingLinkRefused as refusal:
        raise ValidationError(
            _(
                "This link cannot be offered to patients. Open your place on a map, choose "
                "“Share” and paste the link here. It starts with https:// and the name of the map."
            ),
            code="map_link",
        ) from refusal


def exceptions_of(rows) -> list[DatedException]:
    """Filled-in rows as values; those of one date that all have hours are one day with a break."""
    days = []
    in_order = sorted(rows, key=lambda row: row["date"])
    for day, group in groupby(in_order, key=lambda row: row["date"]):
        found = [_exception(row) for row in group]
        if all(exception.openings for exception in found):
            spans = tuple(span for exception in found for span in exception.openings)
            notes = dict.fromkeys(exception.note for exception in found if exception.note)
            found = [DatedException(day, spans, ", ".join(notes))]
        days += found
    return days


def _exception(row) -> DatedException:
    open_at_all = row["opens"] and row["closes"] and not row["closed"]
    spans = (Span(row["opens"], row["closes"]),) if open_at_all else None
    return DatedException(date=row["date"], openings=spans, note=row["note"] or "")


def check_open_day(row) -> None:
    """Refuse a date that is neither closed nor has hours."""
    if row["closed"] or not row["date"] or (row["opens"] and row["closes"]):
        return
    message = _("%(date)s: say from when to when the clinic is open, or tick “closed”.")
    raise ValidationError({"exceptions": message % {"date": date_words(row["date"])}})


class Location(ClusterableModel, Orderable):
    """A place where the clinic sees patients. The first one's telephone stands for the clinic."""

    class StepFree(models.TextChoices):
        UNKNOWN = "", _("Not said")
        YES = "yes", _("Step-free throughout")
        PARTLY = "partly", _("Partly step-free")
        NO = "no", _("Not step-free")

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(_("name"), max_length=120, blank=True)
    address = models.TextField(_("address"), blank=True, max_length=400)
    telephone = models.CharField(
        _("telephone"), max_length=40, blank=True, validators=[validate_telephone]
    )
    languages = models.CharField(
        _("languages spoken"),
        max_length=200,
        blank=True,
        help_text=_("As patients will read it, for example: English, Spanish."),
    )
    step_free = models.CharField(_("step-free access"), max_length=10, choices=StepFree, blank=True)
    access = models.CharField(
        _("about access"),
        max_length=300,
        blank=True,
        help_text=_("For example: a ramp at the back door, a lift to the second floor."),
    )
    directions = models.TextField(_("how to get here"), blank=True, max_length=1000)
    map_link = models.CharField(
        _("map link"),
        max_length=2000,
        blank=True,
        help_text=_("A link to a map, starting with https://. No map is shown on our page."),
    )
    booking_link = models.CharField(
        _("own booking link"),
        max_length=2000,
        blank=True,
        validators=[validate_booking_link],
        help_text=_("Blank: the clinic's booking link."),
    )
    scheduler_code = models.CharField(
        _("what the booking system calls this location"),
        max_length=60,
        blank=True,
        validators=[validate_scheduler_code],
        help_text=_("Its own short code, which stands for {location} in the booking link."),
    )
    clinicians = ParentalManyToManyField(
        "education.Clinician",
        blank=True,
        related_name="+",
        verbose_name=_("clinicians who work here"),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_time_zone]
    )
    hours = StreamField(OpeningHoursBlock(), verbose_name=_("opening hours"), blank=True)
    exceptions = StreamField(
        DatedExceptionsBlock(), verbose_name=_("days that are different"), blank=True
    )

    panels = location_panels()

    class Meta(Orderable.Meta):
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self):
        return self.name or self.address.partition("\n")[0] or str(self.clinic)

    @property
    def address_lines(self) -> list[str]:
        return [line.strip() for line in self.address.splitlines() if line.strip()]

    @property
    def telephone_href(self) -> str:
        return telephone_href(self.telephone) if self.telephone else ""

    @property
    def openings(self) -> list[Opening]:
        """The weekly hours as values; half-filled rows of an unsaved preview are left out."""
        return [
            Opening(
                days=frozenset(int(day) for day in span.value["days"]),
                opens=span.value["opens"],
                closes=span.value["closes"],
            )
            for span in self.hours
            if span.value["days"] and span.value["opens"] and span.value["closes"]
        ]

    @property
    def map_host(self) -> str:
        """The site that the map link leads to; empty for a link that cannot be offered."""
        try:
            return link_host(check_web_link(self.map_link)) if self.map_link else ""
        except BookingLinkRefused:
            return ""

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone; UTC while what is typed is none."""
        known = self.time_zone in zoneinfo.available_timezones()
        return zoneinfo.ZoneInfo(self.time_zone if known else "UTC")

    @property
    def dated_exceptions(self) -> list[DatedException]:
        """Days that are different; half-filled rows of an unsaved preview are left out."""
        return exceptions_of([row.value for row in self.exceptions if row.value["date"]])

    def clean(self):
        super().clean()
        if self.map_link:
            try:
                self.map_link = clean_map_link(self.map_link)
            except ValidationError as refusal:
                raise ValidationError({"map_link": refusal.messages}) from refusal
        try:
            check_hours(self.openings)
        except HoursRefused as refusal:
            raise ValidationError({"hours": str(refusal)}) from refusal
        for row in self.exceptions:
            check_open_day(row.value)
        try:
            check_exceptions(self.dated_exceptions)
            check_dates(self.dated_exceptions, self.zone)
        except HoursRefused as refusal:
            raise ValidationError({"exceptions": str(refusal)}) from refusal
