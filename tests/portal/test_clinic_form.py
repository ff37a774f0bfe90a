"""The links and codes of a clinic's settings: what is refused, at which field, and what is said."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from tests import factories
from tests.base import words_of
from tests.portal.test_clinic import clinic_form, edit_address, location_row

pytestmark = pytest.mark.django_db

OURS = "https://book.harbour.example/visit"


def appointment_row(**fields) -> dict:
    return {"kind": "", "name": "A visit", "booking_link": "", "scheduler_code": ""} | fields


@pytest.fixture
def save(signed_in, clinic, brand_manager):
    """Post the settings; rows are given as lists of dictionaries."""

    def posted(locations=(), appointments=(), **fields):
        rows = {
            "locations": inline_formset([location_row(**row) for row in locations]),
            "appointment_types": inline_formset([appointment_row(**row) for row in appointments]),
        }
        form = clinic_form(clinic, **(rows | fields))
        return signed_in(brand_manager).post(edit_address(clinic), form)

    return posted


def row_errors(answer, name: str) -> list[dict]:
    return [dict(row.errors) for row in answer.context["form"].formsets[name].forms]


class TestBookingSites:
    def test_an_empty_list_gets_the_site_of_the_first_link(self, save, clinic):
        assert save(booking_link=OURS).status_code == 302
        assert factories.clinic_of(clinic).booking_hosts == "book.harbour.example"

    def test_even_if_only_a_location_has_a_link(self, save, clinic):
        link = "https://north.example/x"
        assert save(locations=[{"booking_link": ""}, {"booking_link": link}]).status_code == 302
        assert factories.clinic_of(clinic).booking_hosts == "north.example"

    def test_a_list_is_kept_tidy(self, save, clinic):
        save(booking_link=OURS, booking_hosts=" Book.Harbour.Example \n\n.clinic.example")
        assert factories.clinic_of(clinic).booking_hosts == "book.harbour.example\n.clinic.example"

    @pytest.mark.parametrize("typed", ["https://book.example/", "book", ".com", "a b", "10.0.0.1"])
    def test_a_list_with_something_else_is_refused(self, save, typed):
        answer = save(booking_hosts=typed)
        assert list(answer.context["form"].errors) == ["booking_hosts"]

    def test_the_clinics_link_must_be_on_the_list(self, save):
        answer = save(booking_link="https://evil.example/x", booking_hosts="book.harbour.example")
        (message,) = answer.context["form"].errors["booking_link"]
        assert "“evil.example” is not on the clinic’s list" in message
        assert "add the site to “booking sites” first" in message

    def test_each_message_is_said_once(self, save):
        answer = save(booking_link="javascript:alert(1)")
        assert len(answer.context["form"].errors["booking_link"]) == 1

    @pytest.mark.parametrize("name", ["locations", "appointments"])
    def test_so_must_a_rows_link_and_the_answer_stands_at_that_row(self, save, clinic, name):
        rows = [{"booking_link": OURS}, {"booking_link": "https://evil.example/x"}]
        answer = save(booking_link=OURS, **{name: rows})
        assert answer.status_code == 200
        errors = row_errors(answer, "locations" if name == "locations" else "appointment_types")
        assert errors[0] == {} and list(errors[1]) == ["booking_link"]
        assert "“evil.example” is not on" in errors[1]["booking_link"][0]
        assert "evil.example/x" in answer.content.decode()  # nothing typed is lost
        assert factories.clinic_of(clinic).appointment_types.count() == 0

    def test_a_link_below_a_listed_site_is_fine(self, save):
        rows = [{"booking_link": "https://north.clinic.example/x"}]
        sites = "book.harbour.example\n.clinic.example"
        assert save(booking_link=OURS, booking_hosts=sites, locations=rows).status_code == 302

    def test_a_row_that_is_deleted_needs_no_good_link(self, save):
        rows = [{"booking_link": "https://evil.example/x", "DELETE": "on"}]
        assert save(booking_link=OURS, locations=rows).status_code == 302


BAD_LINKS = [
    "javascript:alert(1)",
    "data:text/html,x",
    "https://book.harbour.example/a b",
    "https://nurse:secret@book.harbour.example/",
    "https://203.0.113.9/",
    "https://book.harbour.example:8443/",
    "https://b\u043e\u043ek.harbour.example/",
    "https://book.harbour.example/" + "x" * 3000,
]


@pytest.mark.parametrize("link", BAD_LINKS)
@pytest.mark.parametrize(
    ("name", "field"),
    [("locations", "booking_link"), ("locations", "map_link"), ("appointments", "booking_link")],
)
def test_a_bad_link_is_refused_at_its_row(save, clinic, name, field, link):
    answer = save(booking_link=OURS, **{name: [{field: link}]})
    (errors,) = row_errors(answer, "locations" if name == "locations" else "appointment_types")
    assert list(errors) == [field] and len(errors[field]) == 1


def test_a_map_may_be_on_any_site(save, clinic):
    assert (
        save(booking_link=OURS, locations=[{"map_link": "https://maps.example/x"}]).status_code
        == 302
    )
    assert factories.clinic_of(clinic).locations.last().map_link == "https://maps.example/x"


class TestAppointments:
    def test_two_of_one_kind_are_refused_at_the_second(self, save):
        rows = [{"kind": "video", "name": "Video visit"}, {"kind": "video", "name": "Call"}]
        answer = save(appointments=rows)
        first, second = row_errors(answer, "appointment_types")
        assert first == {} and list(second) == ["kind"]
        assert "“Video visit” is of this kind already." in second["kind"][0]

    def test_any_number_may_have_no_kind(self, save):
        assert save(appointments=[{"name": "One"}, {"name": "Two"}]).status_code == 302

    @pytest.mark.parametrize(
        ("code", "link", "said"),
        [
            ("for acne scars", OURS, "without spaces"),
            ("new-patient", "https://skin.acuityscheduling.com/schedule.php", "Acuity Scheduling"),
        ],
    )
    def test_a_code_that_the_booking_system_cannot_know(self, save, code, link, said):
        answer = save(booking_link=link, appointments=[{"scheduler_code": code}])
        (errors,) = row_errors(answer, "appointment_types")
        assert said in errors["scheduler_code"][0] and len(errors["scheduler_code"]) == 1


class TestWhatStaffSee:
    def test_the_settings_say_which_link_patients_get_and_why(
        self, save, signed_in, clinic, brand_manager
    ):
        link = "https://book.harbour.example/new?type={appointment}"
        rows = [{"kind": "video", "name": "Video visit", "scheduler_code": "V7"}]
        places = [{"name": "North", "booking_link": OURS}, {"name": "South"}]
        save(booking_link=link, appointments=rows, locations=places)
        words = words_of(signed_in(brand_manager).get(edit_address(clinic)))
        assert "the booking link of the location “North”" in words
        assert "https://book.harbour.example/new?type=V7" in words
        assert "Patients choose a location first." in words
        assert "https://<account>.acuityscheduling.com/schedule.php" in words

    def test_a_copied_link_is_commented_on(self, save, signed_in, clinic, brand_manager):
        save(booking_link="https://calendly.com/harbour?month=2026-11")
        words = words_of(signed_in(brand_manager).get(edit_address(clinic)))
        assert "carries “month=”" in words

    def test_the_editor_says_where_this_article_leads_to(self, signed_in, clinic, author):
        article = factories.make_article(clinic, "A", appointment_type="video")
        edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
        words = words_of(signed_in(author).get(edit))
        assert "Where this article leads to at Harbour Skin Clinic:" in words
        assert "Video visit (this article)" in words
        assert "https://book.harbour.example/visit" in words
        assert "has entered no appointment of this kind" in words

    def test_so_does_the_editor_of_a_new_article(self, signed_in, clinic, topic, author):
        add = reverse("wagtailadmin_pages:add", args=["education", "articlepage", topic.pk])
        words = words_of(signed_in(author).get(add))
        assert "https://book.harbour.example/visit" in words

    def test_another_clinics_links_are_not_shown(self, signed_in, other_clinic, other_author):
        article = factories.make_article(other_clinic, "Theirs")
        edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
        words = words_of(signed_in(other_author, "other.example").get(edit))
        assert "https://book.meadow.example/new" in words and "harbour" not in words.lower()
