"""Builders of everything the tests need: a clinic, its people, its pages, its library.

Each makes one thing that a clinic could have made itself, saves it and returns it. What is not
asked for gets plain values. Pages and library items are live unless `live=False`.
"""

import io
from datetime import time
from itertools import count

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Collection, Locale, Page, Site
from wagtail.rich_text import RichText
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from education.models import (
    ArticlePage,
    ArticleSource,
    Benefit,
    BenefitSource,
    Clinician,
    HouseNote,
    OtherName,
    Picture,
    PromotedResult,
    Question,
    QuestionSource,
    RelatedArticle,
    SafetyAlert,
    SignOff,
    Source,
    Synonym,
    Term,
    TopicPage,
)
from education.ownership import site_of
from education.reading.anchors import give_anchors
from education.signed_content import SignedContent
from portal.clinic_setup import open_clinic
from portal.models import Clinic, HomePage, Location, StaffGroup, StandardPage, User
from portal.staff_roles import child_collection, collection_of

PASSWORD = "a-long-test-password"
_number = count(1)


# --- A clinic -------------------------------------------------------------------------------------


def make_installation() -> None:
    """What Wagtail's migrations leave: language, page root, collection root. For emptied databases."""
    locale, _made = Locale.objects.get_or_create(language_code="en")
    if not Page.get_first_root_node():
        Page.add_root(title="Root", slug="root", locale=locale)
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")


def make_clinic(
    host: str = "localhost",
    name: str = "Harbour Skin Clinic",
    colour: str = "#1f5f6b",
    *,
    port: int = 80,
    telephone: str = "555 020 0300",
    booking_link: str = "https://book.harbour.example/visit",
    locations: int = 1,
    **settings,
) -> Site:
    """A clinic with home page, settings, location and groups, at the site of that host name."""
    make_installation()
    site = Site.objects.filter(hostname=host).first()
    if site is None:
        is_first = not Site.objects.filter(is_default_site=True).exists()
        site = Site(hostname=host, port=port, is_default_site=is_first)
    site.site_name, site.port = name, port
    open_clinic(site, name)
    clinic = Clinic.objects.get(site=site)
    clinic.brand_colour = colour
    clinic.booking_link = booking_link
    clinic.email = f"hello@{host}" if "." in host else f"hello@{host}.example"
    for field, value in settings.items():
        setattr(clinic, field, value)
    clinic.locations = [
        Location(
            name=f"{name} {number}" if locations > 1 else "",
            address=f"{number} Mill Lane\nExample Town",
            telephone=telephone,
            time_zone="Europe/London",
            hours=[("opening", {"days": [*"01234"], "opens": time(8, 30), "closes": time(17)})],
        )
        for number in range(1, locations + 1)
    ]
    clinic.save()
    return Site.objects.get(pk=site.pk)


def make_site_without_settings(host: str = "bare.example") -> Site:
    """A site as someone adds it under Settings > Sites: a home page and nothing else."""
    make_installation()
    home = HomePage(title="Bare", slug=host.replace(".", "-"), locale=Locale.get_default())
    Page.get_first_root_node().add_child(instance=home)
    return Site.objects.create(hostname=host, site_name="", root_page=home)


def remove_clinic(site: Site) -> None:
    """One clinic with its pages, library, groups and shelf, for tests that keep one for a while."""
    shelf, home = collection_of(site), home_of(site)
    for model in (ArticlePage, TopicPage, StandardPage):
        for page in model.objects.filter(path__startswith=home.path):
            page.delete()
    for model in (HouseNote, Benefit, Question, Term, Source):
        for item in model.objects.filter(site=site):
            item.delete()
    Group.objects.filter(staff_group__site=site).delete()
    site.delete()
    home.delete()
    shelf.delete()


def remove_all_clinics() -> None:
    """No site, no page below the root, no account, no group, no shelf."""
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()
    User.objects.all().delete()
    Group.objects.filter(staff_group__isnull=False).delete()
    for shelf in Collection.objects.filter(depth=2):
        shelf.delete()


