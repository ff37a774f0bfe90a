"""Which computers may be asked: those on the public internet. Pure, standard library only.

Whoever writes a link must not be able to make this server talk to machines of its own network.
Special addresses: IANA's IPv4 and IPv6 special-purpose registries, as `ipaddress` knows them;
IPv4 inside IPv6: RFC 4291 section 2.5.5 (mapped), RFC 6052 (NAT64), RFC 3056 (6to4).
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

# Set aside for protocols; Python's lists know parts of them only.
SET_ASIDE: Final = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
NAT64: Final = IPv6Network("64:ff9b::/96")
# As browsers read names (WHATWG URL Standard): a last part that is a number makes an address.
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")


def is_public(text: str) -> bool:
    """Whether an IP address, as a resolver writes it, is a computer on the public internet."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_plainly_public(address)
    if address.ipv4_mapped is not None or address.scope_id:
        return False
    if address in NAT64:
        return _is_plainly_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if address.sixtofour is not None and not _is_plainly_public(address.sixtofour):
        return False
    return _is_plainly_public(address) and not address.is_site_local


def _is_plainly_public(address: IPv4Address | IPv6Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not any(address in net for net in SET_ASIDE)


def is_a_number(host: str) -> bool:
    """Whether a browser would read this name of a site as an IP address."""
    name = host.lower().rstrip(".")
    return name.startswith("[") or ":" in name or bool(_NUMBER.fullmatch(name.rpartition(".")[2]))
