"""A clinic's own settings: identity, contact, booking. One row for each Wagtail `Site`."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.images.models import SourceImageIOError
from wagtail.models import PreviewableMixin, RevisionMixin, Site

from education.pictures.renditions import LOGO_SPECS, renditions_of
from portal.booking.links import BookingLinkRefused, check_booking_link, check_hosts
from portal.booking.rule import first_host
from portal.clinic_form import ClinicForm
from portal.hostnames import HostnameRefused, check_hostname
from portal.panels import clinic_tabs
from portal.theme.colour import ColourRefused, normalise_colour
from portal.theme.logo import DARK_PAPER, WHITE_PAPER, can_be_seen
from portal.theme.stylesheet import SHAPES, TYPE_STYLES, ThemeChoice, theme_name

DEFAULT_COLOUR = "#1f5f6b"
TOO_LIGHT = _(
    "This logo is too light to be seen on a white page. Choose one made for white paper here, and "
    "this one under “logo for dark screens”."
)
TOO_DARK = _(
    "This logo is too dark to be seen on a dark page. Choose one with light letters, or none: then "
    "the logo above is shown on a light plate."
)


def validate_colour(text: str) -> None:
    try:
        normalise_colour(text)
    except ColourRefused as refusal:
        raise ValidationError(str(refusal), code="colour") from refusal


def validate_hostname(text: str) -> None:
    """For the screen Settings > Sites: a name that no browser would send reaches no clinic."""
    try:
        name = check_hostname(text)
    except HostnameRefused as refusal:
        raise ValidationError(str(refusal), code="hostname") from refusal
    if name != text.lower():
        raise ValidationError(_("Write it as %(name)s."), params={"name": name}, code="hostname")


def validate_booking_link(text: str) -> None:
    try:
        check_booking_link(text)
    except BookingLinkRefused as refusal:
        raise ValidationError(str(refusal), code="booking_link") from refusal


def shows_on(picture, paper: str) -> bool:
    """Whether a logo can be seen on that ground; one whose file is lost is nobody's mistake now."""
    try:
        with picture.open_file() as file:
            return can_be_seen(file, paper)
    except (SourceImageIOError, OSError):
        return True


def clean_booking(clinic: "Clinic") -> None:
    """Its list of booking sites, and its own link on it. Links of rows are the form's matter."""
    try:
        hosts = check_hosts(clinic.booking_hosts)
    except BookingLinkRefused as refusal:
        raise ValidationError({"booking_hosts": str(refusal)}) from refusal
    clinic.booking_hosts = "\n".join(hosts)
    try:
        clinic.booking_link = clinic.booking_link and check_booking_link(clinic.booking_link)
    except BookingLinkRefused:
        return  # the field says so itself
    try:
        if clinic.booking_link and hosts:
            check_booking_link(clinic.booking_link, allowed_hosts=hosts)
    except BookingLinkRefused as refusal:
        raise ValidationError({"booking_link": str(refusal)}) from refusal


def booking_links(clinic: "Clinic") -> Iterator[str]:
    """All booking links entered, the clinic's first."""
    yield clinic.booking_link
    for rows in (clinic.locations, clinic.appointment_types):
        yield from (row.booking_link for row in rows.all())


