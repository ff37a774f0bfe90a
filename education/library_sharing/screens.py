"""The admin screen "Shared library": what a clinic offers to the others, and what it takes of theirs."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import LogFormatter
from wagtail.models import Site

from education.library_sharing import choosing
from education.library_sharing.choice import State, state_of
from education.library_sharing.places import offers_articles
from education.models import ArticlePage, TakenArticle, TakenTopic, TopicPage
from education.ownership import homes_of_sites, pages_of_sites, site_at

ROWS_PER_PAGE = 50
LABELS = {
    State.NOT_TAKEN: gettext_lazy("Not taken"),
    State.TAKEN: gettext_lazy("Taken"),
    State.WITH_TOPIC: gettext_lazy("Taken with its topic"),
    State.LEFT_OUT: gettext_lazy("Left out"),
    State.NO_PLACE: gettext_lazy(
        "Not taken: the topic it stood under was deleted. Choose another."
    ),
}
DECISIONS = {
    "offer": gettext_lazy("Offered the clinic's articles to other clinics"),
    "stop-offering": gettext_lazy("Stopped offering the clinic's articles to other clinics"),
    "take": gettext_lazy("Took the article “%(title)s” from the shared library"),
    "leave-out": gettext_lazy("Left the article “%(title)s” of the shared library out"),
    "take-topic": gettext_lazy("Took the topic “%(title)s” from the shared library"),
    "stop-topic": gettext_lazy("Stopped taking the topic “%(title)s” from the shared library"),
}


def name_of(site: Site) -> str:
    return site.site_name or site.hostname


@dataclass
class Row:
    """One offered article, how it stands with the clinic, and the clinic's copy of it."""

    article: ArticlePage
    state: State
    under: TopicPage | None
    copy_address: str = ""

    @property
    def label(self):
        return LABELS[self.state]

    @property
    def may_leave_out(self) -> bool:
        return self.state in (State.TAKEN, State.WITH_TOPIC)


@dataclass
class Shelf:
    """A topic of another clinic with its offered articles."""

    topic: TopicPage
    library: str
    decision: TakenTopic | None
    rows: list[Row] = field(default_factory=list)


def shelves(site: Site, articles, request) -> list[Shelf]:
    """These articles (one page of the list, in the order of the tree) under their topics."""
    articles, homes = list(articles), homes_of_sites()
    paths = {article.path[: -article.steplen] for article in articles}
    topics = {topic.path: topic for topic in TopicPage.objects.filter(path__in=paths)}
    taken = _decisions(TakenTopic, site, "topic_id", topic__path__in=paths)
    chosen = _decisions(TakenArticle, site, "article_id", article__in=articles)
    copies = ArticlePage.objects.live().filter(pages_of_sites({site.pk}), alias_of__in=articles)
    addresses = {copy.alias_of_id: copy.get_url(request) for copy in copies.for_lists()}
    found: dict[str, Shelf] = {}
    for article in articles:
        topic = topics.get(article.path[: -article.steplen])
        if topic is None:
            continue
        by_topic, by_itself = taken.get(topic.pk), chosen.get(article.pk)
        if topic.path not in found:
            found[topic.path] = Shelf(topic, name_of(site_at(topic.path, homes)), by_topic)
        under = (by_itself or by_topic).under if by_itself or by_topic else None
        row = Row(article, state_of(by_itself, by_topic), under, addresses.get(article.pk, ""))
        found[topic.path].rows.append(row)
    return list(found.values())


def _decisions(model, site: Site, key: str, **about) -> dict:
    rows = model.objects.filter(site=site, **about).select_related("under")
    return {getattr(row, key): row for row in rows}