def make_welcome_site() -> Site:
    """What Wagtail's own migrations leave: a default site with a welcome page."""
    welcome = Page(title="Welcome to your new Wagtail site!", slug="home")
    Page.get_first_root_node().add_child(instance=welcome)
    return Site.objects.create(
        hostname="localhost", port=80, is_default_site=True, root_page=welcome
    )


def home_of(site: Site) -> HomePage:
    return HomePage.objects.get(pk=site.root_page_id)


def clinic_of(site: Site) -> Clinic:
    return Clinic.objects.get(site=site)


def make_setup_finished(site: Site) -> None:
    """Everything the panel "Finish setting up" asks for, a checked article included."""
    clinic = clinic_of(site)
    clinic.brand_colour = "#0b1f4b"
    clinic.emergency_number = "112"
    clinic.logo = make_picture(site, "Logo")
    clinic.save()
    make_clinician(site, account=make_person(site, StaffGroup.Role.REVIEWER))
    article = make_article(site, "A checked article")
    ArticlePage.objects.filter(pk=article.pk).update(last_reviewed="2026-09-14")


# --- People ---------------------------------------------------------------------------------------


def make_person(site: Site, role: str, username: str = "", **fields) -> User:
    """A member of staff with this role at this clinic."""
    username = username or f"{role}-{site.hostname}-{next(_number)}"
    person = User.objects.create_user(
        username,
        fields.pop("email", f"{username}@{site.hostname}"),
        PASSWORD,
        first_name=fields.pop("first_name", str(StaffGroup.Role(role).label)),
        last_name=fields.pop("last_name", f"of {site.site_name}"),
        **fields,
    )
    person.groups.add(group_of(site, role))
    return person


def group_of(site: Site, role: str):
    return StaffGroup.objects.get(site=site, role=role).group


def make_superuser(username: str = "installer") -> User:
    return User.objects.create_superuser(username, f"{username}@clinic.example", PASSWORD)


# --- The patient library --------------------------------------------------------------------------


def put_live(content, revision=None, *, clinician: Clinician | None = None) -> None:
    """Online, as after a clinician's approval of these words some time ago."""
    revision = revision or content.save_revision(clean=False)
    if isinstance(content, SignedContent):
        SignOff.objects.create(
            content=content,
            title=str(content)[:300],
            site=site_of(content),
            kind=SignOff.Kind.APPROVED,
            revision=revision,
            fingerprint=revision.as_object().fingerprint(),
            signed_at=timezone.now(),
            clinician=clinician,
            clinician_name=clinician.name if clinician else "",
        )
    revision.publish(skip_permission_checks=True)


def _put_live_past_save(content) -> None:
    """Online without a version or a sign-off, as only somebody with a shell could do it."""
    type(content).objects.filter(pk=content.pk).update(live=True)
    content.live = True
    index.insert_or_update_object(content)


def _item(model, site, live: bool, published: bool = True, **fields):
    item = model(site=site, live=False, locale=fields.pop("locale", Locale.get_default()), **fields)
    item.save()
    if live and not published:
        _put_live_past_save(item)
        return item
    revision = item.save_revision(clean=False)
    if live:
        put_live(item, revision)
        item.refresh_from_db()
    return item


def make_source(site: Site | None, title: str = "", *, live: bool = True, **fields) -> Source:
    title = title or f"Source {next(_number)}"
    fields = {"publisher": "Journal of Skin", "year": 2025, "url": "https://doi.example/1"} | fields
    return _item(Source, site, live, title=title, **fields)


def make_benefit(
    site: Site | None, name: str = "", *, live: bool = True, sources=(), **fields
) -> Benefit:
    name = name or f"Benefit {next(_number)}"
    fields = {"claim": f"It may help: {name}.", "grade": "early"} | fields
    rows = [BenefitSource(source=source, sort_order=n) for n, source in enumerate(sources)]
    return _item(Benefit, site, live, name=name, benefit_sources=rows, **fields)


