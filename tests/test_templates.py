"""What no template and no stylesheet may hold: the content security policy would break it, or a
reader be harmed by it. Each rule has a line that breaks it and one like it that does not."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.template.loader import get_template

TOP = Path(__file__).parents[1]
ROOT = TOP / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html")) + sorted(ROOT.rglob("*.txt"))
STYLESHEETS = sorted((TOP / "static/css").glob("*.css"))


@dataclass(frozen=True)
class Rule:
    """What is looked for, what is taken out before looking, and a line for either side."""

    pattern: str
    bad: str
    good: str
    except_in: str = r"(?!)"
    in_mails: bool = True
    in_admin: bool = True

    def breaches(self, text: str) -> list[str]:
        flags = re.IGNORECASE | re.DOTALL
        text = re.sub(self.except_in, "", without_comments(text), flags=flags)
        return [match[0] for match in re.finditer(self.pattern, text, flags)]


def without_comments(text: str) -> str:
    comments = r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->|/\*.*?\*/"
    return re.sub(comments, "", text, flags=re.DOTALL)


IN_TEMPLATES = {
    "a style attribute": Rule(r"<[^>]*\sstyle\s*=", '<p style="x">', '<p class="style">'),
    "a style element": Rule(r"<style\b", "<style>p { }</style>", "<p>style</p>"),
    "a script without a file": Rule(
        r"<script\b(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)",
        '<script type="module">run()</script>',
        '<script type="application/ld+json">{}</script><script type="module" src="x.js"></script>',
    ),
    "a handler": Rule(
        r"<[^>]*\son[a-z]+\s*=", '<a href="/" onclick="x()">', '<a href="/">once = 1</a>'
    ),
    "a javascript: address": Rule(r"javascript:", '<a href="javascript:x()">', "<p>JavaScript</p>"),
    "a colour in digits": Rule(
        r"#[0-9a-f]{3,8}\b(?![-\w])|\b(?:rgba?|hsla?|oklch|oklab|color)\(",
        '<rect fill="#1f5f6b"/>',
        '<meta name="theme-color" content="#fff"><a href="#add" aria-labelledby="#abc">&#123;</a>',
        except_in=r'<meta name="theme-color"[^>]*>|(?:href|id|for|aria-\w+)="[^"]*"|&#?\w+;',
    ),
    "a colour by name": Rule(
        r'\b(?:fill|stroke|color|bgcolor|stop-color|background)="(?!none"|currentcolor"|url\(|\{)\w+"',
        '<path stroke="white"/>',
        '<path fill="none" stroke="currentColor"/>',
        # A code that cameras read is dark on light, whatever the screen.
        except_in=r'<svg class="qr".*?</svg>',
    ),
    "text marked as safe": Rule(
        r"\|\s*safe(?:seq)?\b|autoescape off|mark_safe",
        "{{ text|safe }}",
        "{{ text|safely }} {% autoescape on %}",
        in_mails=False,  # wording for e-mail is not HTML: an escaped link would not work there
    ),
    "an address of another host": Rule(
        r"(?:src|href|action)=[\"'](?:https?:)?//",
        '<img src="//cdn.example/x.png">',
        '<a href="/about/">',
    ),
    "a form that posts": Rule(
        r"<form[^>]*method=[\"']?post",
        '<form method="post">',
        '<form method="get">',
        in_admin=False,  # staff act; readers only ask
    ),
    "a page's own idea of its address": Rule(
        # Without the request Wagtail looks up all sites for each page; get_url(request) remembers.
        r"\b(?:page|self|article|topic|home|parent|child|related|result|specific)\.(?:full_)?url\b",
        '<a href="{{ page.url }}">',
        '<a href="{{ row.url }}">{{ source.url }}</a>',
    ),
}
IN_STYLESHEETS = {
    "a direction that is wrong from right to left": Rule(
        r"(?<![\w@-])(?:(?:margin|padding|border|inset|scroll-\w+)-)?(?:left|right)\b(?:-\w+)*\s*:"
        r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b",
        ".a { margin-left: 1rem }",
        ".a { margin-inline-start: 1rem; text-align: start } @page { @bottom-right { content: '' } }",
    ),
    "an import or a file from elsewhere": Rule(
        r"@import\b|url\(\s*[\"']?(?:https?:)?//",
        "@import 'other.css';",
        ".a { background: url(data:,) }",
    ),
    "motion for everybody": Rule(
        r"(?:scroll-behavior\s*:\s*smooth|\banimation(?:-name)?\s*:|@keyframes)",
        "html { scroll-behavior: smooth }",
        "@media (prefers-reduced-motion: no-preference) { a { transition: color 1s } }",
    ),
}


@pytest.mark.parametrize("what", IN_TEMPLATES)
def test_no_template_holds(what):
    rule = IN_TEMPLATES[what]
    looked_at = [path for path in TEMPLATES if rule.in_mails or path.suffix != ".txt"]
    looked_at = [path for path in looked_at if rule.in_admin or "admin" not in path.parts]
    found = {str(path.relative_to(ROOT)): rule.breaches(path.read_text()) for path in looked_at}
    assert {path: breaches for path, breaches in found.items() if breaches} == {}


@pytest.mark.parametrize("what", IN_STYLESHEETS)
def test_no_stylesheet_holds(what):
    found = {path.name: IN_STYLESHEETS[what].breaches(path.read_text()) for path in STYLESHEETS}
    assert {name: breaches for name, breaches in found.items() if breaches} == {}


@pytest.mark.parametrize("what", IN_TEMPLATES | IN_STYLESHEETS)
def test_each_rule_finds_its_planted_line_and_nothing_like_it(what):
    rule = (IN_TEMPLATES | IN_STYLESHEETS)[what]
    assert rule.breaches(f"<p>One line</p>\n{rule.bad}\n")
    assert rule.breaches(f"<p>One line</p>\n{rule.good}\n") == []
    assert rule.breaches(f"{{# {rule.bad} #}}") == []


@pytest.mark.parametrize(
    "line",
    [
        ".a { border-right-width: 1px }",
        ".a{left:0}",
        ".a { float: right }",
        ".a { text-align:left }",
        ".a { inset-left: 0 }",
        ".a { padding-right : 0 }",
    ],
)
def test_every_physical_direction_is_found(line):
    assert IN_STYLESHEETS["a direction that is wrong from right to left"].breaches(line)


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