class Clinic(PreviewableMixin, RevisionMixin, ClusterableModel):
    """How a clinic looks and how patients reach it. Every save is kept and can be undone."""

    site = models.OneToOneField(
        Site, on_delete=models.CASCADE, related_name="clinic", verbose_name=_("site")
    )
    name = models.CharField(_("name of the clinic"), max_length=120)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_(
            "PNG, JPEG or WebP, at least 200 pixels high. Its alt text is the clinic's name."
        ),
    )
    logo_dark = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo for dark screens"),
        help_text=_("Many phones show pages dark at night. Needed if the logo has dark letters."),
    )
    brand_colour = models.CharField(
        _("brand colour"), max_length=9, default=DEFAULT_COLOUR, validators=[validate_colour]
    )
    type_style = models.CharField(_("type"), max_length=10, choices=TYPE_STYLES, default="warm")
    shape = models.CharField(_("corners"), max_length=10, choices=SHAPES, default="soft")
    email = models.EmailField(_("e-mail"), blank=True)
    emergency_number = models.CharField(
        _("emergency number"),
        max_length=20,
        blank=True,
        help_text=_("The number to call in your country, for example 911, 999 or 112."),
    )
    booking_link = models.CharField(
        _("booking link"),
        max_length=2000,
        blank=True,
        validators=[validate_booking_link],
        help_text=_(
            "Where patients book, starting with https://. Write {appointment} and {location} where "
            "your booking system's own codes go. Nothing about the article is sent."
        ),
    )
    booking_hosts = models.TextField(
        _("booking sites"),
        blank=True,
        max_length=2000,
        help_text=_(
            "Booking links lead to these sites only. One on each line, for example "
            "book.example.com; .example.com means all sites that end so. Blank: the site of your "
            "first booking link."
        ),
    )
    booking_words = models.CharField(
        _("words on the booking button"),
        max_length=60,
        blank=True,
        help_text=_("Blank: “Consult your dermatologist”."),
    )
    # Booking links that patients do not get because they do not work; kept by `check_links`.
    broken_booking_links = models.JSONField(default=list, blank=True, editable=False)
    footer_text = models.TextField(_("text at the foot of every page"), blank=True, max_length=500)
    disclaimer = models.TextField(
        _("disclaimer"),
        blank=True,
        max_length=500,
        default="This page gives general information. It does not replace advice from your doctor.",
    )

    edit_handler = clinic_tabs()
    base_form_class = ClinicForm

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")

    def __str__(self):
        return self.name or str(self.site)

    @classmethod
    def for_site(cls, site) -> "Clinic":
        """The settings of a site, or unsaved defaults. Never writes: readers call it."""
        if site is None:
            return cls(name=settings.WAGTAIL_SITE_NAME)
        try:
            clinic = cls.objects.select_related("logo", "logo_dark").get(site=site)
        except cls.DoesNotExist:
            return cls(site=site, name=site.site_name or site.hostname)
        clinic.site = site  # spares asking the database for what is at hand
        return clinic

    @property
    def theme_choice(self) -> ThemeChoice:
        """Colour, type and corners as a theme; a colour that cannot be read is the default one."""
        try:
            colour = normalise_colour(self.brand_colour)
        except ColourRefused:
            colour = DEFAULT_COLOUR
        return ThemeChoice(colour, self.type_style, self.shape)

    @property
    def theme_name(self) -> str:
        choice = self.theme_choice
        return theme_name(choice.colour, choice.type_style, choice.shape)

    def clean(self):
        super().clean()
        try:
            self.brand_colour = normalise_colour(self.brand_colour)
        except ColourRefused as refusal:
            raise ValidationError({"brand_colour": str(refusal)}) from refusal
        clean_booking(self)
        if self.logo and not shows_on(self.logo, WHITE_PAPER):
            raise ValidationError({"logo": TOO_LIGHT})
        if self.logo_dark and not shows_on(self.logo_dark, DARK_PAPER):
            raise ValidationError({"logo_dark": TOO_DARK})

    def save(self, *args, **kwargs):
        """An empty list of booking sites gets the first link's. The clinic's name is the site's too."""
        if not self.booking_hosts and not kwargs.get("update_fields"):
            self.booking_hosts = first_host(booking_links(self))
        super().save(*args, **kwargs)
        for logo in filter(None, [self.logo, self.logo_dark]):
            renditions_of(logo, LOGO_SPECS)
        if self.site.site_name != self.name:
            self.site.site_name = self.name
            self.site.save(update_fields=["site_name"])

    def with_content_json(self, content):
        """Settings of an earlier day; which links work is as of now."""
        earlier = super().with_content_json(content)
        earlier.broken_booking_links = self.broken_booking_links
        return earlier

    def get_preview_template(self, request, mode_name):
        return "portal/clinic_preview.html"

    def get_preview_context(self, request, mode_name):
        """The page is dressed in the settings being edited, saved or not."""
        request.clinic_in_preview = self
        return super().get_preview_context(request, mode_name)