def make_sound_benefit(site: Site | None, name: str = "", **fields) -> Benefit:
    """A benefit with all that an approval asks for."""
    fields = {
        "not_known": "We do not know how long it lasts.",
        "sources": [make_source(site)],
    } | fields
    return make_benefit(site, name, **fields)


def make_question(
    site: Site | None, question: str = "", *, live: bool = True, sources=(), **fields
) -> Question:
    question = question or f"Question {next(_number)}?"
    fields = {"answer": f"<p>The answer to: {question}</p>"} | fields
    rows = [QuestionSource(source=source, sort_order=n) for n, source in enumerate(sources)]
    return _item(Question, site, live, question=question, question_sources=rows, **fields)


def make_clinician(site: Site | None, name: str = "Dr Ada Example", **fields) -> Clinician:
    fields = {"credential": "consultant dermatologist"} | fields
    return _item(Clinician, site, fields.pop("live", True), name=name, **fields)


def make_term(site: Site | None, word: str = "", *, live: bool = True, **fields) -> Term:
    word = word or f"word {next(_number)}"
    fields = {"meaning": f"what {word} means in plain words."} | fields
    return _item(Term, site, live, word=word, **fields)


def make_house_note(
    site: Site,
    article: ArticlePage,
    words: str = "",
    *,
    live: bool = True,
    clinician=None,
    **fields,
) -> HouseNote:
    """What a clinic adds to an article; its sign-off names `clinician`, if one is given."""
    fields = {"text": f"<p>{words or 'Our nurse calls you the next day.'}</p>"} | fields
    fields.setdefault("locale", article.locale)
    note = _item(HouseNote, site, False, article=article, **fields)
    if live:
        put_live(note, note.latest_revision, clinician=clinician)
        note.refresh_from_db()
    return note


def make_copy(article: ArticlePage, site: Site) -> ArticlePage:
    """A copy, kept in step with another clinic's article, that patients of this clinic can read."""
    copy = article.create_alias(parent=topic_of(site), update_slug=f"copy-{next(_number)}")
    ArticlePage.objects.filter(pk=copy.pk).update(live=True)
    return ArticlePage.objects.get(pk=copy.pk)


# --- What staff tell search -----------------------------------------------------------------------


def make_synonym(site: Site, word: str, same_as: str, language: str = "en") -> Synonym:
    locale, _made = Locale.objects.get_or_create(language_code=language)
    return Synonym.objects.create(site=site, locale=locale, word=word, same_as=same_as)


def make_promotion(site: Site, words: str, article: ArticlePage) -> PromotedResult:
    return PromotedResult.objects.create(
        site=site, locale=article.locale, words=words, article=article
    )


# --- Safety alerts --------------------------------------------------------------------------------


def make_alert(
    site: Site, what: str = "", *, topics=(), articles=(), lifted: bool = False, **fields
) -> SafetyAlert:
    fields = {"since": timezone.localdate(), "source_name": "Medicines agency"} | fields
    alert = SafetyAlert(site=site, what=what or f"Stop using batch {next(_number)}.", **fields)
    alert.topics, alert.articles = list(topics), list(articles)
    alert.lifted_at = timezone.now() if lifted else None
    alert.save()
    return alert


# --- Pictures and documents -----------------------------------------------------------------------


def picture_bytes(width: int = 64, height: int = 40, kind: str = "PNG", **options) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), (30, 120, 110)).save(written, kind, **options)
    return written.getvalue()


def make_picture(
    site: Site,
    title: str = "",
    *,
    shelf_name: str = "",
    size: tuple[int, int] = (64, 40),
    data: bytes = b"",
    **fields,
) -> Picture:
    """A picture on the clinic's own shelf, or on another one by its name.

    `size` in pixels, or `data`: a PNG file's.
    """
    title = title or f"Picture {next(_number)}"
    shelf = child_collection(shelf_name) if shelf_name else collection_of(site)
    written = data or picture_bytes(*size)
    upload = SimpleUploadedFile(f"{next(_number)}.png", written, "image/png")
    fields = {"description": f"{title} in words"} | fields
    return Picture.objects.create(title=title, file=upload, collection=shelf, **fields)


