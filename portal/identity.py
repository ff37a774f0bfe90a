"""The clinic as templates see it: its settings, dressed for one request."""

from datetime import date, timedelta

from django.core.cache import cache
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from wagtail.models import Site

from education.home_pages import home_of
from education.querysets import kept_for_staff
from portal.booking.rule import Appointment, Place, Reach
from portal.hours import HoursRow, HoursWords, exceptions_rows, hours_rows
from portal.models import AppointmentType, Clinic, Location, StandardPage
from portal.open_days import local_date
from portal.paper import fingerprint, paper_stylesheet
from portal.setup_steps import setup_is_finished
from portal.theme.stylesheet import browser_colours

FIVE_MINUTES = 300  # seconds
CHOOSE_LOCATION = "choose_location"  # the name of the address where patients say where
SOON = timedelta(days=14)


class Identity:
    """What `clinic` is in every template. Settings are read once per page, never written."""

    def __init__(self, clinic: Clinic, request=None):
        self.settings = clinic
        self.request = request

    @classmethod
    def for_request(cls, request) -> "Identity":
        """The clinic whose host name was asked for; in a preview, the settings being edited."""
        clinic = getattr(request, "clinic_in_preview", None)
        return cls(clinic or Clinic.for_site(Site.find_for_request(request)), request)

    def __getattr__(self, name):
        """Everything the settings say under its own name: `clinic.name`, `clinic.email` …"""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.settings, name)

    @property
    def logo(self):
        """The logo; none while its picture is withdrawn."""
        return shown(self.settings.logo)

    @property
    def logo_dark(self):
        return shown(self.settings.logo_dark)

    @property
    def theme_url(self) -> str:
        return reverse("theme", args=[self.settings.theme_name])

    @cached_property
    def paper_css(self) -> str:
        """The foot of printed pages, in the language of the address."""
        return paper_stylesheet(
            name=self.settings.name,
            telephone=self.telephone,
            page_words=_("Page {number} of {total}"),
            right_to_left=get_language_bidi(),
        )

    @property
    def paper_url(self) -> str:
        return reverse("paper", args=[fingerprint(self.paper_css)])

    @cached_property
    def theme_colours(self) -> dict[str, str]:
        light, dark = browser_colours(self.settings.theme_choice)
        return {"light": light, "dark": dark}

    @cached_property
    def all_locations(self) -> list["LocationForReaders"]:
        return [LocationForReaders(place) for place in self.settings.locations.all()]

    @property
    def telephone_place(self) -> "LocationForReaders | None":
        """The location whose telephone stands for the clinic, so that its hours go with it."""
        return next((place for place in self.all_locations if place.telephone), None)

    @property
    def telephone(self) -> str:
        """The first location's telephone that there is."""
        return next((place.telephone for place in self.all_locations if place.telephone), "")

    @property
    def telephone_href(self) -> str:
        return next((place.telephone_href for place in self.all_locations if place.telephone), "")

    @property
    def broken_links(self) -> frozenset[str]:
        """The booking links that patients must not get, because they do not work."""
        return frozenset(self.settings.broken_booking_links)

    @cached_property
    def all_appointments(self) -> list[AppointmentType]:
        return list(self.settings.appointment_types.all())

    def reach(self, with_appointments: bool = True) -> Reach:
        """What the booking rule goes by. Who asks for no kind of appointment needs none of them."""
        return Reach(
            booking_link=self.settings.booking_link,
            hosts=self.settings.booking_hosts,
            email=self.settings.email,
            places=tuple(place.as_place for place in self.all_locations),
            appointments=tuple(map(as_appointment, self.all_appointments))
            if with_appointments
            else (),
        )

    @cached_property
    def standard_pages(self) -> list[dict]:
        """The standard pages for the foot of the page, in this page's language."""
        if not self.settings.site_id:
            return []
        home = home_of(self.settings.site)
        if home is None:
            return []
        pages = StandardPage.objects.live().child_of(home).exclude(kept_for_staff("path"))
        return [
            {"title": page.title, "url": page.get_url(self.request), "purpose": page.purpose}
            for page in pages.defer_streamfields()
        ]

    @cached_property
    def search_engines_may_index(self) -> bool:
        """Not before the clinic has finished setting up: half-built health pages mislead.

        Once finished is remembered for a while; it is asked on every page.
        """
        key = f"setup-finished:{self.settings.pk}"
        if cache.get(key):
            return True
        finished = setup_is_finished(self.settings)
        if finished:
            cache.set(key, True, FIVE_MINUTES)
        return finished


def shown(picture):
    """The picture if readers may see it, else None."""
    return None if picture is None or picture.withdrawn else picture


def as_appointment(row: AppointmentType) -> Appointment:
    """An appointment type as plain values."""
    return Appointment(
        kind=row.kind,
        name=row.name,
        booking_link=row.booking_link,
        code=row.scheduler_code,
        by_video=row.by_video,
        minutes=row.minutes,
        description=row.description,
        things_to_bring=tuple(row.things_to_bring),
    )


def hours_words() -> HoursWords:
    """The words of opening hours, in the language of the address."""
    return HoursWords(
        closed=_("Closed"),
        span=_("{opens} to {closes}"),
        days=_("{first} to {last}"),
        two_days=_("{first} and {last}"),
        morning=_("am"),
        afternoon=_("pm"),
        noon=_("noon"),
        midnight=_("midnight"),
    )


def date_words(day: date) -> str:
    return dateformat.format(day, "l j F Y")


class LocationForReaders:
    """A location with its hours in words.

    `people` (who works there) and `way` (how to book there) are set by the pages that show them.
    """

    def __init__(self, location: Location):
        self.location = location
        self.people: list = []
        self.way = None

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.location, name)

    @property
    def as_place(self) -> Place:
        """The location as plain values."""
        return Place(
            name=self.location.name,
            booking_link=self.location.booking_link,
            code=self.location.scheduler_code,
            telephone=self.location.telephone,
        )

    @property
    def has_details(self) -> bool:
        """Whether there is more to say than what helps to choose among locations."""
        return bool(self.location.directions or self.location.map_host or self.people)

    @cached_property
    def hours_rows(self) -> list[HoursRow]:
        names = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday")]
        names += [_("Saturday"), _("Sunday")]
        return hours_rows(self.location.openings, names, hours_words())

    @cached_property
    def exceptions_rows(self) -> list[HoursRow]:
        """Days that are different, from today on.

        In a page that is kept for some days none is missing later; those that have passed by then
        name their date, and the script hides them.
        """
        today = local_date(timezone.now(), self.location.zone)
        coming = [row for row in self.location.dated_exceptions if row.date >= today]
        return exceptions_rows(coming, date_words, hours_words())

    @property
    def exceptions_soon(self) -> list[HoursRow]:
        """Those of the next two weeks, for the foot of every page."""
        last = local_date(timezone.now(), self.location.zone) + SOON
        return [row for row in self.exceptions_rows if row.date <= last]
