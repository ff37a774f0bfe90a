"""What no template may hold: the content security policy would break it, or a reader be harmed."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parents[1] / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html")) + sorted(ROOT.rglob("*.txt"))
FORBIDDEN = {
    "an inline style": r"<style|\sstyle\s*=",
    # A block of data is no script: no browser runs it.
    "an inline script": r"<script(?! type=\"application/ld\+json\">)(?![^>]*\ssrc=)",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "a javascript: address": r"javascript:",
    "a colour": r"#[0-9a-fA-F]{3,8}\b(?![-\w])|\brgba?\(|\bhsla?\(|\boklch\(",
    "text marked as safe": r"\|\s*safe\b|\|\s*safeseq\b|autoescape off|mark_safe",
    "an address of another host": r"(?:src|href)=[\"'](?:https?:)?//",
    "a form that posts": r"<form[^>]*method=[\"']?post",
}
# Wording for e-mail is not HTML: an escaped link would not work there.
PLAIN_TEXT_MAY = {"text marked as safe"}


def finds(pattern: str, text: str) -> list[str]:
    return [match[0] for match in re.finditer(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = {}
    for path in TEMPLATES:
        if path.suffix == ".txt" and what in PLAIN_TEXT_MAY:
            continue
        text = re.sub(
            r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.S
        )
        if what == "a colour":
            text = re.sub(r'(?:href|id|for|aria-\w+)="[^"]*"|&#?\w+;', "", text)
        if hits := finds(FORBIDDEN[what], text):
            found[str(path.relative_to(ROOT))] = hits
    assert found == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_template_compiles(path):
    get_template(str(path.relative_to(ROOT)))


@pytest.mark.parametrize("block", ["title", "description", "canonical", "page_number", "kind"])
def test_what_a_page_says_to_machines_is_words_only(block):
    """`components/sharing.html` puts each of them into several tags."""
    for path in TEMPLATES:
        for words in re.findall(rf"{{% block {block} %}}(.*?){{% endblock", path.read_text()):
            assert "<" not in words, path


def test_every_block_of_the_article_has_its_template():
    from education.blocks import ArticleBodyBlock

    for name, block in ArticleBodyBlock().child_blocks.items():
        assert block.meta.template == f"education/blocks/{name}.html"
        assert (ROOT / block.meta.template).exists()


def test_the_500_and_400_pages_need_nothing():
    for name in ("500.html", "400.html"):
        text = (ROOT / name).read_text()
        assert "{%" not in text and "{{" not in text
