"""What a reader gets without scripts, on paper and over a slow line."""

import gzip
import re
from html import unescape
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from wagtail.rich_text import RichText

from education.models import ArticlePage, Benefit, Question
from portal.stylesheets import small
from tests.base import collected_files
from tests.browser.page_types import ARTICLE, visit


def fetch(address: str) -> str:
    with urlopen(Request(address)) as answer:
        return answer.read().decode()


def words(html: str) -> str:
    """The words of a piece of HTML with single spaces; without meanings, which open when asked for."""
    soup = BeautifulSoup(html, "html.parser")
    for closed in soup.select("[popover]"):
        closed.decompose()
    return re.sub(r"\s+", " ", unescape(soup.get_text(" "))).strip()


@pytest.fixture
def answers(portal) -> list[str]:
    """The answers of the example article."""
    article = ArticlePage.objects.get(slug="exosomes-in-dermatology")
    questions = next(block for block in article.body if block.block_type == "questions")
    return [words(question.answer) for question in questions.value.live_items]


def test_an_article_is_complete_without_scripts(portal, open_page, answers):
    page = open_page(375, java_script_enabled=False)
    visit(page, portal, "example article")
    said = words(page.content())
    article = ArticlePage.objects.get(slug="exosomes-in-dermatology")
    written = [article.title, article.lede, words(article.conclusion)]
    written += [point.value for point in article.key_points]
    for block in article.body:
        written += written_in(block)
    assert len(written) > 40
    assert [text for text in written if text not in said] == []
    for answer, details in zip(answers, page.locator(".faq details").all(), strict=True):
        details.locator("summary").click()
        assert words(details.locator("div").first.inner_html()).startswith(answer)
        assert details.locator("div").first.is_visible()


def written_in(block) -> list[str]:
    """Every heading, paragraph, list item, benefit and question of a section."""
    value = block.value
    texts = [
        value["heading"],
        *map(words, re.split(r"</?(?:p|li|ul|ol)\b[^>]*>", rich_text(value))),
    ]
    for item in value.live_items:
        texts += [item.name, item.claim] if isinstance(item, Benefit) else [item.question]
    return [text for text in texts if text]


def rich_text(value) -> str:
    return " ".join(part.source for part in value.values() if isinstance(part, RichText))


def test_every_answer_is_on_paper(portal, open_page, answers):
    page = open_page(794, 1123, java_script_enabled=False)
    visit(page, portal, "example article")
    page.emulate_media(media="print")
    printed = page.locator(".faq details > div").all()
    assert len(printed) == len(answers) == 5
    for answer, box in zip(answers, printed, strict=True):
        assert box.bounding_box()["height"] > 20
        assert words(box.inner_text()).startswith(answer[:40])
    assert page.get_by_text(f"Book: localhost:{portal.port}/book/").is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_a_link_to_an_answer_opens_it(portal, open_page):
    page = open_page(375)
    question = Question.objects.order_by("pk").first()
    page.goto(f"{portal.url}{ARTICLE}#q-{question.pk}")
    answer = page.locator(f"#q-{question.pk}")
    answer.wait_for(state="visible")
    assert answer.evaluate("answer => answer.closest('details').open")


def test_an_article_is_small(portal, tmp_path):
    """Bytes on the line in production, packed as a server in front packs them."""
    page = fetch(portal.url + ARTICLE)
    site, theme = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
    paper, margins, *parts = re.findall(
        r'<link rel="stylesheet" href="([^"]+)" media="print">', page
    )
    scripts = re.findall(r'<script [^>]*src="([^"]+)"', page)
    collected = collected_files(tmp_path)

    def stored(address: str) -> int:
        return len(collected[address.removeprefix("/static/") + ".gz"])

    def packed(text: str) -> int:
        return len(gzip.compress(text.encode(), 6))

    assert len(scripts) == 2 and len(parts) == 1  # the second of each: for the questions to ask
    assert packed(page) <= 15 * 1024
    assert stored(site) + packed(fetch(portal.url + theme)) <= 8 * 1024
    for_paper = stored(paper) + packed(fetch(portal.url + margins))
    assert for_paper + packed(fetch(f"{portal.url}/favicon.svg")) <= 2 * 1024
    assert stored(scripts[0]) <= 2 * 1024
    assert sum(map(stored, scripts[1:] + parts)) <= 2 * 1024


RULES = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return [...sheet.cssRules].map(rule => rule.cssText.replace(/,\\s+/g, ',')).join('\\n');
}"""


@pytest.mark.parametrize("name", ["site", "print", "questions-to-ask", "admin"])
def test_a_browser_reads_the_same_rules_in_the_small_stylesheet(open_page, name):
    written = (Path(settings.STATICFILES_DIRS[0]) / f"css/{name}.css").read_text()
    page = open_page()
    rules = page.evaluate(RULES, written)
    assert len(rules) > 500
    assert page.evaluate(RULES, small(written)) == rules
