"""Reading documents: the real one as it lies, Markdown, bad files, and any text at all."""

from __future__ import annotations

import datetime
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from education.importing import DocumentRefused, read_document
from education.importing.document import (
    BenefitsSection,
    CalloutSection,
    CareCardSection,
    Document,
    DoDontSection,
    HowSureSection,
    QuestionsSection,
    QuestionsToAskSection,
    StepsSection,
    TextSection,
)
from education.reading.readability import sentences

REAL = Path(__file__).parent / "documents" / "exosomes-in-dermatology.txt"


def read(text: str, name: str = "") -> Document:
    return read_document(text.encode(), name=name)


def refused(data: bytes | str, name: str = "") -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        read_document(data.encode() if isinstance(data, str) else data, name=name)
    return caught.value


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@pytest.fixture(scope="module")
def real() -> Document:
    return read_document(REAL.read_bytes(), name=REAL.name)


class TestTheRealDocument:
    def test_the_title_is_its_first_line(self, real: Document) -> None:
        assert real.title == (
            "Exosomes in Dermatology: What They Are, How They Work, and Their Potential Benefits"
        )

    def test_its_sections_keep_their_order_and_get_a_kind_and_an_aspect(
        self, real: Document
    ) -> None:
        assert [(s.heading, s.kind, s.aspect) for s in real.sections] == [
            ("Introduction", "text", "overview"),
            ("What Are Exosomes?", "text", "overview"),
            ("How Exosomes Work in Skin Health", "text", "how_it_works"),
            ("Potential Benefits of Exosomes in Dermatology", "benefits", "benefits"),
            ("Current Research and Safety Considerations", "text", "safety"),
            ("Frequently Asked Questions About Exosomes", "questions", "other"),
        ]
        assert real.conclusion_heading == "Conclusion and Call-to-Action"
        assert real.conclusion.startswith("<p>Exosomes are an exciting new area")

    def test_every_sentence_is_there_once_and_in_order(self, real: Document) -> None:
        source = REAL.read_text(encoding="utf-8")
        assert words(real.plain_text()) == words(source)
        text = " ".join(real.plain_text().split())
        position = 0
        for sentence in sentences(source.replace("•", "")):
            assert text.count(sentence) == 1, sentence
            assert text.index(sentence) >= position, sentence
            position = text.index(sentence)

    def test_it_has_five_benefits_and_no_invented_grade(self, real: Document) -> None:
        section = real.sections[3]
        assert isinstance(section, BenefitsSection)
        assert [(item.name, item.grade) for item in section.items] == [
            ("Skin Rejuvenation", None),
            ("Scar Healing", None),
            ("Even Skin Tone", None),
            ("Hair Growth", None),
            ("Reduced Inflammation", None),
        ]
        assert section.items[0].claim == "Exosomes may help reduce fine lines and wrinkles."
        assert sum("evidence grade not given" in note for note in real.unsure) == 5

    def test_the_stray_closing_bullet_is_the_text_after_the_benefits(self, real: Document) -> None:
        section = real.sections[3]
        assert isinstance(section, BenefitsSection)
        assert section.after == (
            "<p>Because exosomes work at the cell level, they may offer gentle and natural results."
            " However, more research is needed to confirm all these benefits.</p>"
        )
        assert any(note.startswith("Line 24:") and "closing text" in note for note in real.unsure)

    def test_it_has_five_questions_with_their_answers(self, real: Document) -> None:
        section = real.sections[5]
        assert isinstance(section, QuestionsSection)
        assert [item.question for item in section.items] == [
            "Are exosome treatments safe?",
            "How are exosomes used in skin care?",
            "Can exosomes help with acne scars?",
            "Who should avoid exosome treatments?",
            "Are exosome treatments approved by health authorities?",
        ]
        assert section.items[2].answer_html == (
            "<p>Some reports show improvement, but results can vary.</p>"
        )

    def test_the_heading_that_became_a_bullet_is_named_as_a_guess(self, real: Document) -> None:
        assert any(note.startswith("Line 37:") and "heading" in note for note in real.unsure)

    @pytest.mark.parametrize("change", ["crlf", "cr", "bom", "utf-16", "nbsp", "tabs", "newline"])
    def test_other_ways_to_save_it_change_nothing(self, real: Document, change: str) -> None:
        data = REAL.read_bytes()
        changed = {
            "crlf": data.replace(b"\n", b"\r\n"),
            "cr": data.replace(b"\n", b"\r"),
            "bom": b"\xef\xbb\xbf" + data,
            "utf-16": data.decode().encode("utf-16"),
            "nbsp": data.replace(b" ", "\u00a0".encode()),
            "tabs": data.replace(b"    ", b"\t"),
            "newline": data + b"\n\n  \n",
        }[change]
        assert read_document(changed) == real


