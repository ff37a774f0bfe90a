"""From a document that was read to a draft article with its shared items."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale
from wagtail.rich_text import RichText

from education.importing.document import Document
from education.models import (
    ArticlePage,
    ArticleSource,
    Benefit,
    BenefitSource,
    OtherName,
    Question,
    QuestionSource,
    Source,
    Term,
)
from education.reading.terms import mark_first

LINK = re.compile(r"</?a\b[^>]*>")


class DraftRefused(Exception):
    """The document was read, but cannot be stored as an article; the message says why."""


@dataclass
class Draft:
    """The new article, which library items were made for it or found again, and what to check."""

    article: ArticlePage
    made: list = field(default_factory=list)
    reused: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def rows_of(model, field: str, values) -> list:
    """Rows of an inline list in the order of the document."""
    return [model(**{field: value}, sort_order=order) for order, value in enumerate(values)]


class DraftMaker:
    """Makes drafts for one clinic (`site`, None: the shared library) in one language."""

    def __init__(self, site, locale: Locale, user=None):
        self.site = site
        self.locale = locale
        self.user = user
        self.made: list = []
        self.reused: list = []
        self.notes: list[str] = []
        self.sources: dict[str, Source] = {}

    @transaction.atomic
    def article_from(self, document: Document, topic) -> Draft:
        """The document as a draft below `topic`; all of it or nothing."""
        self.sources = {entry.key: self.source(entry) for entry in document.sources}
        article = ArticlePage(
            title=document.title,
            slug=document.slug,
            live=False,
            locale=self.locale,
            owner=self.user,
            content_owner=self.user,
            lede=document.lede,
            search_description=document.description,
            funding=document.funding,
            booking_words=document.booking_words,
            conclusion_heading=document.conclusion_heading,
            conclusion=document.conclusion,
        )
        article.key_points = [("point", point) for point in document.key_points]
        body = [self.section(section) for section in document.sections]
        for term in map(self.term, document.terms):
            if not mark_first_use(term, body, article):
                self.notes.append(f"“{term}” stands in no text of the article: it is not marked.")
        article.body = body
        article.other_names = rows_of(OtherName, "name", document.also_called)
        article.article_sources = rows_of(ArticleSource, "source", self.sources.values())
        refuse_long_values(article, *article.other_names.all())
        try:
            topic.add_child(instance=article)
        except ValidationError as error:
            raise DraftRefused(" ".join(error.messages)) from error
        article.save_revision(user=self.user, clean=False)
        return Draft(article, self.made, self.reused, self.notes)

    def section(self, section) -> tuple[str, dict]:
        """A section of the document as a block of the body."""
        value = {"heading": section.heading, "aspect": section.aspect, "anchor": ""}
        return section.kind, value | getattr(self, f"_{section.kind}")(section)

    def _text(self, section) -> dict:
        return {"content": RichText(section.html), "pictures": []}

    def _benefits(self, section) -> dict:
        return self._around(section) | {"benefits": [self.benefit(item) for item in section.items]}

    def _questions(self, section) -> dict:
        return self._around(section) | {
            "questions": [self.question(item) for item in section.items]
        }

    def _around(self, section) -> dict:
        return {"before": RichText(section.before), "after": RichText(section.after)}

    def _how_sure(self, section) -> dict:
        parts = ("known", "not_known", "regulatory")
        return {part: RichText(getattr(section, part)) for part in parts}

    def _care_card(self, section) -> dict:
        return {
            "urgency": section.urgency,
            "title": section.title,
            "conditions": list(section.items),
            "after": RichText(self.without_links(section.after, section.line)),
        }

    def without_links(self, rich_text: str, line: int) -> str:
        """Nothing may lead away from a care card, so a link there keeps its words only."""
        plain = LINK.sub("", rich_text)
        if plain != rich_text:
            self.notes.append(f"Line {line}: a care card holds no link; its words were kept.")
        return plain

    def _steps(self, section) -> dict:
        steps = [{"title": step.title, "text": step.text} for step in section.items]
        return {"before": RichText(section.before), "steps": steps}

    def _do_dont(self, section) -> dict:
        before = RichText(section.before)
        return {"before": before, "do": list(section.do), "dont": list(section.dont)}

    def _questions_to_ask(self, section) -> dict:
        return {"before": RichText(section.before), "to_ask": list(section.items)}

    def _callout(self, section) -> dict:
        return {
            "kind": section.tone,
            "title": section.title,
            "content": RichText(section.html),
        }

    def term(self, entry) -> Term:
        rest = {"meaning": entry.meaning, "say": entry.say}
        same = {"word__iexact": entry.word}
        return self._find_or_make(Term, {"word": entry.word}, rest, same=same)

    def benefit(self, entry) -> Benefit:
        words = {"name": entry.name, "claim": entry.claim}
        copied = ("not_known", "searched", "searched_on", "searched_by")
        rest = {name: getattr(entry, name) for name in copied} | {"grade": entry.grade or ""}
        sources = rows_of(BenefitSource, "source", map(self.sources.get, entry.source_keys))
        return self._find_or_make(Benefit, words, rest, benefit_sources=sources)

    def question(self, entry) -> Question:
        words = {"question": entry.question, "answer": entry.answer_html}
        sources = rows_of(QuestionSource, "source", map(self.sources.get, entry.source_keys))
        return self._find_or_make(Question, words, {}, question_sources=sources)

    def source(self, entry) -> Source:
        words = {"url": entry.url} if entry.url else {"title": entry.title, "year": entry.year}
        rest = {
            "title": entry.title,
            "publisher": entry.publisher,
            "year": entry.year,
            "last_checked": entry.last_checked,
            "checked_by": entry.checked_by,
        }
        return self._find_or_make(Source, words, rest)

    def _find_or_make(self, model, words: dict, rest: dict, same: dict | None = None, **children):
        """The item that says just this already, this clinic's before the shared one; else a new draft.

        `same` finds it where equal words are more than it takes.
        """
        usable = model.objects.filter(locale=self.locale, **(same or words))
        owned = usable.filter(site=self.site).first() or usable.filter(site=None).first()
        if owned is not None:
            self.reused.append(owned)
            self.notes += what_differs(owned, rest)
            return owned
        item = model(live=False, site=self.site, locale=self.locale, **(words | rest))
        for relation, rows in children.items():
            setattr(item, relation, rows)
        refuse_long_values(item)
        item.save()
        item.save_revision(user=self.user, clean=False)
        self.made.append(item)
        return item


def mark_first_use(term: Term, body: list, article: ArticlePage) -> bool:
    """Mark the word where a reader meets it first in the article's own texts; False if nowhere."""
    for kind, value in body:
        for part, text in value.items():
            # A care card's text holds no link and no mark.
            if isinstance(text, RichText) and kind != "care_card":
                marked = mark_first(text.source, term.word, term.pk)
                if marked != text.source:
                    value[part] = RichText(marked)
                    return True
    before = article.conclusion
    article.conclusion = mark_first(before, term.word, term.pk)
    return article.conclusion != before


def what_differs(item, wanted: dict) -> list[str]:
    """A found item keeps what it says; where the document says otherwise, staff must know."""
    return [
        f"“{item}” was there already and keeps its {item._meta.get_field(name).verbose_name} "
        f"“{getattr(item, name)}”; the document says “{value}”."
        for name, value in wanted.items()
        if value and getattr(item, name) != value
    ]


def refuse_long_values(*rows) -> None:
    """Raise DraftRefused for a text that is longer than its field; no database cuts it silently."""
    for row in rows:
        for column in row._meta.concrete_fields:
            value, most = getattr(row, column.attname), getattr(column, "max_length", None)
            if isinstance(value, str) and most and len(value) > most:
                raise DraftRefused(
                    f"“{column.verbose_name}” has {len(value)} characters, at most {most} fit: "
                    f"“{value[:40]}…”. Shorten it and try again."
                )
