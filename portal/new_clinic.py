"""What somebody asks for a new clinic, checked as a whole before anything is made."""

import unicodedata
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from wagtail.models import Site

from portal.booking.links import check_booking_link
from portal.clinic_setup import ClinicDetails, is_welcome_page
from portal.hostnames import check_hostname, one_spelling
from portal.models import Clinic, User
from portal.models.clinic import DEFAULT_COLOUR
from portal.output_folder import address
from portal.telephone import check_telephone
from portal.theme.colour import normalise_colour

LONGEST_NAME = Clinic._meta.get_field("name").max_length
HTTPS = 443


@dataclass
class Wishes:
    """Everything that was asked for, in its clean form; `mistakes` says what could not be read."""

    given: dict[str, object] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    @property
    def details(self) -> ClinicDetails:
        return ClinicDetails(
            name=self.given["name"],
            colour=self.given.get("colour", DEFAULT_COLOUR),
            booking_link=self.given.get("booking", ""),
            email=self.given.get("email", ""),
            emergency_number=self.given.get("emergency_number", ""),
            telephone=self.given.get("telephone", ""),
            time_zone=self.given.get("time_zone", settings.TIME_ZONE),
        )


def wishes_from(options: dict) -> Wishes:
    """Every option that was given, checked; each mistake is one sentence that names its option."""
    wishes = Wishes()
    for name, check in CHECKS.items():
        typed = options.get(name)
        if typed is None:
            continue
        try:
            wishes.given[name] = check(typed)
        except (ValueError, ValidationError) as refusal:
            words = " ".join(getattr(refusal, "messages", None) or [str(refusal)])
            wishes.mistakes.append(f"--{name.replace('_', '-')} “{typed}”: {words}")
    return wishes


def check_name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise ValueError("Write the name of the clinic, as patients know it.")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"The name has {len(name)} characters. Use {LONGEST_NAME} at most.")
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs"} for letter in name):
        raise ValueError("The name contains a hidden character. Type it by hand.")
    return name


def check_port(text: str) -> int:
    if not str(text).isascii() or not str(text).isdigit() or not 0 < int(text) < 65536:
        raise ValueError("A port is a number from 1 to 65535. Patients reach a clinic at 443.")
    return int(text)


def check_email(text: str) -> str:
    try:
        validate_email(text.strip())
    except ValidationError:
        raise ValueError("Write an e-mail address such as hello@clinic.example.") from None
    return text.strip()


def check_emergency_number(text: str) -> str:
    number = check_telephone(text, shortest=2)
    if len(number) > 20:
        raise ValueError("An emergency number has 20 characters at most, for example 112.")
    return number


def check_time_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise ValueError("There is no such time zone. Write it like Europe/London.")
    return text


def check_languages(codes: list[str]) -> list[str]:
    known = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    if unknown := [code for code in codes if code not in known]:
        listed = ", ".join(f"{code} ({name})" for code, name in known.items())
        raise ValueError(f"The portal does not know {', '.join(unknown)}. It knows {listed}.")
    return list(dict.fromkeys(codes))


def check_administrator(text: str) -> str:
    email = check_email(text)
    accounts = list(User.objects.filter(email__iexact=email)[:2])
    if len(accounts) > 1:
        raise ValueError(
            "Several accounts have this address. Leave the option out and give the role in the admin."
        )
    if accounts and not accounts[0].is_active:
        raise ValueError(
            "The account with this address is closed. Open it in the admin, or use another address."
        )
    if not accounts and User.objects.filter(username__iexact=email).exists():
        raise ValueError("Another account has this address as its user name. Use another address.")
    return email


CHECKS: dict[str, Callable] = {
    "hostname": check_hostname,
    "name": check_name,
    "port": check_port,
    "colour": normalise_colour,
    "booking": check_booking_link,
    "telephone": check_telephone,
    "email": check_email,
    "emergency_number": check_emergency_number,
    "time_zone": check_time_zone,
    "language": check_languages,
    "administrator": check_administrator,
}


def sites_at(hostname: str) -> list[Site]:
    """Every site of that host name, however it was once typed, at whatever port."""
    sites = Site.objects.annotate(lower=Lower("hostname")).filter(lower__startswith=hostname)
    return [site for site in sites if one_spelling(site.hostname) == hostname]


def site_for(hostname: str, port: int | None) -> Site:
    """The site that becomes the clinic: one that is there without a clinic, or a new, unsaved one.

    Wagtail's own first site makes way. Without a port, a new site gets the default site's.
    """
    if found := sites_at(hostname):
        return found[0]
    default = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    usual = default.port if default else HTTPS
    if default is not None and Site.objects.count() == 1 and is_welcome_page(default.root_page):
        default.hostname, default.port = hostname, port or HTTPS
        return default
    return Site(hostname=hostname, port=port or usual, is_default_site=default is None)


def differences(clinic: Clinic, wishes: Wishes) -> list[str]:
    """What was asked for and is otherwise at a clinic that is there already."""
    place = clinic.locations.first()
    today = {
        "name": clinic.name,
        "port": clinic.site.port,
        "colour": clinic.theme_choice.colour,
        "booking": clinic.booking_link,
        "email": clinic.email,
        "emergency_number": clinic.emergency_number,
        "telephone": place.telephone if place else "",
        "time_zone": place.time_zone if place else "",
    }
    found = [
        f"{name.replace('_', ' ')}: “{today[name] or 'none'}” there, “{wanted}” asked for"
        for name, wanted in wishes.given.items()
        if name in today and today[name] != wanted
    ]
    have = set(
        clinic.site.root_page.get_translations(inclusive=True).values_list(
            "locale__language_code", flat=True
        )
    )
    missing = [code for code in wishes.given.get("language", []) if code not in have]
    return found + [f"language: “{code}” is not there" for code in missing]


def namesakes(site: Site, name: str) -> list[str]:
    """The addresses of other clinics with this name, which staff could mistake for it."""
    others = Clinic.objects.filter(name__iexact=name).exclude(site=site.pk).select_related("site")
    return [address(clinic.site) for clinic in others]
