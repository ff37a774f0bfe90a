"""The clinic's own addresses that are no pages: theme, paper, icon, pictures, robots.txt."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from education.home_pages import home_of
from education.models import ArticlePage
from education.views import withdrawn_page
from portal.identity import Identity
from portal.models import Clinic
from portal.paper import fingerprint
from portal.share_pictures import SharePicture
from portal.theme.stylesheet import favicon_svg, parse_theme_name, stylesheet

# A theme's address is its whole input, so what it answers never changes.
FOREVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


@require_safe
def page(request, path: str) -> HttpResponse:
    """A page of the tree, found by its whole address in one query; in brand if there is none."""
    found = _found(request, path)
    if found is None:
        return not_found(request)
    if not found.live:
        return withdrawn_page(request)
    request._wagtail_route_for_request = RouteResult(found)
    return serve(request, path)


def not_found(request, exception=None) -> HttpResponse:
    """In brand, and in a language that the clinic has pages in: otherwise every link leads here again."""
    has_pages = home_of(Site.find_for_request(request)) is not None
    language = get_language() if has_pages else settings.LANGUAGE_CODE
    with override(language):
        answer = render(request, "404.html", status=404)
    answer.headers["Content-Language"] = language
    return answer


def _found(request, path: str) -> Page | None:
    """The live page at this address, or the article that was withdrawn from it.

    Wagtail looks up each part of an address in turn; the tree knows whole addresses too.
    """
    home = home_of(Site.find_for_request(request))
    if home is None:
        return None
    below = {"path__startswith": home.path, "url_path": home.url_path + path}
    articles = ArticlePage.objects.select_related("picture", "reviewed_by", "alias_of")
    article = articles.filter(**below).first()
    found = article or Page.objects.filter(**below).first()
    if found is None or found.live:
        return found and found.specific
    withdrawn = article is not None and article.withdrawn and not article.get_view_restrictions()
    return article if withdrawn else None


@require_safe
def theme(request, name: str) -> HttpResponse:
    """The stylesheet of any well-formed theme name; nothing is looked up, nothing is stored."""
    choice = parse_theme_name(name)
    if choice is None:
        raise Http404
    return HttpResponse(
        stylesheet(choice),
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": FOREVER},
    )


@require_safe
def paper(request, name: str) -> HttpResponse:
    """The foot of this clinic's printed pages. An older name leads to the one of today's contents."""
    css = Identity.for_request(request).paper_css
    if name != fingerprint(css):
        return redirect("paper", fingerprint(css))
    return HttpResponse(
        css, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOREVER}
    )


@require_safe
def favicon(request) -> HttpResponse:
    """The browser's little picture, in the clinic's colour."""
    icon = favicon_svg(Identity.for_request(request).theme_choice)
    return HttpResponse(icon, content_type="image/svg+xml", headers={"Cache-Control": AN_HOUR})


@require_safe
def clinic_picture(request, fingerprint: str) -> HttpResponse:
    """The picture that goes with links to the clinic's home page, topics and other pages."""
    site = Site.find_for_request(request)
    if home_of(site) is None:
        raise Http404
    return _picture(SharePicture(Clinic.for_site(site)), fingerprint)


@require_safe
def article_picture(request, article_id: int, fingerprint: str) -> HttpResponse:
    """The picture that goes with links to an article; for articles that readers may see."""
    site = Site.find_for_request(request)
    articles = ArticlePage.objects.readable(site).for_lists()
    article = get_object_or_404(articles, pk=article_id)
    return _picture(SharePicture(Clinic.for_site(site), article), fingerprint)


def _picture(picture: SharePicture, fingerprint: str) -> HttpResponse:
    """Drawn only for the fingerprint of today: any other one leads there and costs no drawing."""
    if fingerprint != picture.card.fingerprint:
        return redirect(picture.address)
    return HttpResponse(picture.png(), content_type="image/png", headers={"Cache-Control": FOREVER})


@require_safe
def robots(request) -> HttpResponse:
    """For search engines: nothing of the admin or search results, and where the sitemap is.

    The search page itself may be read; with a question mark begins what somebody searched for.

    Pages of a portal that is still being set up say "noindex" themselves; a robots.txt that forbade
    them would keep that from being read.
    """
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        f"Disallow: {reverse('search')}?",
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