class TestPlainText:
    def test_wrapped_lines_are_one_paragraph_and_bullets_go_on(self) -> None:
        document = read(
            "Acne\n\nBenefits of washing\n\nIt helps\nin two ways.\n\n- Less oil: Skin is\n"
            "  less greasy.\n\n-  Fewer spots: Pores stay\n  open.\n"
        )
        section = document.sections[0]
        assert isinstance(section, BenefitsSection)
        assert section.before == "<p>It helps in two ways.</p>"
        assert [item.claim for item in section.items] == [
            "Skin is less greasy.",
            "Pores stay open.",
        ]

    def test_a_risk_is_never_read_as_a_benefit(self) -> None:
        document = read("Laser\n\nBenefits and risks\n\n• Burns: Skin may burn.\n")
        assert [(s.kind, s.aspect) for s in document.sections] == [("text", "safety")]

    def test_a_bullet_without_a_label_in_the_middle_keeps_its_place(self) -> None:
        document = read(
            "Laser\n\nBenefits\n\n• Tone: It evens.\n• Nobody knows more.\n• Feel: It is soft.\n"
        )
        first, second = document.sections
        assert isinstance(first, BenefitsSection) and isinstance(second, BenefitsSection)
        assert (first.after, second.heading) == ("<p>Nobody knows more.</p>", "")

    def test_questions_on_their_own_lines_take_the_text_below_as_answer(self) -> None:
        document = read("Laser\n\nFAQ\n\nDoes it hurt?\n\nA little.\n\nHow long?\n\nAn hour.\n")
        section = document.sections[0]
        assert isinstance(section, QuestionsSection)
        assert [(q.question, q.answer_html) for q in section.items] == [
            ("Does it hurt?", "<p>A little.</p>"),
            ("How long?", "<p>An hour.</p>"),
        ]

    def test_a_question_without_an_answer_is_kept_as_text(self) -> None:
        document = read("Laser\n\nQuestions\n\n• Does it hurt? Yes.\n• How long?\n")
        section = document.sections[0]
        assert isinstance(section, QuestionsSection)
        assert section.after == "<ul><li>How long?</li></ul>"
        assert any("no answer" in note for note in document.unsure)

    def test_an_unknown_heading_is_filed_under_other_and_said(self) -> None:
        document = read("Laser\n\nOur machines\n\nThey are new.\n")
        assert document.sections[0].aspect == "other"
        assert any("Line 3" in note and "other" in note for note in document.unsure)

    def test_a_conclusion_that_is_not_last_stays_where_it_is(self) -> None:
        document = read("Laser\n\nConclusion\n\nAsk us.\n\nSafety\n\nIt is hot.\n")
        assert [s.heading for s in document.sections] == ["Conclusion", "Safety"]
        assert document.conclusion == ""

    def test_marks_of_html_and_markdown_stay_words(self) -> None:
        document = read("Laser\n\nWhat is it\n\nA <b>bold</b> & *new* [word](https://x.example).\n")
        section = document.sections[0]
        assert isinstance(section, TextSection)
        assert section.html == (
            "<p>A &lt;b&gt;bold&lt;/b&gt; &amp; *new* [word](https://x.example).</p>"
        )

    def test_a_number_out_of_turn_is_text_and_not_lost(self) -> None:
        document = read("Laser\n\nTreatment\n\n1. Wash.\n2. Dry.\n\n7. is a lucky number.\n")
        assert document.sections[0].heading == "Treatment"
        assert "7. is a lucky number." in document.plain_text()


FRONT = """+++
slug = "laser"
lede = "A short start."
also_called = ["Light"]
key_points = ["One.", "Two."]
funding = "No one."
[[sources]]
key = "fda"
title = "A notice"
year = 2019
url = "https://www.fda.gov/x"
last_checked = 2026-11-22
checked_by = "The editors"
[benefits."Even tone"]
grade = "early"
not_known = "How long."
searched = "A library."
searched_on = 2026-11-21
searched_by = "The editors"
sources = ["fda"]
[questions."Does it hurt?"]
sources = ["fda"]
+++
"""
BODY = """# Laser

## What is it?

It is **light**. See [the FDA](https://www.fda.gov/x?a=1&b=2) and [this](javascript:alert(1)).

> **Caution: Not for all**
> Ask first.

More *text*.

## Benefits {benefits}

- **Even tone:** Marks may fade.

## How sure are we? {how_sure}

### Known

Little.

### Not yet known

Much.

### What regulators say

They wait.

## The day {steps, aspect=treatment}

Come early.

1. **Wash:** Use soap.
2. Dry your skin.

Go home.

## Aftercare {do_dont}

### Do

- rest

### Do not

- run

## When to get help {care_card=non_urgent}

### Call the clinic if

- it hurts

We are here.

### {care_card=emergency}

- you cannot breathe

## Questions

### Does it hurt?

A little.

- At first.

## Bring these {questions_to_ask}

Ask about *light*.

- What else is there?
- How long: days or [weeks](https://example.org)?

And bring a friend.

## Conclusion

Talk to us.
"""


