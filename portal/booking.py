"""From what staff typed to a safe way to reach the clinic. Pure, standard library only.

A booking link leads away from the clinic's own pages, so it is refused unless a browser can only
read it one way: https, a plain name of a site, no password, nothing hidden. Booking systems want
to know the kind of appointment; a link may say where with ``{appointment}``, for example
``https://book.example.com/new?type={appointment}``.

How browsers read an address: WHATWG URL Standard (a last part that is a number makes an IPv4
address; ``\\`` counts as ``/``). Names of sites: RFC 1123, section 2.1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, unquote

from portal.telephone import TelephoneRefused, check_telephone, telephone_href

__all__ = [
    "LONGEST_LINK",
    "PLACEHOLDER",
    "BookingAction",
    "BookingLinkRefused",
    "TelephoneRefused",
    "booking_action",
    "booking_host",
    "booking_link",
    "check_booking_link",
    "check_telephone",
    "telephone_href",
]

LONGEST_LINK: Final = 2000
PLACEHOLDER: Final = "{appointment}"

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LINK = re.compile(r"https://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_RUNS_CODE = frozenset({"javascript", "data", "vbscript", "blob", "file"})
_INSIDE_ONLY = frozenset({"localhost", "local", "internal", "invalid"})
_LEAVE_AS_TYPED = "%/?#[]@!$&'()*+,;=:~{}"
_EXAMPLE = "https://book.example.com"


class BookingLinkRefused(ValueError):
    """The link cannot be offered to patients; the message says what to do."""


def check_booking_link(text: str, *, allowed_hosts: Iterable[str] | None = None) -> str:
    """Return a booking link in its clean form, or raise ``BookingLinkRefused``.

    Spaces around the link are dropped, the site's name is put in small letters, ``:443`` goes, and
    letters beyond ASCII in the path are percent-encoded. The result passes this check unchanged.
    ``allowed_hosts`` limits the sites: ``book.example.com`` means that one, ``.example.com`` also
    everything below it; None means any.
    """
    link = text.strip(" \t\r\n")
    if not link:
        raise BookingLinkRefused(f"Enter the booking link, for example {_EXAMPLE}.")
    _refuse_long(link)
    _refuse_other_schemes(link)
    _refuse_unreadable(link)
    match = _LINK.fullmatch(link)
    if match is None:
        raise BookingLinkRefused(f"Start the link with https://, for example {_EXAMPLE}.")
    authority, path, query, fragment = match.groups()
    _refuse_misplaced_placeholder(authority, path, query or "", fragment or "")
    host = _checked_host(authority)
    if allowed_hosts is not None:
        _refuse_unlisted(host, allowed_hosts)
    cleaned = f"https://{host}{quote(link[match.end(1) :], safe=_LEAVE_AS_TYPED)}"
    _refuse_long(cleaned)
    return cleaned


def _refuse_long(link: str) -> None:
    if len(link) > LONGEST_LINK:
        raise BookingLinkRefused(
            "This link is longer than 2,000 characters. "
            "Ask your booking system for a shorter link and paste that."
        )


def _is_hidden(character: str) -> bool:
    """Whether a reader cannot see it: controls, direction marks, zero widths, line separators."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def _refuse_unreadable(link: str) -> None:
    if any(map(_is_hidden, link)) or any(map(_is_hidden, unquote(link))):
        raise BookingLinkRefused(
            "This link contains a hidden character, often picked up when copying. "
            "Delete the link and type it by hand."
        )
    if any(character.isspace() for character in link):
        raise BookingLinkRefused(
            "This link contains a space. Take the space out; if it belongs there, write %20."
        )
    if "\\" in link:
        raise BookingLinkRefused("This link contains a backslash (\\). Use / instead.")


def _refuse_other_schemes(link: str) -> None:
    match = _SCHEME.match(link)
    scheme = match.group(1).lower() if match else ""
    if scheme == "http":
        raise BookingLinkRefused(
            "This link is not private: it starts with http://. Use the one with https://; "
            "if there is none, ask your booking system for it."
        )
    if scheme in _RUNS_CODE:
        raise BookingLinkRefused(
            f"This is not the address of a page: it starts with “{scheme}:”. "
            "Open your booking page and copy its address, which starts with https://."
        )
    if scheme in {"tel", "mailto", "sms"}:
        raise BookingLinkRefused(
            "Only a web page can be a booking link. "
            "Put telephone numbers and e-mail addresses into their own fields."
        )
    if match and scheme != "https" and "." not in scheme:
        raise BookingLinkRefused(
            f"Links that start with “{scheme[:20]}:” do not work for every patient. "
            "Use one that starts with https://."
        )


def _refuse_misplaced_placeholder(authority: str, path: str, query: str, fragment: str) -> None:
    everything = authority + path + query + fragment
    found = everything.count(PLACEHOLDER)
    if found > 1:
        raise BookingLinkRefused(f"Write {PLACEHOLDER} only once in the link.")
    if set("{}") & set(everything.replace(PLACEHOLDER, "")):
        raise BookingLinkRefused(
            f"{PLACEHOLDER} is the only word in {{ }} that we can fill in. "
            "Take the other { and } out of the link."
        )
    parts = query.split("&")
    in_path = PLACEHOLDER in path.split("/")
    in_value = any(PLACEHOLDER in part.partition("=")[2] for part in parts)
    in_name = any(PLACEHOLDER in part.partition("=")[0] for part in parts)
    if found and (in_name or not (in_path or in_value)):
        raise BookingLinkRefused(
            f"{PLACEHOLDER} must stand between two slashes or after an equals sign, "
            f"for example {_EXAMPLE}/new?type={PLACEHOLDER}."
        )