def make_document(site: Site, title: str = "") -> Document:
    title = title or f"Leaflet {next(_number)}"
    upload = SimpleUploadedFile(f"{next(_number)}.pdf", b"%PDF-1.7 leaflet", "application/pdf")
    return Document.objects.create(title=title, file=upload, collection=collection_of(site))


# --- Pages ----------------------------------------------------------------------------------------


def _add(parent: Page, page: Page, live: bool, author=None) -> Page:
    page.live = False
    parent.add_child(instance=page)
    revision = page.save_revision(user=author)
    if live:
        put_live(page, revision)
    return type(page).objects.get(pk=page.pk)


def make_topic(site: Site, title: str = "Treatments", *, live: bool = True, **fields) -> TopicPage:
    home = home_of(site)
    return _add(home, TopicPage(title=title, locale=home.locale, **fields), live)


def make_standard_page(
    site: Site, title: str = "Privacy", *, live: bool = True, **fields
) -> StandardPage:
    home = home_of(site)
    fields.setdefault("body", [text_section("What we keep", "<p>Nothing about you.</p>")])
    return _add(home, StandardPage(title=title, locale=home.locale, **fields), live)


def topic_of(site: Site) -> TopicPage:
    """The clinic's first topic; made if it has none."""
    return TopicPage.objects.child_of(home_of(site)).first() or make_topic(site)


def make_article(
    site: Site,
    title: str = "",
    *,
    topic: TopicPage | None = None,
    live: bool = True,
    published: bool = True,
    author: User | None = None,
    body=None,
    benefits=(),
    questions=(),
    sources=(),
    other_names=(),
    related=(),
    also_in=(),
    key_points=("One point.", "Another point."),
    **fields,
) -> ArticlePage:
    """An article below `topic` (or the clinic's first). `body` adds sections before the others.

    `published=False` spares a live article its revision, where a test needs very many.
    """
    topic = topic or topic_of(site)
    title = title or f"Article {next(_number)}"
    sections = list(body) if body is not None else [text_section("What it is", f"<p>{title}.</p>")]
    if benefits:
        sections.append(benefits_section(benefits))
    if questions:
        sections.append(questions_section(questions))
    values = {
        "lede": f"{title} in two lines.",
        "conclusion": f"<p>All about {title}.</p>",
        "content_owner": author,
    }
    article = ArticlePage(title=title, locale=topic.locale, owner=author, **(values | fields))
    article.key_points = [("point", point) for point in key_points]
    article.body = sections
    article.other_names = [OtherName(name=name, sort_order=n) for n, name in enumerate(other_names)]
    article.article_sources = [
        ArticleSource(source=source, sort_order=n) for n, source in enumerate(sources)
    ]
    article.related_articles = [
        RelatedArticle(related=other, sort_order=n) for n, other in enumerate(related)
    ]
    article.also_in = list(also_in)
    if live and not published:
        give_anchors(article.body)
        article.live = False
        with disable_reference_index_auto_update():
            topic.add_child(instance=article)
        _put_live_past_save(article)
        return article
    return _add(topic, article, live, author)