@pytest.fixture(scope="module")
def laser() -> Document:
    return read(FRONT + BODY)


class TestMarkdown:
    def test_the_front_matter_fills_the_fields(self, laser: Document) -> None:
        assert (laser.slug, laser.lede, laser.funding) == ("laser", "A short start.", "No one.")
        assert (laser.also_called, laser.key_points) == (("Light",), ("One.", "Two."))
        assert laser.sources[0].last_checked == datetime.date(2026, 11, 22)
        assert (laser.sources[0].year, laser.sources[0].publisher) == (2019, "")

    def test_a_benefit_says_where_when_and_by_whom_it_was_searched(self, laser: Document) -> None:
        (benefit,) = (item for s in laser.sections if s.kind == "benefits" for item in s.items)
        assert (benefit.searched, benefit.searched_by) == ("A library.", "The editors")
        assert benefit.searched_on == datetime.date(2026, 11, 21)

    def test_braces_name_the_kinds_and_small_headings_go_on(self, laser: Document) -> None:
        assert [(s.kind, s.heading, s.aspect) for s in laser.sections] == [
            ("text", "What is it?", "overview"),
            ("callout", "", "overview"),
            ("text", "", "overview"),
            ("benefits", "Benefits", "benefits"),
            ("how_sure", "How sure are we?", "effectiveness"),
            ("steps", "The day", "treatment"),
            ("text", "", "treatment"),
            ("do_dont", "Aftercare", "self_care"),
            ("care_card", "When to get help", "see_doctor"),
            ("care_card", "", "see_doctor"),
            ("questions", "Questions", "other"),
            ("questions_to_ask", "Bring these", "other"),
            ("text", "", "other"),
        ]
        assert (laser.conclusion_heading, laser.conclusion) == (
            "Conclusion",
            "<p>Talk to us.</p>",
        )

    def test_words_become_rich_text_and_unsafe_links_stay_words(self, laser: Document) -> None:
        text = laser.sections[0]
        assert isinstance(text, TextSection)
        assert text.html == (
            '<p>It is <b>light</b>. See <a href="https://www.fda.gov/x?a=1&amp;b=2">the FDA</a>'
            " and [this](javascript:alert(1)).</p>"
        )

    def test_each_kind_gets_its_parts(self, laser: Document) -> None:
        found = {section.kind: section for section in laser.sections}
        callout, how_sure = found["callout"], found["how_sure"]
        assert isinstance(callout, CalloutSection) and isinstance(how_sure, HowSureSection)
        assert (callout.tone, callout.title, callout.html) == (
            "caution",
            "Not for all",
            "<p>Ask first.</p>",
        )
        assert (how_sure.known, how_sure.not_known, how_sure.regulatory) == (
            "<p>Little.</p>",
            "<p>Much.</p>",
            "<p>They wait.</p>",
        )
        steps, do_dont = found["steps"], found["do_dont"]
        assert isinstance(steps, StepsSection) and isinstance(do_dont, DoDontSection)
        assert [(s.title, s.text) for s in steps.items] == [
            ("Wash", "Use soap."),
            ("", "Dry your skin."),
        ]
        assert (do_dont.do, do_dont.dont) == (("rest",), ("run",))

    def test_care_cards_keep_their_urgency_and_an_empty_title(self, laser: Document) -> None:
        cards = [s for s in laser.sections if isinstance(s, CareCardSection)]
        assert [(c.urgency, c.title, c.items, c.after) for c in cards] == [
            ("non_urgent", "Call the clinic if", ("it hurts",), "<p>We are here.</p>"),
            ("emergency", "", ("you cannot breathe",), ""),
        ]

    def test_grades_and_sources_reach_their_benefit_and_question(self, laser: Document) -> None:
        (benefits,) = (s for s in laser.sections if isinstance(s, BenefitsSection))
        (questions,) = (s for s in laser.sections if isinstance(s, QuestionsSection))
        assert benefits.items[0].grade == "early"
        assert benefits.items[0].source_keys == questions.items[0].source_keys == ("fda",)
        assert questions.items[0].answer_html == "<p>A little.</p><ul><li>At first.</li></ul>"

    def test_questions_for_the_visit_are_plain_and_have_no_answer(self, laser: Document) -> None:
        (to_ask,) = (s for s in laser.sections if isinstance(s, QuestionsToAskSection))
        assert to_ask.before == "<p>Ask about <i>light</i>.</p>"
        assert to_ask.items == ("What else is there?", "How long: days or weeks?")
        assert "And bring a friend." in laser.plain_text()
        (doubt,) = laser.unsure
        assert "a link cannot stand here" in doubt

    def test_questions_for_the_visit_without_a_list_stay_text_and_that_is_said(self) -> None:
        document = read(
            "# T\n\n## Words\n\nOne.\n\n### Bring these {questions_to_ask}\n\nWhat else?\n"
        )
        last = document.sections[-1]
        assert (last.kind, last.heading) == ("text", "Bring these")
        assert "What else?" in document.plain_text()
        assert any("no list of questions" in doubt for doubt in document.unsure)

    def test_a_small_heading_can_head_questions_for_the_visit(self) -> None:
        document = read(
            "# T\n\n## Words\n\nOne.\n\n### Bring these {questions_to_ask}\n\n- What else?\n"
        )
        last = document.sections[-1]
        assert (last.kind, last.heading) == ("questions_to_ask", "Bring these")

    @pytest.mark.parametrize(
        "target",
        ["javascript:x", "data:text/html,x", "//evil.example", "/local", "https://a@b.example"],
    )
    def test_a_link_leads_only_to_a_plain_address(self, target: str) -> None:
        text = read(f"# T\n\n[word]({target})\n").sections[0]
        assert isinstance(text, TextSection)
        assert "<a" not in text.html and target in text.html

    def test_what_is_not_understood_is_kept_and_said(self) -> None:
        document = read("# T\n\n## A {shiny}\n\n| a | b |\n\n<div>c</div>\n\n![d](https://e.f/g)\n")
        assert words("A shiny a b div c div d") == words(document.plain_text())[1:]
        for sign in ("braces", "a table", "HTML", "a picture"):
            assert any(sign in note for note in document.unsure), sign

    def test_a_heading_without_text_is_kept(self) -> None:
        document = read("# T\n\n## Empty safety\n\n## What is it\n\nText.\n")
        assert [s.heading for s in document.sections] == ["Empty safety", "What is it"]
        assert any("no text under" in note for note in document.unsure)


