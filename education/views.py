"""Ways to an article that are no pages: search, A to Z, the short address on paper."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from education.finding.a_to_z import entries, letters
from education.finding.missed import count_miss
from education.finding.search import describe, find
from education.home_pages import home_of
from education.models import ArticlePage, TopicPage

RESULTS_PER_PAGE = 10
NAMES_PER_PAGE = 100


def crumbs_to(title: str) -> list[dict]:
    home = {"title": _("Home"), "url": reverse("home"), "is_home": True}
    return [home, {"title": title}]


def site_or_404(request) -> Site:
    """The clinic whose host name was asked for, if it has a home page in this language."""
    site = Site.find_for_request(request)
    if home_of(site) is None:
        raise Http404
    return site


def topic_rows(request, site) -> list[dict]:
    """This clinic's topics in this language, as list rows."""
    topics = TopicPage.objects.live().public().child_of(home_of(site))
    return [
        {"title": topic.title, "url": topic.get_url(request), "text": topic.text}
        for topic in topics
    ]


@require_safe
def search(request) -> HttpResponse:
    """Articles that hold the words, with the places in them; help when there are none."""
    site = site_or_404(request)
    found = find(request.GET.get("q", ""), site)
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
def short_address(request, article_id: int) -> HttpResponse:
    """From /a/<id>/, as printed on paper, to where the article is today."""
    site = site_or_404(request)
    article = get_object_or_404(ArticlePage.objects.readable(site), pk=article_id)
    return redirect(article.get_url(request))
