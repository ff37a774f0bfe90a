"""Which link a patient gets: read the tables as the specification.

Each row is a set-up of clinic, location and appointment type, what an article asks for, and what a
patient who reads it gets. The words at the end are what staff are told.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.booking.links import BookingLinkRefused, booking_link, check_hosts, is_listed
from portal.booking.rule import (
    Appointment,
    Place,
    Reach,
    Way,
    every_link,
    first_host,
    hosts_of,
    needs_choice,
    offers,
    way_to_book,
)

CLINIC = "https://book.example/clinic"
BY_TYPE = "https://book.example/new?type={appointment}"
BY_BOTH = "https://book.example/new?type={appointment}&at={location}"
NORTH_LINK = "https://book.example/north"
TYPE_LINK = "https://book.example/procedures"

NORTH = Place("North", code="n1", telephone="555 0100")
SOUTH = Place("South", code="s2", telephone="555 0200")
OWN_NORTH = replace(NORTH, booking_link=NORTH_LINK)
SILENT = Place("North")

VIDEO = Appointment("video", "Video visit", code="V7", by_video=True)
PROCEDURE = Appointment("procedure", "Procedure consultation", code="P3")
OWN_PROCEDURE = replace(PROCEDURE, booking_link=TYPE_LINK)
NO_CODE = Appointment("procedure", "Procedure consultation")


def clinic(link: str = "", *entered: Place | Appointment, **more: str) -> Reach:
    places = tuple(row for row in entered if isinstance(row, Place))
    appointments = tuple(row for row in entered if isinstance(row, Appointment))
    return Reach(booking_link=link, places=places, appointments=appointments, **more)


ONE_ANSWER = {
    # set-up, what the article asks for, what the patient gets, what staff are told
    "a clinic with one link": (
        clinic(CLINIC, NORTH), "", CLINIC, "booking link of the clinic",
    ),
    "a clinic without any location": (
        clinic(CLINIC), "", CLINIC, "booking link of the clinic",
    ),
    "an article that asks for a kind, a link that takes none": (
        clinic(CLINIC, NORTH, PROCEDURE), "procedure", CLINIC, "booking link of the clinic",
    ),
    "a link with a place for the appointment": (
        clinic(BY_TYPE, NORTH, PROCEDURE), "procedure",
        "https://book.example/new?type=P3", "“P3”, the booking system’s own code",
    ),
    "an article that asks for nothing": (
        clinic(BY_TYPE, NORTH, PROCEDURE), "", "https://book.example/new", "link of the clinic",
    ),
    "a kind that this clinic does not offer, or no longer": (
        clinic(BY_TYPE, NORTH, VIDEO), "procedure",
        "https://book.example/new", "no appointment of this kind, so nothing about it is sent",
    ),
    "a kind that nobody has ever heard of": (
        clinic(BY_TYPE, NORTH), "acne-scars", "https://book.example/new", "no appointment of this",
    ),
    "an appointment without a code": (
        clinic(BY_TYPE, NORTH, NO_CODE), "procedure",
        "https://book.example/new", "“Procedure consultation” has no code",
    ),
    "an appointment with its own link": (
        clinic(CLINIC, OWN_NORTH, OWN_PROCEDURE), "procedure",
        TYPE_LINK, "link of the appointment “Procedure consultation”",
    ),
    "that article's neighbour, which asks for nothing": (
        clinic(CLINIC, OWN_NORTH, OWN_PROCEDURE), "", NORTH_LINK, "link of the location “North”",
    ),
    "the only location has its own link": (
        clinic(CLINIC, OWN_NORTH), "", NORTH_LINK, "link of the location “North”",
    ),
    "the only location fills its code in": (
        clinic(BY_BOTH, NORTH, PROCEDURE), "procedure",
        "https://book.example/new?type=P3&at=n1", "link of the clinic",
    ),
    "a query that was there stays": (
        clinic("https://book.example/x?lang=en&type={appointment}&c=1", NORTH, PROCEDURE),
        "procedure", "https://book.example/x?lang=en&type=P3&c=1", "link of the clinic",
    ),
    "a visit by video passes over the location's link": (
        clinic(CLINIC, OWN_NORTH, VIDEO), "video", CLINIC, "link of the clinic",
    ),
    "unless there is no other": (
        clinic("", OWN_NORTH, VIDEO), "video", NORTH_LINK, "link of the location “North”",
    ),
    "two appointments of one kind: the first counts": (
        clinic(BY_TYPE, NORTH, PROCEDURE, replace(PROCEDURE, code="other")), "procedure",
        "https://book.example/new?type=P3", "“P3”",
    ),
    "several locations with one link for all": (
        clinic(CLINIC, NORTH, SOUTH), "", CLINIC, "booking link of the clinic",
    ),
    "no link at all": (
        clinic("", NORTH), "", "tel:5550100", "No booking link is entered.",
    ),
    "no link at all and several numbers: the first location's": (
        clinic("", SILENT, SOUTH, NORTH), "", "tel:5550200", "patients are asked to call",
    ),
    "neither link nor number": (
        clinic("", SILENT, email="desk@clinic.example"), "",
        "mailto:desk@clinic.example", "patients are asked to write",
    ),
    "nothing at all": (
        clinic(), "", "", "patients get the contact page",
    ),
    "a link that is no link": (
        clinic("javascript:alert(1)", NORTH), "", "tel:5550100", "passed over: This is not the",
    ),
    "a link off the list of booking sites": (
        clinic(CLINIC, NORTH, hosts="other.example"), "", "tel:5550100", "“book.example” is not on",
    ),
    "a location's link off the list falls back to the clinic's": (
        clinic(CLINIC, replace(NORTH, booking_link="https://evil.example/"), hosts="book.example"),
        "", CLINIC, "link of the location “North” is passed over",
    ),
    "a list with everything below a site": (
        clinic("https://skin.book.example/x", NORTH, hosts=".book.example"), "",
        "https://skin.book.example/x", "link of the clinic",
    ),
    "a list that cannot be read allows nothing": (
        clinic(CLINIC, NORTH, hosts="https://book.example/"), "", "tel:5550100", "passed over",
    ),
    "an empty list is the site of the first link": (
        clinic(CLINIC, replace(NORTH, booking_link="https://evil.example/")), "",
        CLINIC, "passed over",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("reach", "kind", "href", "told"), ONE_ANSWER.values(), ids=ONE_ANSWER)
def test_the_patient_gets(reach: Reach, kind: str, href: str, told: str) -> None:
    assert not needs_choice(reach, kind)
    way = way_to_book(reach, kind)
    assert way.href == href
    assert told in " ".join(way.why)
    assert [offer.way for offer in offers(reach, kind)] == [way]


BY_LOCATION = {
    # set-up, kind, what the patient gets at each location
    "one location has its own link": (
        clinic(CLINIC, OWN_NORTH, SOUTH), "", [NORTH_LINK, CLINIC],
    ),
    "the link asks for the location": (
        clinic(BY_BOTH, NORTH, SOUTH, PROCEDURE), "procedure",
        ["https://book.example/new?type=P3&at=n1", "https://book.example/new?type=P3&at=s2"],
    ),
    "only one of two can be booked online": (
        clinic("", OWN_NORTH, SOUTH), "", [NORTH_LINK, "tel:5550200"],
    ),
    "a visit by video, and only locations have links": (
        clinic("", OWN_NORTH, SOUTH, VIDEO), "video", [NORTH_LINK, "tel:5550200"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("reach", "kind", "hrefs"), BY_LOCATION.values(), ids=BY_LOCATION)
def test_the_patient_first_chooses_a_location(reach: Reach, kind: str, hrefs: list[str]) -> None:
    assert needs_choice(reach, kind)
    assert [offer.way.href for offer in offers(reach, kind)] == hrefs
    assert [offer.place for offer in offers(reach, kind)] == list(reach.places)


NO_CHOICE = {
    "one location": (clinic(BY_BOTH, OWN_NORTH), ""),
    "the same link everywhere": (clinic(CLINIC, NORTH, SOUTH), ""),
    "locations that the link cannot tell apart": (clinic(BY_BOTH, SILENT, Place("South")), ""),
    "an appointment with one link for all": (clinic(CLINIC, OWN_NORTH, SOUTH, OWN_PROCEDURE), "procedure"),
    "a visit by video": (clinic(BY_BOTH, OWN_NORTH, SOUTH, VIDEO), "video"),
    "no link anywhere": (clinic("", NORTH, SOUTH), ""),
}  # fmt: skip


@pytest.mark.parametrize(("reach", "kind"), NO_CHOICE.values(), ids=NO_CHOICE)
def test_nobody_is_asked_where_it_makes_no_difference(reach: Reach, kind: str) -> None:
    assert not needs_choice(reach, kind)


FULL = clinic(BY_TYPE, OWN_NORTH, OWN_PROCEDURE, email="desk@clinic.example")
BROKEN = [
    # links known to be broken -> what the patient gets
    ([], TYPE_LINK),
    ([TYPE_LINK], NORTH_LINK),
    ([TYPE_LINK, NORTH_LINK], "https://book.example/new?type=P3"),
    ([TYPE_LINK, NORTH_LINK, "https://book.example/new?type=P3"], "tel:5550100"),
    ([TYPE_LINK, NORTH_LINK, BY_TYPE], "tel:5550100"),
    (["https://book.example/somewhere/else"], TYPE_LINK),
]


@pytest.mark.parametrize(("broken", "href"), BROKEN)
def test_a_broken_link_counts_as_missing(broken: list[str], href: str) -> None:
    way = way_to_book(FULL, "procedure", broken=broken)
    assert way.href == href
    passed_over = [said for said in way.why if "did not answer" in said]
    assert bool(passed_over) == (href != TYPE_LINK)


def test_everything_that_patients_may_be_given_is_known_to_whoever_checks_it() -> None:
    reach = clinic(BY_BOTH, OWN_NORTH, SOUTH, PROCEDURE, VIDEO)
    assert every_link(reach).keys() == {
        NORTH_LINK,
        "https://book.example/new",
        "https://book.example/new?at=n1",
        "https://book.example/new?at=s2",
        "https://book.example/new?type=P3",
        "https://book.example/new?type=P3&at=n1",
        "https://book.example/new?type=P3&at=s2",
        "https://book.example/new?type=V7",
        "https://book.example/new?type=V7&at=n1",
        "https://book.example/new?type=V7&at=s2",
    }
    assert every_link(clinic("javascript:alert(1)", NORTH)) == {}


def test_the_telephone_is_that_of_the_location_or_else_the_first_there_is() -> None:
    chosen = way_to_book(clinic("", SOUTH, NORTH), place=NORTH)
    assert (chosen.kind, chosen.telephone) == ("telephone", "555 0100")
    assert way_to_book(clinic("", SOUTH, NORTH)).telephone == "555 0200"


def test_a_way_by_link_also_names_site_telephone_and_appointment() -> None:
    way = way_to_book(clinic(BY_TYPE, NORTH, PROCEDURE), "procedure")
    assert (way.kind, way.host, way.telephone) == ("booking", "book.example", "555 0100")
    assert way.appointment == PROCEDURE
    assert way.printed == "book.example/new"
    assert way_to_book(clinic("", NORTH)).printed == ""


@pytest.mark.parametrize(
    ("email", "href"),
    [
        ("a?subject=acne@clinic.example", "mailto:a%3Fsubject%3Dacne@clinic.example"),
        ("a&cc=b@clinic.example", "mailto:a%26cc%3Db@clinic.example"),
        ("nobody", ""),
    ],
)
def test_an_e_mail_is_only_an_address(email: str, href: str) -> None:
    assert way_to_book(clinic(email=email)).href == href


HOSTILE = [
    "javascript:alert(1)",
    "data:text/html,hello",
    "http://book.example/",
    "https://book.example/a b",
    "https://book.example\\@evil.example/",
    "https://nurse:secret@book.example/",
    "https://book.example@evil.example/",
    "https://book.example.evil.example/",
    "https://evil-book.example/",
    "https://203.0.113.9/",
    "https://[::1]/",
    "https://2130706433/",
    "https://book.example:8443/",
    "https://b\u043e\u043ek.example/",
    "https://xn--bk-emba.example/",
    "https://book.example\uff0eevil.example/",
    "//book.example/",
    "https://book.example/\u202egnp",
    "https://book.example/%0d%0aSet-Cookie:x",
    "https://book.example/" + "x" * 3000,
    "https://book.example/{patient}",
    "https://book.example/#{appointment}",
]


@pytest.mark.parametrize("link", HOSTILE)
@pytest.mark.parametrize("where", ["clinic", "location", "appointment"])
def test_no_hostile_link_is_ever_offered(link: str, where: str) -> None:
    reach = Reach(
        booking_link=link if where == "clinic" else "",
        hosts="book.example",
        places=(replace(NORTH, booking_link=link if where == "location" else ""),),
        appointments=(replace(PROCEDURE, booking_link=link if where == "appointment" else ""),),
    )
    way = way_to_book(reach, "procedure")
    assert (way.kind, way.href) == ("telephone", "tel:5550100")
    assert "passed over" in " ".join(way.why)
    assert every_link(reach) == {}


def test_the_list_of_sites_begins_with_the_first_link_that_is_safe() -> None:
    assert hosts_of(clinic(CLINIC, OWN_NORTH)) == ("book.example",)
    assert hosts_of(clinic("", SOUTH, OWN_NORTH)) == ("book.example",)
    assert hosts_of(clinic("http://a.example", OWN_PROCEDURE)) == ("book.example",)
    assert hosts_of(clinic(CLINIC, hosts="a.example\n.b.example")) == ("a.example", ".b.example")
    assert first_host(["", "javascript:x", "https://b.example/x"]) == "b.example"
    assert first_host([]) == ""


# --- Whatever is typed ----------------------------------------------------------------------------

SIGNS = [*"https:/?#@[]%\\.{}&= \n", "https://", "book.example", "evil.example", ".example"]
WORDS = ["{appointment}", "{location}", "127.0.0.1", "xn--a", ":443", "javascript:", "\u202e", "é"]
PIECES = st.lists(st.sampled_from([*SIGNS, *WORDS]) | st.characters(), max_size=10).map("".join)
GOOD = st.sampled_from([CLINIC, BY_TYPE, BY_BOTH, TYPE_LINK, "https://book.example/{location}"])
LINKS = GOOD | PIECES | st.tuples(GOOD, PIECES).map("".join)
CODES = st.text(max_size=20) | st.sampled_from(["{location}", "../x", "a&b=c", "%2e%2e", "?x#y"])
PLACES = st.builds(Place, st.just("North"), LINKS, CODES, st.text(max_size=8))
APPOINTMENTS = st.builds(
    Appointment, st.sampled_from(["procedure", "video"]), st.just("It"), LINKS, CODES, st.booleans()
)
HOSTS = st.sampled_from(["", "book.example", ".example.org\nbook.example"]) | PIECES
REACHES = st.builds(
    Reach,
    LINKS,
    HOSTS,
    st.text(max_size=12),
    st.lists(PLACES, max_size=3).map(tuple),
    st.lists(APPOINTMENTS, max_size=2).map(tuple),
)
KINDS = st.sampled_from(["", "procedure", "video", "acne-scars"])


@given(REACHES, KINDS)
def test_whatever_is_typed_a_booking_link_is_https_and_on_the_list(reach: Reach, kind: str) -> None:
    for offer in offers(reach, kind):
        way = offer.way
        assert all(said.endswith(".") for said in way.why) and way.why
        if way.kind != "booking":
            assert way.href.startswith(("tel:", "mailto:")) or way.href == ""
            continue
        parts = urlsplit(way.href)
        assert parts.scheme == "https" and parts.netloc == parts.hostname == way.host
        assert is_listed(way.host, hosts_of(reach))
        assert way.href.isascii() and way.href.isprintable()
        assert not set(' "<>\\^`|{}') & set(way.href)
        assert way.href in every_link(reach)


def entered_links(reach: Reach) -> list[str]:
    rows = (reach, *reach.places, *reach.appointments)
    return [row.booking_link for row in rows]


@given(REACHES, KINDS)
def test_whatever_is_typed_the_link_holds_only_the_template_and_the_codes(
    reach: Reach, kind: str
) -> None:
    codes = {"", *(row.code for row in reach.appointments)}
    places = {"", *(row.code for row in reach.places)}
    possible = set()
    for link in entered_links(reach):
        for code in codes:
            for place in places:
                try:
                    possible.add(booking_link(link, code, place))
                except BookingLinkRefused:
                    break
    ways = [way_to_book(reach, kind), *(offer.way for offer in offers(reach, kind))]
    assert {way.href for way in ways if way.kind == "booking"} <= possible


@given(st.text(min_size=1).filter(lambda words: words not in {"procedure", "video"}))
def test_an_articles_words_never_reach_the_link(words: str) -> None:
    """Even where something other than a kind stood in the article's field."""
    reach = clinic(BY_BOTH, NORTH, PROCEDURE, VIDEO)
    asked: Way = way_to_book(reach, words)
    assert asked.href == way_to_book(reach).href


@given(HOSTS)
def test_a_list_of_sites_that_is_accepted_names_sites_only(text: str) -> None:
    try:
        names = check_hosts(text)
    except BookingLinkRefused as refusal:
        assert str(refusal).endswith(".")
        return
    assert check_hosts("\n".join(names)) == names
    assert all("." in name.removeprefix(".") and name.isascii() for name in names)