class TestRefusal:
    @pytest.mark.parametrize(
        ("data", "line", "words_in_message"),
        [
            (b"", None, "empty"),
            (b" \n\t\r\n\xc2\xa0\n", None, "blank lines"),
            (b"\xef\xbb\xbf", None, "blank lines"),
            (b"%PDF-1.7 x", None, "PDF"),
            (b"PK\x03\x04rest", None, "Word"),
            (b"\xd0\xcf\x11\xe0rest", None, "Word"),
            (b"A title\n\nbin\x00ary", 3, "plain text"),
            (b"A title\n\nText.\nna\xefve skin\n", 4, "UTF-8"),
            (b"\xff\xfeA", None, "plain text"),
            (b"Title\n\nSafety\n\nResearch\n", None, "no sentence"),
            (b"# Title\n\n## Safety\n", None, "no sentence"),
            (b"Title", None, "no sentence"),
            ("• First\n• Second\n".encode(), 1, "title is missing"),
            (b"word " * 30 + b"\n\nText.", 1, "title is missing"),
            (b"x" * 300 + b"\n\nText.", 1, "title"),
            (b"## Safety\n\nText.\n", None, "title is missing"),
            (b"+++\nlede = 'x'\n\n# T\n", 1, "never ends"),
        ],
    )
    def test_a_file_that_is_no_article_is_refused_in_plain_words(
        self, data: bytes, line: int | None, words_in_message: str
    ) -> None:
        error = refused(data)
        assert error.line == line
        assert words_in_message in str(error)
        assert not line or str(error).startswith(f"Line {line}: ")

    def test_a_file_of_20_megabytes_is_refused_at_once_with_size_and_limit(self) -> None:
        data = b"word " * 4_000_000
        start = time.perf_counter()
        message = str(refused(data))
        assert time.perf_counter() - start < 0.1
        assert "20.0 MB" in message and "1 MB" in message

    @pytest.mark.parametrize(
        ("front", "line", "words_in_message"),
        [
            ("slug = \nlede = 'x'", 2, "TOML"),
            ("slug = 'x'\nslug = 'y'", 3, "TOML"),
            ("lede = 'x'\ntitel = 'x'", 3, "Did you mean “title”"),
            ("lede = 3", 2, "text in quotes"),
            ('[terms."Skin"]', 2, "A term has no meaning"),
            ('[terms]\nSkin = "x"', 2, "[terms."),
            ('[terms."Skin"]\nmeans = "x"', 3, "Did you mean “meaning”"),
            ("key_points = 'x'", 2, "list"),
            ("key_points = [1]", 2, "text in quotes"),
            ("[[sources]]\ntitle = 'x'", 2, "no key"),
            ("[[sources]]\nkey = 'x'\ntitle = 'x'\nyear = '2019'", 5, "year"),
            ("[[sources]]\nkey = 'x'\ntitle = 'x'\nlast_checked = 'May'", 5, "2026-11-22"),
            ("[[sources]]\nkey = 'x'\ntitle = 'x'\nurl = 'javascript:x'", 5, "https://"),
            ("[[sources]]\nkey = 'x'\ntitle = 'x'\n[[sources]]\nkey='x'\ntitle='y'", 3, "Two"),
            ("[benefits.Tone]\ngrade = 'good'", 3, "strong, some, early or none"),
            ("[benefits.Tone]\nsearched_on = 'May'", 3, "2026-11-22"),
            ("[benefits.Tone]\nsearched_by = 3", 3, "text in quotes"),
            ("[benefits.Tone]\ngrad = 'some'", 3, "Did you mean “grade”"),
            ("[benefits.Tone]\nsources = ['fda']", 3, "No source has the key “fda”"),
            ("[benefits.Tones]\ngrade = 'some'", 2, "Did you mean “Tone”"),
            ("benefits = 3", 2, "heading"),
            ("sources = 3", 2, "[[sources]]"),
        ],
    )
    def test_front_matter_that_is_wrong_names_its_line(
        self, front: str, line: int, words_in_message: str
    ) -> None:
        error = refused(f"+++\n{front}\n+++\n# T\n\n## Benefits\n\n- Tone: It may even out.\n")
        assert words_in_message in str(error)
        assert error.line == line

    @pytest.mark.parametrize("unit", ["[", "*a_", "![x](", "<a ", "a: ", "? ", "**", "{", "& "])
    def test_long_nonsense_is_read_in_a_moment(self, unit: str) -> None:
        start = time.perf_counter()
        read(f"# T\n\n## Benefits\n\n- x {unit * 20_000}\n\n## FAQ\n\n- x {unit * 20_000}\n")
        assert time.perf_counter() - start < 5


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "", "Benefits", "Safety", "FAQ", "Conclusion", "• Tone: It evens.", "• Hurts? No.",
                "- plain", "1. one", "2. two", "    Indented words.", "Why?", "* a", "– b", "---",
                "# Big", "## Safety", "### Known", "> quote", "> **Caution: x** y", "+++", "A: B.",
                "## X {care_card=urgent}", "### {steps}", "## Y {how_sure}", "## Z {do_dont}",
                "## Q {questions_to_ask}",
                "### Do", "### Do not", "**Bold:** [l](https://a.b) *i*", "w " * 130,
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(lines=LINES, name=st.sampled_from(["a.txt", "a.md"]))
def test_any_text_is_read_or_refused_with_a_message(lines: list[str], name: str) -> None:
    try:
        document = read_document(
            "\n".join(["Title", *lines]).encode("utf-8", "surrogatepass"), name=name
        )
    except DocumentRefused as refusal:
        assert str(refusal)
    else:
        assert document.title


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_message(data: bytes) -> None:
    try:
        read_document(data)
    except DocumentRefused as refusal:
        assert str(refusal)


PLAIN_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "", "Benefits of it", "Safety", "FAQ", "Conclusion", "Why?", "A: B.",
                "    Some words.",
                "• Tone: It evens out.", "• No label here.", "• Does it hurt? No.",
                "- Why? Because.", "* Feel – it is soft.", "• Conclusion", "Long " * 30 + "end.",
                "7. not a step", "Read on:",
            ]
        ),
        st.text(st.sampled_from("abcXYZ .,:;?!–•-*()&<>'\"é…"), max_size=40),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(lines=PLAIN_LINES)
def test_every_word_of_a_plain_text_is_there_once_and_in_order(lines: list[str]) -> None:
    source = "\n".join(["A title", "", *lines])
    try:
        document = read(source)
    except DocumentRefused:
        return
    assert words(document.plain_text()) == words(source)
