"""From what staff typed to a link that is safe to offer. Pure, standard library only.

A booking link leads away from the clinic's own pages, so it is refused unless a browser can only
read it one way: https, a plain name of a site, no password, nothing hidden. Booking systems want
to know the appointment and the location; a link may say where with ``{appointment}`` and
``{location}``, for example ``https://www.example.com/new?type={appointment}&place={location}``.

How browsers read an address: WHATWG URL Standard (a last part that is a number makes an IPv4
address; ``\\`` counts as ``/``). Names of sites: RFC 1123, section 2.1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final
from urllib.parse import quote, unquote

LONGEST_LINK: Final = 2000
APPOINTMENT: Final = "{appointment}"
LOCATION: Final = "{location}"
PLACEHOLDERS: Final = (APPOINTMENT, LOCATION)

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LINK = re.compile(r"https://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_RUNS_CODE = frozenset({"javascript", "data", "vbscript", "blob", "file"})
_INSIDE_ONLY = frozenset({"localhost", "local", "internal", "invalid"})
_LEAVE_AS_TYPED = "%/?#[]@!$&'()*+,;=:~{}"
_EXAMPLE = "https://www.example.com"


class BookingLinkRefused(ValueError):
    """The link cannot be offered to patients; the message says what to do."""


def check_booking_link(text: str, *, allowed_hosts: Iterable[str] | None = None) -> str:
    """Return a booking link in its clean form, or raise ``BookingLinkRefused``.

    Spaces around the link are dropped, the site's name is put in small letters, ``:443`` goes, and
    letters beyond ASCII in the path are percent-encoded. The result passes this check unchanged.
    ``allowed_hosts`` limits the sites: ``book.example.com`` means that one, ``.example.com`` also
    everything below it; None means any.
    """
    link = check_web_link(text, placeholders=PLACEHOLDERS)
    if allowed_hosts is not None:
        _refuse_unlisted(link_host(link), allowed_hosts)
    return link


def check_web_link(text: str, *, placeholders: Collection[str] = ()) -> str:
    """Return a link to a page of any site in its clean form, or raise ``BookingLinkRefused``."""
    link = text.strip(" \t\r\n")
    if not link:
        raise BookingLinkRefused(f"Enter the link, for example {_EXAMPLE}.")
    _refuse_long(link)
    _refuse_other_schemes(link)
    _refuse_unreadable(link)
    match = _LINK.fullmatch(link)
    if match is None:
        raise BookingLinkRefused(f"Start the link with https://, for example {_EXAMPLE}.")
    authority, path, query, fragment = match.groups()
    _refuse_misplaced(placeholders, authority, path, query or "", fragment or "")
    host = _checked_host(authority)
    cleaned = f"https://{host}{quote(link[match.end(1) :], safe=_LEAVE_AS_TYPED)}"
    _refuse_long(cleaned)
    return cleaned


def _refuse_long(link: str) -> None:
    if len(link) > LONGEST_LINK:
        raise BookingLinkRefused(
            "This link is longer than 2,000 characters. "
            "Look for a shorter link to the same page and paste that."
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
            "if there is none, ask whoever runs that site for it."
        )
    if scheme in _RUNS_CODE:
        raise BookingLinkRefused(
            f"This is not the address of a page: it starts with “{scheme}:”. "
            "Open the page and copy its address, which starts with https://."
        )
    if scheme in {"tel", "mailto", "sms"}:
        raise BookingLinkRefused(
            "Only the address of a web page can stand here. "
            "Put telephone numbers and e-mail addresses into their own fields."
        )
    if match and scheme != "https" and "." not in scheme:
        raise BookingLinkRefused(
            f"Links that start with “{scheme[:20]}:” do not work for every patient. "
            "Use one that starts with https://."
        )


def _refuse_misplaced(
    placeholders: Collection[str], authority: str, path: str, query: str, fragment: str
) -> None:
    everything = authority + path + query + fragment
    rest = everything
    for word in placeholders:
        if everything.count(word) > 1:
            raise BookingLinkRefused(f"Write {word} only once in the link.")
        rest = rest.replace(word, "")
    if set("{}") & set(rest):
        can = f"Only {' and '.join(placeholders)} can be filled in. " if placeholders else ""
        raise BookingLinkRefused(f"{can}Take the other {{ and }} out of the link.")
    for word in placeholders:
        _refuse_misplaced_word(word, authority + fragment, path, query)


def _refuse_misplaced_word(word: str, elsewhere: str, path: str, query: str) -> None:
    """A word to fill in is a whole piece of the path, or stands in a value of the query."""
    parts = query.split("&")
    in_path = word in path.split("/")
    in_value = any(word in part.partition("=")[2] for part in parts)
    in_name = any(word in part.partition("=")[0] for part in parts)
    found = word in elsewhere + path + query
    if found and (in_name or not (in_path or in_value)):
        raise BookingLinkRefused(
            f"{word} must stand between two slashes or after an equals sign, "
            f"for example {_EXAMPLE}/new?type={word}."
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
            "Use the site’s plain address, with only a to z, 0 to 9 and hyphens."
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
            f"“{host[:60]}” is not the name of a site. Open the page and copy its address again."
        )


def _refuse_unlisted(host: str, allowed_hosts: Iterable[str]) -> None:
    allowed = [name.strip().lower() for name in allowed_hosts]
    if is_listed(host, allowed):
        return
    names = ", ".join(allowed) or "none yet"
    raise BookingLinkRefused(
        f"“{host}” is not on the clinic’s list of booking sites ({names}). "
        "Use a link to one of these, or add the site to “booking sites” first."
    )


def is_listed(host: str, allowed_hosts: Iterable[str]) -> bool:
    """Whether a site is one of these; a name that begins with a dot means all below it too."""
    return any(
        host == name.removeprefix(".") or (name.startswith(".") and host.endswith(name))
        for name in allowed_hosts
        if name
    )


def check_hosts(text: str) -> tuple[str, ...]:
    """Return the sites of a list with one on each line, or raise ``BookingLinkRefused``.

    Empty lines and repetitions are dropped. A name that begins with a dot means that site and all
    below it, so it needs two parts at least: “.com” would be half the internet.
    """
    names: list[str] = []
    for line in filter(None, (line.strip().lower() for line in text.splitlines())):
        name = line.removeprefix(".")
        if "/" in name or ":" in name:
            raise BookingLinkRefused(
                f"“{line[:60]}” is more than the name of a site. "
                "Write one name on each line, for example www.example.com."
            )
        listed = "." * line.startswith(".") + _checked_host(name)
        if listed not in names:
            names.append(listed)
    return tuple(names)


def booking_link(template: str, appointment: str = "", location: str = "") -> str:
    """Return the link a patient follows, with the appointment and the location filled in.

    Without a value the piece that asks for it is left out: the path segment, or the whole
    ``name=value`` of the query. Everything else in the link stays as it is. Raises
    ``BookingLinkRefused`` when the template is not a good link.
    """
    link = check_booking_link(template)
    values = {APPOINTMENT: _quoted(appointment), LOCATION: _quoted(location)}
    missing = [word for word, value in values.items() if not value]
    before, hash_mark, fragment = link.partition("#")
    path, mark, query = before.partition("?")
    path = "/".join(piece for piece in path.split("/") if piece not in missing)
    parts = query.split("&")
    kept = [part for part in parts if not any(word in part for word in missing)]
    if kept != parts:
        mark = "?" if kept else ""
    filled = f"{path}{mark}{'&'.join(kept)}{hash_mark}{fragment}"
    for word, value in values.items():
        filled = filled.replace(word, value)
    return filled


def _quoted(value: str) -> str:
    """A value as one piece of an address; "" for what would change the address around it."""
    value = value.strip()
    if value in {"", ".", ".."} or any(map(_is_hidden, value)):
        return ""
    return quote(value, safe="")


def link_host(link: str) -> str:
    """Return the site that a checked link leads to, to be named beside the button."""
    match = _LINK.fullmatch(link)
    return match.group(1) if match else ""