def _checked_host(authority: str) -> str:
    """Return the site's name in small letters, or raise ``BookingLinkRefused``."""
    if "@" in authority:
        raise BookingLinkRefused(
            "This link contains a user name or password (the part before @). "
            "Patients would see it: use the link without it."
        )
    if authority.startswith("["):
        raise _number_refused()
    host, colon, port = authority.lower().partition(":")
    if colon and port not in {"", "443"}:
        raise BookingLinkRefused(
            f"This link contains a port (“:{port[:20]}”), which many networks block. "
            "Use the link without it."
        )
    host = host.removesuffix(".")
    if not host:
        raise BookingLinkRefused(
            f"The link lacks the name of the site after https://, for example {_EXAMPLE}."
        )
    _refuse_odd_host(host)
    return host


def _number_refused() -> BookingLinkRefused:
    return BookingLinkRefused(
        "This link names a computer by number. Patients cannot tell whose it is: "
        f"use the name of the site, for example {_EXAMPLE}."
    )


def _refuse_odd_host(host: str) -> None:
    labels = host.split(".")
    if not host.isascii() or any(label.startswith("xn--") for label in labels):
        raise BookingLinkRefused(
            "The name of this site has special letters, which can imitate another site. "
            "Use the booking system’s plain address, with only a to z, 0 to 9 and hyphens."
        )
    if _NUMBER.fullmatch(labels[-1]):
        raise _number_refused()
    if labels[-1] in _INSIDE_ONLY or len(labels) == 1:
        raise BookingLinkRefused(
            f"Patients cannot reach “{host[:60]}” from outside. "
            f"Use the site’s full name on the internet, for example {_EXAMPLE}."
        )
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BookingLinkRefused(
            f"“{host[:60]}” is not the name of a site. "
            "Open your booking page and copy its address again."
        )


def _refuse_unlisted(host: str, allowed_hosts: Iterable[str]) -> None:
    allowed = [name.strip().lower() for name in allowed_hosts]
    for name in allowed:
        if host == name.removeprefix(".") or (name.startswith(".") and host.endswith(name)):
            return
    names = ", ".join(name.removeprefix(".") for name in allowed) or "none yet"
    raise BookingLinkRefused(
        f"“{host}” is not on the clinic’s list of booking sites ({names}). "
        "Use a link to one of these, or ask an administrator to add the site."
    )


def booking_link(template: str, appointment_type: str = "") -> str:
    """Return the link a patient follows, with the kind of appointment filled in.

    Without a kind of appointment the piece that asks for it is left out: the path segment, or the
    whole ``name=value`` of the query. Everything else in the link stays as it is. Raises
    ``BookingLinkRefused`` when the template is not a good link.
    """
    link = check_booking_link(template)
    if PLACEHOLDER not in link:
        return link
    value = appointment_type.strip()
    if value not in {"", ".", ".."} and not any(map(_is_hidden, value)):
        return link.replace(PLACEHOLDER, quote(value, safe=""))
    before, mark, rest = link.partition("?")
    before = before.replace(f"/{PLACEHOLDER}", "")
    query, hash_mark, fragment = rest.partition("#")
    kept = "&".join(part for part in query.split("&") if PLACEHOLDER not in part)
    if mark and kept != query:
        mark = "?" if kept else ""
    return f"{before}{mark}{kept}{hash_mark}{fragment}"


def booking_host(link: str) -> str:
    """Return the site that a checked link leads to, to be named beside the button."""
    match = _LINK.fullmatch(link)
    return match.group(1) if match else ""


@dataclass(frozen=True)
class BookingAction:
    """What the button at the end of an article does.

    ``host`` is set for "booking" only; the telephone whenever the clinic has one.
    """

    kind: Literal["booking", "telephone", "contact"]
    href: str
    label: str
    host: str = ""
    telephone: str = ""
    telephone_href: str = ""

    @property
    def printed(self) -> str:
        """The booking address as typed from paper: no scheme, no query."""
        return self.href.partition("?")[0].removeprefix("https://").rstrip("/")


def booking_action(
    *,
    template: str,
    telephone: str,
    contact_href: str,
    words: str = "",
    own_words: str = "",
    appointment_type: str = "",
    default_words: str = "Consult your dermatologist",
    call_words: str = "Call {telephone}",
    contact_words: str = "Contact the clinic",
    allowed_hosts: Iterable[str] | None = None,
    broken: Collection[str] = (),
) -> BookingAction:
    """Return the best way to reach the clinic: its booking link, else telephone, else contact.

    ``own_words`` (the article's) stand before ``words`` (the clinic's) before ``default_words``.
    A link or number that would be refused counts as missing, so the button never leads nowhere; so
    does a link that is among the `broken` ones.
    """
    dial = telephone_href(telephone)
    number = check_telephone(telephone, shortest=2) if dial else ""
    try:
        check_booking_link(template, allowed_hosts=allowed_hosts)
        link = booking_link(template, appointment_type)
    except BookingLinkRefused:
        link = ""
    if link and link not in broken:
        label = own_words.strip() or words.strip() or default_words
        return BookingAction("booking", link, label, booking_host(link), number, dial)
    if dial:
        label = call_words.replace("{telephone}", number)
        return BookingAction("telephone", dial, label, "", number, dial)
    return BookingAction("contact", contact_href, contact_words)
