"""Ways to an article that are no pages: search, A to Z, the short address on paper."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from education.finding import questions as asked
from education.finding.a_to_z import entries, letters
from education.finding.glossary import by_letter, words_of
from education.finding.missed import count_miss
from education.finding.search import describe, find
from education.home_pages import home_of
from education.models import ArticlePage, TopicPage

RESULTS_PER_PAGE = 10
NAMES_PER_PAGE = 100
QUESTIONS_PER_TOPIC = 6  # on the page of all topics
QUESTIONS_PER_PAGE = 50


def crumbs_to(title: str) -> list[dict]:
    home = {"title": _("Home"), "url": reverse("home"), "is_home": True}
    return [home, {"title": title}]


def site_or_404(request) -> Site:
    """The clinic whose host name was asked for, if it has a home page in this language."""
    site = Site.find_for_request(request)
    if home_of(site) is None:
        raise Http404
    return site


def topics_of(site):
    """This clinic's topics in this language, in the order of the page tree."""
    return TopicPage.objects.live().public().child_of(home_of(site))


def topic_rows(request, site) -> list[dict]:
    return [
        {"title": topic.title, "url": topic.get_url(request), "text": topic.text}
        for topic in topics_of(site)
    ]


@require_safe
def search(request) -> HttpResponse:
    """Articles that hold the words, with the places in them; help when there are none."""
    site = site_or_404(request)
    typed = request.GET.get("q", "")
    found = find(typed, site)
    if found.query.words and not found.ids:
        count_miss(request, site, found.understood.language)
    results = Paginator(found.ids, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    results.object_list = describe(found, results.object_list, request)
    return render(
        request,
        "education/search.html",
        {
            "crumbs": crumbs_to(_("Search")),
            "query": found.query.text,
            "too_long": found.query.shortened,
            "no_word": bool(typed.strip()) and not found.query.words,
            "understood": found.understood,
            "partly": found.partly,
            "results": results,
            "total": results.paginator.count,
            "topics": [] if found.ids else topic_rows(request, site),
        },
    )


@require_safe
def a_to_z(request) -> HttpResponse:
    """Every article under its title and under each other name it goes by."""
    site = site_or_404(request)
    paginator = Paginator(entries(site), NAMES_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "education/a_to_z.html",
        {
            "crumbs": crumbs_to(_("A to Z")),
            "letters": letters(page.object_list, request),
            "page_obj": page,
        },
    )


@require_safe
def questions(request) -> HttpResponse:
    """What people ask, by topic; the first few of each."""
    groups = []
    for group in asked.by_topic(*_site_and_topics(request)):
        address = reverse("topic_questions", args=[group.topic.slug])
        more = len(group.pairs) > QUESTIONS_PER_TOPIC
        groups.append(
            {"title": group.topic.title, "url": address, "more": more, "total": len(group.pairs)}
            | {"pairs": group.pairs[:QUESTIONS_PER_TOPIC]}
        )
    shown = asked.rows([pair for group in groups for pair in group["pairs"]], request)
    for group in groups:
        group["rows"], shown = shown[: len(group["pairs"])], shown[len(group["pairs"]) :]
    crumbs = crumbs_to(_("Questions people ask"))
    return render(request, "education/questions.html", {"crumbs": crumbs, "groups": groups})


@require_safe
def topic_questions(request, slug: str) -> HttpResponse:
    """All that people ask about one topic."""
    site, topics = _site_and_topics(request)
    topic = get_object_or_404(topics, slug=slug)
    found = asked.by_topic(site, [topic])
    pages = Paginator(found[0].pairs if found else [], QUESTIONS_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = asked.rows(page.object_list, request)
    *above, _last = crumbs_to(topic.title)
    hub = {"title": _("Questions people ask"), "url": reverse("questions")}
    return render(
        request,
        "education/questions.html",
        {
            "crumbs": [*above, hub, {"title": topic.title}],
            "topic": topic,
            "groups": [{"title": topic.title, "rows": rows}] if rows else [],
            "page_obj": page,
        },
    )


def _site_and_topics(request):
    site = site_or_404(request)
    return site, topics_of(site)


@require_safe
def glossary(request) -> HttpResponse:
    """The hard words of the clinic's pages, each with its meaning."""
    site = site_or_404(request)
    page = Paginator(words_of(site), NAMES_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "education/glossary.html",
        {
            "crumbs": crumbs_to(_("Words explained")),
            "letters": by_letter(page.object_list),
            "page_obj": page,
        },
    )


@require_safe
def short_address(request, article_id: int) -> HttpResponse:
    """From /a/<id>/, as printed on paper, to where the article is today."""
    site = site_or_404(request)
    known = ArticlePage.objects.public_at(site).filter(Q(live=True) | Q(withdrawn=True))
    article = get_object_or_404(known, pk=article_id)
    return redirect(article.get_url(request)) if article.live else withdrawn_page(request)


def withdrawn_page(request) -> HttpResponse:
    """What stands at the addresses of an article that was withdrawn: to call the clinic, no word of it."""
    answer = render(request, "410.html", status=410)
    answer.headers["Cache-Control"] = "no-cache"  # it may be back tomorrow
    return answer