class SharedLibrary(WagtailAdminTemplateMixin, TemplateView):
    """For the administrators of one clinic; for anybody else it is not there."""

    template_name = "education/admin/shared_library.html"
    page_title = gettext_lazy("Shared library")
    header_icon = "copy"

    @cached_property
    def site(self) -> Site | None:
        sites = choosing.clinics_deciding(self.request.user)
        return next((site for site in sites if site.pk == self.kwargs["site_id"]), None)

    def dispatch(self, request, *args, **kwargs):
        if self.site is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return name_of(self.site)

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.page_title, "sublabel": name_of(self.site)}
        return [*self.breadcrumbs_items, here]

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("q", "").strip()
        articles = choosing.articles_offered_to(self.site)
        if asked:
            named = Q(title__icontains=asked) | Q(other_names__name__icontains=asked)
            articles = articles.filter(named).distinct()
        articles = articles.for_lists().order_by("path")
        page = Paginator(articles, ROWS_PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            site=self.site,
            offers=offers_articles(self.site),
            asked=asked,
            page_obj=page,
            shelves=shelves(self.site, page.object_list, self.request),
            own_topics=choosing.own_topics(self.site).select_related("locale"),
            here=self.request.get_full_path(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """One decision; then the same part of the list again, with what came of it."""
        act = getattr(self, f"_{request.POST.get('action', '').replace('-', '_')}", None)
        try:
            if request.POST.get("action") not in DECISIONS or act is None:
                raise choosing.NotShared(_("Nothing was changed. Please press one of the buttons."))
            messages.success(request, act())
        except choosing.NotShared as refusal:
            messages.error(request, str(refusal))
        return redirect(request.get_full_path())

    def _offer(self) -> str:
        choosing.offer(self.site, True, self.request.user)
        return _("Other clinics can take your articles now. Nobody else can change them.")

    def _stop_offering(self) -> str:
        choosing.offer(self.site, False, self.request.user)
        return _("Your articles are no longer offered. Copies at other clinics are offline.")

    def _take(self) -> str:
        article, under = self._named(ArticlePage, "article"), self._named(TopicPage, "under")
        choosing.take_article(self.site, self._needed(article), under, self.request.user)
        here = pages_of_sites({self.site.pk})
        copy = ArticlePage.objects.filter(here, alias_of=article.pk).first()
        names = {"title": article.title, "topic": under.title}
        said = _("“%(title)s” now stands under “%(topic)s”, in step with the library.") % names
        if copy is not None and copy.slug != article.slug:
            numbered = _("Its address ends in “%(slug)s”, because “%(taken)s” was in use there.")
            said += " " + numbered % {"slug": copy.slug, "taken": article.slug}
        return said

    def _leave_out(self) -> str:
        article = self._needed(self._named(ArticlePage, "article"))
        if not choosing.decided_by(self.site).filter(pk=article.pk).exists():
            self._needed(None)
        choosing.leave_out(self.site, article, self.request.user)
        said = _("“%(title)s” is left out. It stays out until you take it again.")
        return said % {"title": article.title}

    def _take_topic(self) -> str:
        topic, under = self._named(TopicPage, "topic"), self._named(TopicPage, "under")
        choosing.take_topic(self.site, self._needed(topic), under, self.request.user)
        said = _(
            "All articles of “%(title)s” now stand under “%(topic)s”, but for those you left out. "
            "New ones follow by themselves."
        )
        return said % {"title": topic.title, "topic": under.title}

    def _stop_topic(self) -> str:
        topic = self._needed(self._named(TopicPage, "topic"))
        if not TakenTopic.objects.filter(site=self.site, topic=topic).exists():
            self._needed(None)
        choosing.stop_topic(self.site, topic, self.request.user)
        said = _("You no longer take “%(title)s” as a whole. Articles you took one by one stay.")
        return said % {"title": topic.title}

    def _named(self, model, name: str):
        key = self.request.POST.get(name, "")
        known = key.isascii() and key.isdecimal() and len(key) < 19
        return model.objects.filter(pk=key).first() if known else None

    @staticmethod
    def _needed(thing):
        if thing is None:
            raise choosing.NotShared(
                _("This is no longer offered to your clinic. Nothing was changed.")
            )
        return thing


class ClinicsSharing(WagtailAdminTemplateMixin, TemplateView):
    """For people who administer several clinics: which one. With one, straight to it."""

    template_name = "education/admin/clinics_sharing.html"
    page_title = SharedLibrary.page_title
    header_icon = SharedLibrary.header_icon

    def get(self, request, *args, **kwargs):
        sites = list(choosing.clinics_deciding(request.user))
        if not sites:
            raise Http404
        if len(sites) == 1:
            return redirect("shared_library_of", sites[0].pk)
        named = [(site.pk, name_of(site)) for site in sites]
        return self.render_to_response(self.get_context_data(clinics=named))

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class SharedLibraryItem(MenuItem):
    """There only where there is another clinic to share with."""

    def is_shown(self, request):
        several = Site.objects.count() > 1
        return several and choosing.clinics_deciding(request.user).exists()


def menu_item() -> SharedLibraryItem:
    return SharedLibraryItem(
        SharedLibrary.page_title,
        reverse("shared_library"),
        name="shared-library",
        icon_name=SharedLibrary.header_icon,
        order=152,
    )


def addresses() -> list:
    return [
        path("shared-library/", ClinicsSharing.as_view(), name="shared_library"),
        path("shared-library/<int:site_id>/", SharedLibrary.as_view(), name="shared_library_of"),
    ]


def log_actions(actions) -> None:
    @actions.register_action(choosing.DECIDED)
    class Decided(LogFormatter):
        label = gettext_lazy("Shared library")

        def format_message(self, entry) -> str:
            said = DECISIONS.get(entry.data.get("decision"), self.label)
            return str(said) % {"title": entry.data.get("title", "")}
