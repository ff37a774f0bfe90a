"""Which links are safe to offer, and how they are filled in: read the tables as the specification."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.booking.links import (
    BookingLinkRefused,
    booking_link,
    check_booking_link,
    check_hosts,
    check_web_link,
    link_host,
)

ACCEPTED = [
    # typed                                             kept as
    ("https://book.example.com", "https://book.example.com"),
    ("  https://book.example.com/new \n", "https://book.example.com/new"),
    ("HTTPS://Book.Example.COM/New", "https://book.example.com/New"),
    ("https://book.example.com:443/new", "https://book.example.com/new"),
    ("https://book.example.com:/new", "https://book.example.com/new"),
    ("https://book.example.com./new", "https://book.example.com/new"),
    ("https://example.com?a=1&b=#top", "https://example.com?a=1&b=#top"),
    ("https://example.com/a%20b?c=d+e", "https://example.com/a%20b?c=d+e"),
    ("https://example.com/a|b", "https://example.com/a%7Cb"),
    ('https://example.com/"><b>', "https://example.com/%22%3E%3Cb%3E"),
    ("https://example.com/für-sie", "https://example.com/f%C3%BCr-sie"),
    ("https://example.com/~dr.who/@home!", "https://example.com/~dr.who/@home!"),
    ("https://example.com/{appointment}", "https://example.com/{appointment}"),
    ("https://example.com/?t=a:{appointment}", "https://example.com/?t=a:{appointment}"),
    ("https://3.basecamp.example/x", "https://3.basecamp.example/x"),
    ("https://a-b.example.co.uk/x?u=http://x", "https://a-b.example.co.uk/x?u=http://x"),
]


@pytest.mark.parametrize(("typed", "kept"), ACCEPTED)
def test_a_good_link_is_kept_in_its_clean_form(typed: str, kept: str) -> None:
    assert check_booking_link(typed) == kept
    assert check_booking_link(kept) == kept


REFUSED = [
    # typed                                             what the message says
    ("", "Enter the link"),
    ("   ", "Enter the link"),
    ("book.example.com", "Start the link with https://"),
    ("//book.example.com", "Start the link with https://"),
    ("https:book.example.com", "Start the link with https://"),
    ("https:/book.example.com", "Start the link with https://"),
    ("book.example.com:8080/x", "Start the link with https://"),
    ("http://book.example.com", "not private"),
    ("HTTP://book.example.com", "not private"),
    ("javascript:alert(1)", "starts with “javascript:”"),
    ("JavaScript://book.example.com/%0aalert(1)", "starts with “javascript:”"),
    ("x" * 1000 + ":new", "do not work for every patient"),
    ("JaVaScRiPt:alert(1)", "starts with “javascript:”"),
    ("data:text/html,x", "starts with “data:”"),
    ("ftp://book.example.com", "“ftp:”"),
    ("tel:+15550100200", "own fields"),
    ("mailto:us@example.com", "own fields"),
    ("https://book.example.com/a b", "contains a space"),
    ("https://book.example.com/a\u00a0b", "contains a space"),
    ("https://book.example.com/a\tb", "hidden character"),
    ("java\nscript:alert(1)", "hidden character"),
    ("https://book.example.com/\x00", "hidden character"),
    ("https://book.example.com/%00", "hidden character"),
    ("https://book.example.com/%0d%0aSet-Cookie:x", "hidden character"),
    ("https://book.example.com/\u202egnp", "hidden character"),
    ("https://book.example.com/%E2%80%AEgnp", "hidden character"),
    ("\u200ehttps://book.example.com", "hidden character"),
    ("https://book\u200b.example.com", "hidden character"),
    ("https://book.example.com/\ud800", "hidden character"),
    ("https:\\\\book.example.com", "backslash"),
    ("https://book.example.com\\@evil.example", "backslash"),
    ("https://nurse:secret@book.example.com", "user name or password"),
    ("https://book.example.com@evil.example", "user name or password"),
    ("https://", "lacks the name of the site"),
    ("https:///new", "lacks the name of the site"),
    ("https://?x=1", "lacks the name of the site"),
    ("https://:443", "lacks the name of the site"),
    ("https://localhost/new", "from outside"),
    ("https://booking", "from outside"),
    ("https://desk.local/new", "from outside"),
    ("https://app.localhost", "from outside"),
    ("https://203.0.113.9/new", "by number"),
    ("https://203.0.113.9.", "by number"),
    ("https://2130706433", "by number"),
    ("https://0177.0.0.1", "by number"),
    ("https://0x7f.1", "by number"),
    ("https://0x7f000001", "by number"),
    ("https://127.1", "by number"),
    ("https://[::1]/new", "by number"),
    ("https://[2001:db8::1]:443/new", "by number"),
    ("https://book.example.com:8443", "port"),
    ("https://book.example.com:80:90", "port"),
    ("https://ex\u0430mple.com", "imitate another site"),
    ("https://b\u00fccher.example", "imitate another site"),
    ("https://xn--bcher-kva.example", "imitate another site"),
    ("https://book.XN--P1AI", "imitate another site"),
    ("https://book.example\uff0ecom", "imitate another site"),
    ("https://book..example.com", "not the name of a site"),
    ("https://-book.example.com", "not the name of a site"),
    ("https://book_ing.example.com", "not the name of a site"),
    ("https://book%2eexample.com", "not the name of a site"),
    ("https://book.example.com;x", "not the name of a site"),
    (f"https://{'a' * 64}.example.com", "not the name of a site"),
    (f"https://{'a.' * 140}com", "not the name of a site"),
    ("https://book.example.com/" + "x" * 3000, "longer than 2,000"),
    ("https://book.example.com/" + "é" * 1000, "longer than 2,000"),
    ("https://{appointment}.example.com", "between two slashes or after an equals sign"),
    ("https://book.example.com/a-{appointment}", "between two slashes"),
    ("https://book.example.com/?{appointment}=1", "between two slashes"),
    ("https://book.example.com/?{appointment}", "between two slashes"),
    ("https://book.example.com/#{appointment}", "between two slashes"),
    ("https://book.example.com/{appointment}?a={appointment}", "only once"),
    ("https://book.example.com/{location}?a={location}", "only once"),
    ("https://{location}.example.com", "{location} must stand between two slashes"),
    ("https://book.example.com/{patient}", "can be filled in"),
    ("https://book.example.com/{appointment", "can be filled in"),
    ("https://book.example.com/{{appointment}}", "can be filled in"),
]


@pytest.mark.parametrize(("typed", "message"), REFUSED)
def test_a_bad_link_is_refused_and_the_message_says_what_to_do(typed: str, message: str) -> None:
    with pytest.raises(BookingLinkRefused) as refused:
        check_booking_link(typed)
    assert message in str(refused.value)
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    ("link", "allowed", "good"),
    [
        ("https://book.example.com/x", ["book.example.com"], True),
        ("https://book.example.com/x", ["Book.Example.Com"], True),
        ("https://book.example.com/x", [".example.com"], True),
        ("https://example.com/x", [".example.com"], True),
        ("https://book.example.com/x", ["example.com"], False),
        ("https://notexample.com/x", [".example.com"], False),
        ("https://book.example.com.evil.example", ["book.example.com"], False),
        ("https://book.example.com", [], False),
        ("https://book.example.com", [""], False),
    ],
)
def test_a_clinic_may_limit_the_sites(link: str, allowed: list[str], good: bool) -> None:
    if good:
        assert check_booking_link(link, allowed_hosts=allowed) == link
    else:
        with pytest.raises(BookingLinkRefused, match="list of booking sites"):
            check_booking_link(link, allowed_hosts=allowed)


FILLED = [
    # template, kind of appointment, the link a patient follows
    ("https://b.example/x", "new", "https://b.example/x"),
    ("https://b.example/x?a=1#f", "", "https://b.example/x?a=1#f"),
    ("https://b.example/{appointment}", "new", "https://b.example/new"),
    ("https://b.example/{appointment}/day", "new", "https://b.example/new/day"),
    ("https://b.example/{appointment}", "", "https://b.example"),
    ("https://b.example/c/{appointment}", " ", "https://b.example/c"),
    ("https://b.example/c/{appointment}/day?a=1", "", "https://b.example/c/day?a=1"),
    ("https://b.example/c/{appointment}#x?y&z", "", "https://b.example/c#x?y&z"),
    ("https://b.example/?t={appointment}", "new", "https://b.example/?t=new"),
    ("https://b.example/?t={appointment}", "", "https://b.example/"),
    ("https://b.example?t={appointment}#f", "", "https://b.example#f"),
    ("https://b.example/?a=1&t={appointment}&b=2", "new", "https://b.example/?a=1&t=new&b=2"),
    ("https://b.example/?a=1&t={appointment}&b=2", "", "https://b.example/?a=1&b=2"),
    ("https://b.example/?t={appointment}&b=2", "", "https://b.example/?b=2"),
    ("https://b.example/?t=type:{appointment}", "new", "https://b.example/?t=type:new"),
    ("https://b.example/?t=type:{appointment}", "", "https://b.example/"),
    ("https://b.example/c?next=/{appointment}", "", "https://b.example/c"),
    ("https://b.example/{appointment}", "a/b?c#d&e=f", "https://b.example/a%2Fb%3Fc%23d%26e%3Df"),
    ("https://b.example/{appointment}", "été 1", "https://b.example/%C3%A9t%C3%A9%201"),
    ("https://b.example/c/{appointment}", "..", "https://b.example/c"),
    ("https://b.example/c/{appointment}", "{appointment}", "https://b.example/c/%7Bappointment%7D"),
    ("https://b.example/c/{appointment}", "a\r\nb", "https://b.example/c"),
]


@pytest.mark.parametrize(("template", "appointment", "link"), FILLED)
def test_the_kind_of_appointment_is_filled_in(template: str, appointment: str, link: str) -> None:
    assert booking_link(template, appointment) == link


def test_a_bad_template_gives_no_link() -> None:
    with pytest.raises(BookingLinkRefused):
        booking_link("http://b.example/{appointment}", "new")


def test_the_site_of_a_link_is_named() -> None:
    assert link_host("https://book.example.com/x") == "book.example.com"
    assert link_host("https://book.example.com?x") == "book.example.com"
    assert link_host("book.example.com/x") == ""


HOSTS = [
    # typed, kept (None: refused)
    ("", ()),
    ("book.example.com", ("book.example.com",)),
    (" Book.Example.com \n\n.example.org\nbook.example.com", ("book.example.com", ".example.org")),
    ("https://book.example.com/x", None),
    ("book.example.com:8443", None),
    ("book.example.com/x", None),
    (".com", None),
    ("localhost", None),
    ("203.0.113.9", None),
    ("b\u043e\u043ek.example", None),
    ("me@book.example", None),
    ("book.example.com, other.example", None),
    ("*.example.com", None),
]


@pytest.mark.parametrize(("typed", "kept"), HOSTS)
def test_a_list_of_booking_sites_names_sites_and_nothing_else(
    typed: str, kept: tuple[str, ...] | None
) -> None:
    if kept is not None:
        assert check_hosts(typed) == kept
        return
    with pytest.raises(BookingLinkRefused) as refused:
        check_hosts(typed)
    assert str(refused.value).endswith(".")


LOCATIONS = [
    # template, appointment, location, the link a patient follows
    ("https://b.example/{location}/{appointment}", "a", "l", "https://b.example/l/a"),
    ("https://b.example/{location}/{appointment}", "a", "", "https://b.example/a"),
    ("https://b.example/?t={appointment}&l={location}", "", "l", "https://b.example/?l=l"),
    ("https://b.example/?t={appointment}-{location}", "a", "", "https://b.example/"),
    ("https://b.example/{location}?x=1", "a", "{appointment}", "https://b.example/%7Bappointment%7D?x=1"),
]  # fmt: skip


@pytest.mark.parametrize(("template", "appointment", "location", "link"), LOCATIONS)
def test_the_location_is_filled_in(
    template: str, appointment: str, location: str, link: str
) -> None:
    assert booking_link(template, appointment, location) == link


@pytest.mark.parametrize(
    "link", ["https://maps.example/?q=12+Mill+Lane", "https://maps.example/@51.5,-0.1,17z/x!3m1"]
)
def test_a_link_that_is_only_followed_may_lead_to_any_site(link: str) -> None:
    assert check_web_link(link) == link


@pytest.mark.parametrize(
    "link", ["https://maps.example/{location}", "geo:51.5,-0.1", "maps.example"]
)
def test_a_link_that_is_only_followed_has_nothing_to_fill_in(link: str) -> None:
    with pytest.raises(BookingLinkRefused):
        check_web_link(link)


URL_SIGNS = [*"https:/?#@[]%\\.{}&= \t\n", "https://", "example.com", "{appointment}", "%41", "%0a"]
URL_TRAPS = ["xn--", "é", "\u202e", "0x7f", "127.0.0.1", ":443", "javascript:"]
URL_PIECES = st.lists(st.sampled_from([*URL_SIGNS, *URL_TRAPS]) | st.characters(), max_size=14).map(
    "".join
)


@given(URL_PIECES | URL_PIECES.map("https://example.com/".__add__) | st.text())
def test_whatever_is_typed_the_result_is_plain_https_or_a_clear_refusal(typed: str) -> None:
    try:
        link = check_booking_link(typed)
    except BookingLinkRefused as refused:
        assert str(refused).endswith(".")
        return
    parts = urlsplit(link)
    assert check_booking_link(link) == link
    assert parts.scheme == "https"
    assert parts.hostname == parts.netloc == link_host(link)
    assert "." in parts.netloc
    assert link.isascii() and link.isprintable() and not set(' "<>\\^`|') & set(link)


@given(st.text(), st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("123"))))
def test_the_rest_of_the_query_stays_as_it_was(kind: str, others: list[tuple[str, str]]) -> None:
    query = "&".join([f"{name}={value}" for name, value in others] + ["t={appointment}"])
    link = booking_link(f"https://b.example/new?{query}", kind)
    parts = urlsplit(link)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    assert (parts.netloc, parts.path, parts.fragment) == ("b.example", "/new", "")
    assert pairs[: len(others)] == others
    assert pairs[len(others) :] in ([], [("t", kind.strip())])


@given(st.text())
def test_a_kind_of_appointment_stays_one_piece_of_the_path(kind: str) -> None:
    path = urlsplit(booking_link("https://b.example/c/{appointment}/day", kind)).path
    assert path == "/c/day" or (path.count("/") == 3 and "/../" not in path and "//" not in path)