def make_translation(page: Page, language: str, **fields) -> Page:
    """The live page in another language, with the pages above it."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    copy = page.copy_for_translation(locale, copy_parents=True)
    above = copy.get_ancestors().filter(locale=locale, live=False)
    for each in [*above.specific(), copy]:
        for field, value in (fields if each == copy else {}).items():
            setattr(each, field, value)
        put_live(each, each.save_revision())
    return type(page).objects.get(pk=copy.pk)


def section(
    name: str, heading: str = "", /, *, aspect: str = "other", anchor: str = "", **values
) -> tuple[str, dict]:
    """One section of an article's body: the block's name and its values."""
    return name, {"heading": heading, "anchor": anchor, "aspect": aspect, **values}


def text_section(heading: str, content: str, *, pictures=(), **values):
    rows = [{"image": picture_value(picture), "caption": ""} for picture in pictures]
    return section("text", heading, content=RichText(content), pictures=rows, **values)


def benefits_section(benefits, heading: str = "How it may help", **values):
    around = {"before": RichText("<p>What it may do:</p>"), "after": RichText("")}
    values = {"aspect": "benefits"} | around | values
    return section("benefits", heading, benefits=list(benefits), **values)


def questions_section(questions, heading: str = "Questions people ask", **values):
    around = {"before": RichText(""), "after": RichText("")}
    return section("questions", heading, questions=list(questions), **(around | values))


def marked(term: Term, words: str = "") -> str:
    """A word of the glossary as it is marked in a rich text."""
    return f'<a linktype="term" id="{term.pk}">{words or term.word}</a>'


def safety_sections() -> list:
    """The two sections without which no article with benefits is approved."""
    words = {part: RichText("<p>Little.</p>") for part in ("known", "not_known", "regulatory")}
    return [
        text_section("Is it safe?", "<p>As far as we know.</p>", aspect="safety"),
        section("how_sure", "How sure are we?", **words),
    ]


def questions_to_ask_section(questions, heading: str = "Questions to ask", **values):
    values = {"before": RichText("")} | values
    return section("questions_to_ask", heading, to_ask=list(questions), **values)


def numbers_section(rows, heading: str = "How many people", *, out_of: int = 10, **values):
    """`rows`: pairs of a number and its words."""
    numbers = [{"number": number, "words": words} for number, words in rows]
    values = {"before": RichText(""), "who": "people", "source": None} | values
    return section("numbers", heading, out_of=out_of, numbers=numbers, **values)


def every_section(site: Site) -> list:
    """One section of every kind an article can have."""
    words = f"<p>Words about {marked(make_term(site, say='as you read it'))}.</p>"
    return [
        text_section("What it is", words, pictures=[make_picture(site, "Body")]),
        section(
            "steps",
            "What happens",
            before=RichText("<p>In order:</p>"),
            steps=[{"title": "We look", "text": "At your skin."}, {"title": "We talk", "text": ""}],
        ),
        section(
            "do_dont", "Looking after it", before=RichText(""), do=["rest"], dont=["pick at it"]
        ),
        section(
            "callout", "", kind="caution", title="Not for you if", content=RichText("<p>ill</p>")
        ),
        section("table", "Times", caption="How long it takes", table=table_value()),
        benefits_section([make_benefit(site)]),
        section(
            "numbers",
            "In numbers",
            before=RichText(""),
            out_of=100,
            who="people",
            numbers=[{"number": 3, "words": "had red skin for a week"}],
            source=make_source(site),
        ),
        section(
            "how_sure",
            "How sure are we?",
            known=RichText("<p>Little.</p>"),
            not_known=RichText("<p>Much.</p>"),
            regulatory=RichText("<p>Not approved.</p>"),
        ),
        numbers_section([(3, "have it"), (7, "do not")], source=make_source(site)),
        numbers_section([(1, "have it"), (20, "feel it")], "Of a thousand", out_of=1000),
        section(
            "care_card",
            "When to get help",
            urgency="emergency",
            title="",
            conditions=["you cannot breathe"],
            after=RichText(""),
        ),
        section(
            "care_card",
            "",
            urgency="non_urgent",
            title="",
            conditions=["it itches"],
            after=RichText(""),
        ),
        questions_section([make_question(site) for _ in range(3)]),
        questions_to_ask_section(
            ["What else could I try?", "How long will it take?"],
            before=RichText("<p>Bring them along.</p>"),
        ),
    ]


def picture_value(picture: Picture) -> Picture:
    """A picture as Wagtail's image block holds it: with the alt text of this one use."""
    picture.contextual_alt_text = picture.description
    picture.decorative = False
    return picture


def table_value():
    """Two columns and one row, as the table block stores it."""
    from education.blocks import TableSectionBlock

    block = TableSectionBlock().child_blocks["table"]
    return block.to_python(
        {
            "columns": [{"type": "text", "heading": "What"}, {"type": "text", "heading": "When"}],
            "rows": [{"values": ["Redness", "2 days"]}],
            "caption": "",
        }
    )
