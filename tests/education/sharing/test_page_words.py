"""What each kind of page tells search engines and messengers: title, description, address, card."""

import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template

from tests import factories

pytestmark = pytest.mark.django_db


class _Head(HTMLParser):
    """The title, and every <meta> and <link> by its name."""

    def __init__(self, page: str):
        super().__init__()
        self.said: dict[str, list[str]] = {}
        self.in_title = False
        self.feed(page.partition("</head>")[0])

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.in_title = tag == "title"
        name = values.get("name") or values.get("property") or values.get("rel")
        if tag in ("meta", "link") and name:
            self.said.setdefault(name, []).append(values.get("content") or values.get("href"))

    def handle_data(self, data):
        if self.in_title:
            self.said.setdefault("title", []).append(data)
            self.in_title = False


def head_of(client, address: str) -> dict[str, list[str]]:
    answer = client.get(address, headers={"host": "localhost"})
    return _Head(answer.content.decode()).said


@pytest.fixture
def addresses(clinic, article) -> dict[str, str]:
    factories.make_standard_page(clinic)
    for _ in range(20):
        factories.make_article(clinic, published=False)
    return {
        "home": "/",
        "topic": "/treatments/",
        "topic, page 2": "/treatments/?page=2",
        "article": "/treatments/acne-scars/",
        "standard": "/privacy/",
        "search": "/search/",
        "results": "/search/?q=words",
        "A to Z": "/a-z/",
        "contact": "/contact/",
    }


def test_every_page_has_one_title_of_its_own_with_the_clinics_name(client, addresses):
    titles = [head_of(client, address)["title"] for address in addresses.values()]
    assert all(len(title) == 1 and title[0].endswith(" – Harbour Skin Clinic") for title in titles)
    assert len({title[0] for title in titles}) == len(addresses)


def test_every_page_has_a_description_and_those_to_be_found_one_of_their_own(client, addresses):
    found = {name: head_of(client, address) for name, address in addresses.items()}
    assert all(len(said["description"]) == 1 and said["description"][0] for said in found.values())
    public = [said["description"][0] for name, said in found.items() if "canonical" in said]
    assert len(set(public)) == len(public) == 8


def test_every_page_with_an_address_has_a_card_that_says_the_same(client, addresses):
    for name, address in addresses.items():
        said = head_of(client, address)
        if name == "results":
            assert not any(key.startswith("og:") for key in said), name
            continue
        card = {key: value for key, value in said.items() if key.startswith(("og:", "twitter:"))}
        assert all(len(value) == 1 and value[0] for value in card.values()), name
        assert card["og:title"] == [said["title"][0].removesuffix(" – Harbour Skin Clinic")]
        assert card["og:description"] == said["description"]
        assert card["og:url"] == said["canonical"] == [f"http://localhost{address}"]
        assert card["og:type"] == ["article" if name == "article" else "website"]
        assert card["og:site_name"] == ["Harbour Skin Clinic"]
        assert card["og:locale"] == ["en"]
        assert card["og:image:width"] == ["1200"] and card["og:image:height"] == ["630"]
        assert card["og:image:alt"][0].endswith("Harbour Skin Clinic")
        assert card["twitter:card"] == ["summary_large_image"]
        picture = card["og:image"][0]
        assert picture.startswith("http://localhost/")
        assert client.get(picture).headers["Content-Type"] == "image/png"


def test_page_2_of_a_list_is_an_address_of_its_own(client, addresses):
    said = head_of(client, addresses["topic, page 2"])
    assert said["title"] == ["Treatments, page 2 – Harbour Skin Clinic"]
    assert said["description"][0].startswith("Page 2. ")
    assert said["canonical"][0].endswith("/treatments/?page=2")


def test_staff_can_choose_the_words_of_a_result(client, clinic):
    factories.make_article(
        clinic, "Acne", slug="acne", seo_title="Acne: causes", search_description="What acne is."
    )
    said = head_of(client, "/treatments/acne/")
    assert said["title"] == ["Acne: causes – Harbour Skin Clinic"]
    assert said["description"] == said["og:description"] == ["What acne is."]


def test_quotes_and_brackets_in_a_title_stay_words(client, clinic):
    title = "Less \"itch\" <b>&amp; 'more' sleep"
    factories.make_article(clinic, title, slug="odd", lede=title, body=[], conclusion="")
    said = head_of(client, "/treatments/odd/")
    assert said["og:title"] == [title] and said["description"] == [title]
    assert said["title"][0].startswith(title)


def test_translations_name_each_other_and_themselves(client, clinic, article):
    spanish = factories.make_translation(article, "es", title="Cicatrices de acné")
    for address in (article.url, spanish.url):
        page = client.get(address).content.decode()
        assert set(re.findall(r'hreflang="(\w+)" href="https?://[^/"]+(/[^"]*)"', page)) == {
            ("en", "/treatments/acne-scars/"),
            ("es", "/es/treatments/acne-scars/"),
        }
    assert head_of(client, spanish.url)["og:locale"] == ["es"]


def test_every_page_leads_to_the_feed_of_its_language(client, clinic, article):
    spanish = factories.make_translation(article, "es")
    feed = '<link rel="alternate" type="application/atom.xml"[^>]* href="{}">'
    assert re.search(feed.format("/feed.xml"), client.get(article.url).content.decode())
    assert re.search(feed.format("/es/feed.xml"), client.get(spanish.url).content.decode())


def test_kept_words_are_plain_text_with_single_spaces():
    template = "{% load sharing %}{% keep words %} A \n &amp; {{ b }}{% endkeep %}[{{ words }}]"
    assert Template(template).render(Context({"b": "<b>"})) == "[A &amp; &lt;b&gt;]"
