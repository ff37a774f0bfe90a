"""The fingerprint of words: the same for what a patient reads the same, another for anything else."""

import pytest
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Locale

from education.models import (
    ArticlePage,
    ArticleSource,
    BenefitSource,
    OtherName,
)
from education.review.fingerprint import BOOKKEEPING, LISTINGS, fingerprint
from tests import factories

FEATURES = ["h3", "bold", "ul", "ol", "link", "document-link", "term"]
# What a patient never reads, or what is another row's.
BESIDE_THE_WORDS = BOOKKEEPING | LISTINGS | {"page_ptr", "id", "show_in_menus"}


@pytest.fixture
def rich(clinic, topic, author):
    """A live article with every kind of section and every field filled in."""
    return factories.make_article(
        clinic,
        "Everything",
        topic=topic,
        author=author,
        body=factories.every_section(clinic),
        sources=[factories.make_source(clinic), factories.make_source(clinic)],
        other_names=["Scars", "Marks"],
        related=[factories.make_article(clinic, f"Related {n}", topic=topic) for n in range(2)],
        also_in=[factories.make_topic(clinic, f"Shelf {n}") for n in range(2)],
        picture=factories.make_picture(clinic),
        picture_alt="A cheek",
        picture_caption="Before",
        booking_words="Come and see us",
        appointment_type="video",
        funding="Nobody paid.",
        seo_title="Everything about it",
        search_description="All of it.",
        review_months=12,
    )


def again(article):
    return ArticlePage.objects.get(pk=article.pk)


@pytest.mark.django_db
class TestTheSame:
    def test_after_publishing_and_reading_it_back(self, rich):
        kept = rich.live_revision.as_object().fingerprint()
        assert again(rich).fingerprint() == kept == again(rich).fingerprint()
        assert again(rich).save_revision().as_object().fingerprint() == kept

    def test_after_what_staff_agree_among_themselves(self, rich, reviewer, clinic):
        before = rich.fingerprint()
        rich.owner = rich.content_owner = reviewer
        rich.locked, rich.locked_by, rich.locked_at = True, reviewer, timezone.now()
        rich.go_live_at = rich.expire_at = timezone.now()
        rich.save()
        rich.move(factories.make_topic(clinic, "Another shelf"), pos="last-child")
        rich = again(rich)
        rich.wagtail_admin_comments.create(user=reviewer, text="Good.", contentpath="title")
        assert again(rich).fingerprint() == before

    def test_of_a_copy_with_another_key(self, rich, clinic):
        shelf = factories.make_topic(clinic, "Another shelf")
        copy = rich.copy(to=shelf, keep_live=False)
        assert copy.pk != rich.pk and again(copy).fingerprint() == rich.fingerprint()

    def test_when_a_new_optional_field_comes(self, rich):
        data = rich.serializable_data()
        new = data | {"new_words": "", "new_list": [], "new_link": None, "new_switch": False}
        assert fingerprint(new) == fingerprint(data)


@pytest.mark.parametrize(
    "words",
    [
        "<p>Not for long. </p><p>Ask us.</p>",
        "<h3>Head</h3><ul><li>One</li><li>Two <b>strong</b></li></ul>",
        '<p>See <a href="https://skin.example/a?b=1&amp;c=2">this page</a>.</p>',
        "<p>It’s “so”, less &lt; more &amp; less.</p>",
        "",
    ],
)
@pytest.mark.django_db
def test_a_text_that_the_editor_only_opened_says_the_same(words):
    converter = ContentstateConverter(features=FEATURES)
    opened = converter.to_database_format(converter.from_database_format(words))
    assert fingerprint({"answer": opened}) == fingerprint({"answer": words})


def test_the_names_of_sections_are_no_words():
    row = {"type": "text", "value": {"heading": "One"}, "id": "a1"}
    assert fingerprint({"body": [row]}) == fingerprint({"body": [row | {"id": "b2"}]})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"number": 0}, {"number": None}),
        ({"number": 0}, {"number": 1}),
        ({"lede": "[2, 1]"}, {"lede": "[1, 2]"}),
        ({"lede": "no"}, {"lede": ""}),
        ({"body": [{"type": "a"}, {"type": "b"}]}, {"body": [{"type": "b"}, {"type": "a"}]}),
        ({"answer": "<p>Not.</p>"}, {"answer": "<p><b>Not.</b></p>"}),
    ],
)
def test_a_small_difference_is_one(one, other):
    assert fingerprint(one) != fingerprint(other)


def changed_values(clinic, rich) -> dict:
    """Another value for every field of an article that patients read."""
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    return {
        "title": "Everything!",
        "slug": "another-address",
        "locale": spanish,
        "seo_title": "Another",
        "search_description": "Another.",
        "lede": "Another.",
        "key_points": [("point", "Another point."), ("point", "One point.")],
        "picture": factories.make_picture(clinic),
        "picture_alt": "Another",
        "picture_caption": "Another",
        "body": list(reversed([(part.block_type, part.value) for part in rich.body])),
        "conclusion_heading": "Another",
        "conclusion": "<p>Another.</p>",
        "booking_on": False,
        "booking_words": "Another",
        "appointment_type": "procedure",
        "review_months": 6,
        "funding": "Another.",
        "other_names": [OtherName(name="Marks"), OtherName(name="Scars")],
        "article_sources": [ArticleSource(source=factories.make_source(clinic))],
    }


@pytest.mark.django_db
def test_any_change_of_any_field_is_seen(clinic, rich):
    known = set(changed_values(clinic, rich)) | BESIDE_THE_WORDS
    assert set(rich.serializable_data()) - known == set(), "a new field: words or book-keeping?"
    before = rich.fingerprint()
    for field, value in changed_values(clinic, rich).items():
        row = again(rich)
        setattr(row, field, value)
        assert row.fingerprint() != before, field


@pytest.mark.django_db
def test_a_deleted_topic_or_article_to_read_next_leaves_the_sign_off_as_it_is(rich):
    before = rich.fingerprint()
    rich.also_in.first().delete()
    rich.related_articles.first().related.delete()
    assert again(rich).fingerprint() == before


@pytest.mark.django_db
def test_any_word_of_any_section_is_seen(rich):
    stored = rich.serializable_data()
    before, body = fingerprint(stored), stored["body"]
    assert len(rich.body) > 10
    for words in ("At your skin", "pick at it", "Redness", "you cannot breathe", "Not approved"):
        assert words in body
        changed = stored | {"body": body.replace(words, "Something else")}
        assert fingerprint(changed) != before, words


@pytest.mark.django_db
def test_of_a_benefit_its_grade_sources_and_owner_are_seen(clinic, other_clinic):
    source = factories.make_source(clinic)
    benefit = factories.make_benefit(clinic, "Smoother skin", sources=[source], not_known="Much.")
    before = benefit.fingerprint()
    changes = {
        "grade": "strong",
        "claim": "It helps.",
        "not_known": "Little.",
        "searched": "Everywhere",
        "searched_on": timezone.localdate(),
        "searched_by": "the author",
        "site": other_clinic,
        "benefit_sources": [BenefitSource(source=factories.make_source(clinic))],
    }
    for field, value in changes.items():
        row = type(benefit).objects.get(pk=benefit.pk)
        assert row.fingerprint() == before
        setattr(row, field, value)
        assert row.fingerprint() != before, field
