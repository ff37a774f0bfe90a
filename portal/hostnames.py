"""The name of a computer on the internet, as a clinic's address has it. Pure, standard library only.

Two spellings of one name would be two clinics at one address, so there is one spelling: small
letters, no final dot. Names of hosts: RFC 1123, section 2.1; letters beyond ASCII: RFC 5891.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 253
EXAMPLE: Final = "learn.clinic.example"

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class HostnameRefused(ValueError):
    """The text is no host name; the message says what to write instead."""


def one_spelling(text: str) -> str:
    """A host name without spaces around it, in small letters, without the final dot."""
    return text.strip().lower().removesuffix(".")


def check_hostname(text: str) -> str:
    """Return a host name in its one spelling, or raise ``HostnameRefused``."""
    name = one_spelling(text)
    if not name:
        raise HostnameRefused(f"Write the host name, for example {EXAMPLE}.")
    if "://" in name or name.startswith("//"):
        raise HostnameRefused(f"Write the host name only, without https://: {_bare(name)}.")
    if any(sign in name for sign in "/?#"):
        raise HostnameRefused(f"Write the host name only, without what follows: {_bare(name)}.")
    if "@" in name:
        raise HostnameRefused("A host name has no @. Write only what stands after it.")
    if ":" in name:
        raise HostnameRefused("Write the host name without the port: that has a field of its own.")
    if any(character.isspace() for character in name):
        raise HostnameRefused("A host name has no spaces. Take them out.")
    if not name.isascii():
        raise HostnameRefused(_in_ascii(name))
    if len(name) > LONGEST or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise HostnameRefused(
            f"“{name[:60]}” is no host name. Use the letters a to z, 0 to 9 and hyphens, with dots "
            f"between the parts, for example {EXAMPLE}."
        )
    return name


def _bare(name: str) -> str:
    """What is left of a web address when only its host is kept; the example if nothing is."""
    host = re.split(r"[/?#]", name.rpartition("//")[2])[0].rpartition("@")[2].partition(":")[0]
    return host if host and host.isascii() else EXAMPLE


def _in_ascii(name: str) -> str:
    """What to write instead of letters beyond ASCII: the form that browsers send."""
    try:
        written = name.encode("idna").decode("ascii")
    except UnicodeError:
        return f"Use the letters a to z, 0 to 9 and hyphens only, for example {EXAMPLE}."
    return f"Write this name as browsers send it, in plain letters: {written}."
