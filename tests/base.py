"""What several tests do: fill in the editor's forms, read a page as a patient does, collect files."""

import re
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from portal.stylesheets import SmallStylesheets


def article_form(title: str = "Acne scars", **fields) -> dict:
    """A filled-in article editor; `fields` replaces values, nested as the editor nests them."""
    values = {
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "lede": "In two lines.",
        "key_points": streamfield([("point", "One point."), ("point", "Another one.")]),
        "picture": "",
        "picture_alt": "",
        "picture_caption": "",
        "body": streamfield([text_block("What it is", "Words.")]),
        "conclusion_heading": "In short",
        "conclusion": paragraph("All in all."),
        "booking_on": "on",
        "booking_words": "",
        "appointment_type": "",
        "content_owner": "",
        "review_months": "",
        "funding": "",
        "seo_title": "",
        "search_description": "",
        "other_names": inline_formset([]),
        "article_sources": inline_formset([]),
        "related_articles": inline_formset([]),
        "comments": inline_formset([]),
    }
    several = {"also_in": fields.pop("also_in", [])}
    return nested_form_data(values | fields) | several


def standard_page_form(title: str = "Privacy", **fields) -> dict:
    values = {
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "purpose": "other",
        "intro": "",
        "body": streamfield([text_block("What we keep", "Nothing.")]),
        "comments": inline_formset([]),
    }
    return nested_form_data(values | fields)


def paragraph(words: str) -> str:
    """A rich text as the editor sends it."""
    return rich_text(f"<p>{words}</p>")


def text_block(heading: str, words: str, anchor: str = "", pictures=()) -> tuple[str, dict]:
    return "text", {
        "heading": heading,
        "anchor": anchor,
        "aspect": "overview",
        "content": paragraph(words),
        "pictures": streamfield([("item", picture) for picture in pictures]),
    }


def chooser_block(kind: str, items) -> tuple[str, dict]:
    """A section that shows Benefits or Questions from the library."""
    return kind, {
        "heading": "From the library",
        "anchor": "",
        "aspect": "benefits",
        "before": rich_text(""),
        kind: streamfield([("item", str(item.pk)) for item in items]),
        "after": rich_text(""),
    }


def benefit_form(name: str = "Smoother skin", site=None, **fields) -> dict:
    values = {
        "name": name,
        "claim": "It may help.",
        "grade": "early",
        "not_known": "",
        "searched": "",
        "searched_on": "",
        "searched_by": "",
        "benefit_sources": inline_formset([]),
        "site": str(site.pk) if site else "",
    }
    return nested_form_data(values | fields)


def question_form(question: str = "Does it hurt?", answer: str = "No.", site=None, **fields):
    values = {
        "question": question,
        "answer": paragraph(answer),
        "question_sources": inline_formset([]),
        "site": str(site.pk) if site else "",
    }
    return nested_form_data(values | fields)


def house_note_form(article, words: str = "Our nurse calls you.", site=None, **fields) -> dict:
    values = {
        "article": str(article.pk) if article else "",
        "heading": "How we do it here",
        "text": paragraph(words),
        "site": str(site.pk) if site else "",
    }
    return nested_form_data(values | fields)


def edit_url(item) -> str:
    """Where staff edit a page or a library item."""
    if hasattr(item, "url_path"):
        return reverse("wagtailadmin_pages:edit", args=[item.pk])
    return reverse(item.snippet_viewset.get_url_name("edit"), args=[item.pk])


class _Words(HTMLParser):
    """The text between the tags; left out: scripts, drawings, meanings that open when asked for."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.skipping = 0
        self.spans: list[bool] = []

    def handle_starttag(self, tag, attrs):
        self.skipping += tag in ("script", "style", "svg", "template")
        if tag == "span":
            self.spans.append("popover" in dict(attrs))
            self.skipping += self.spans[-1]
        if tag in ("p", "li", "h1", "h2", "h3", "dt", "dd", "div", "summary"):
            self.found.append("\n")

    def handle_endtag(self, tag):
        self.skipping -= tag in ("script", "style", "svg", "template")
        if tag == "span" and self.spans:
            self.skipping -= self.spans.pop()

    def handle_data(self, data):
        if not self.skipping:
            self.found.append(data)


def words_of(response) -> str:
    """What a reader reads of a page, with single spaces."""
    parser = _Words()
    parser.feed(response.content.decode())
    return re.sub(r"\s+", " ", "".join(parser.found)).strip()


def collected_files(folder: Path) -> dict[str, bytes]:
    """Our static files as `collectstatic` leaves them for production, packed copies included."""
    written = Path(settings.STATICFILES_DIRS[0])
    storage = SmallStylesheets(location=folder, base_url="/static/")
    names = [str(path.relative_to(written)) for path in written.rglob("*") if path.is_file()]
    for name in names:
        storage.save(name, ContentFile((written / name).read_bytes()))
    for name, _stored, done in storage.post_process({name: (storage, name) for name in names}):
        assert done is True, name
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
