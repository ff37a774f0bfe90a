"""What the administrators of a clinic decide about sharing, and what follows at once."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Site

from education.library_sharing.copies import keep_all_in_step, keep_copies_in_step
from education.library_sharing.places import offers_articles
from education.models.articles import ArticlePage
from education.models.library_sharing import SharingRules, TakenArticle, TakenTopic
from education.models.topics import TopicPage
from education.ownership import LibraryPolicy, pages_of_sites, site_of

DECIDED = "education.sharing"


class NotShared(Exception):
    """Nothing was changed; the message says why and what to do."""


def clinics_deciding(user):
    """The clinics for which this person decides what is offered and taken: those they administer."""
    return LibraryPolicy(SharingRules).sites_user_has_any_permission_for(user, ["change"])


def articles_offered_to(site: Site):
    """Live, public articles of the other clinics that offer theirs."""
    offering = SharingRules.objects.filter(offers_articles=True).exclude(site=site)
    here = pages_of_sites(set(offering.values_list("site", flat=True)))
    return ArticlePage.objects.live().public().filter(here, alias_of=None)


def decided_by(site: Site):
    """What `site` may decide on: what is offered to it, and what it decided on before."""
    decided = TakenArticle.objects.filter(site=site).values("article")
    offered = articles_offered_to(site).order_by().values("pk")
    return ArticlePage.objects.filter(Q(pk__in=offered) | Q(pk__in=decided))


def own_topics(site: Site):
    """The topics in which this clinic may put copies."""
    return TopicPage.objects.filter(pages_of_sites({site.pk}), alias_of=None).order_by("path")


@transaction.atomic
def offer(site: Site, offers: bool, user) -> None:
    """Let the other clinics take this clinic's articles, or no more: then their copies go offline."""
    SharingRules.objects.update_or_create(site=site, defaults={"offers_articles": offers})
    _note(site, user, "offer" if offers else "stop-offering")
    keep_all_in_step(ArticlePage.objects.filter(pages_of_sites({site.pk})))


@transaction.atomic
def take_article(site: Site, article: ArticlePage, under: TopicPage | None, user) -> None:
    """The clinic shows this article in its topic `under`. Raises NotShared."""
    _refuse_not_offered(site, articles_offered_to(site).filter(pk=article.pk).exists())
    _refuse_topic(site, under, article)
    TakenArticle.objects.update_or_create(
        site=site, article=article, defaults={"under": under, "left_out": False}
    )
    _note(site, user, "take", article)
    keep_copies_in_step(article)


@transaction.atomic
def leave_out(site: Site, article: ArticlePage, user=None) -> None:
    """The clinic does not show this article, whatever becomes of it and of its topic."""
    TakenArticle.objects.update_or_create(
        site=site, article=article, defaults={"under": None, "left_out": True}
    )
    _note(site, user, "leave-out", article)
    keep_copies_in_step(article)


@transaction.atomic
def take_topic(site: Site, topic: TopicPage, under: TopicPage | None, user) -> None:
    """The clinic shows all articles of this topic, new ones too, in `under`. Raises NotShared."""
    library = site_of(topic)
    _refuse_not_offered(site, library != site and offers_articles(library))
    _refuse_topic(site, under, topic)
    TakenTopic.objects.update_or_create(site=site, topic=topic, defaults={"under": under})
    _note(site, user, "take-topic", topic)
    keep_all_in_step(ArticlePage.objects.child_of(topic))


@transaction.atomic
def stop_topic(site: Site, topic: TopicPage, user) -> None:
    """No more articles because of their topic; those that were taken one by one stay."""
    TakenTopic.objects.filter(site=site, topic=topic).delete()
    _note(site, user, "stop-topic", topic)
    keep_all_in_step(ArticlePage.objects.child_of(topic))


def _refuse_not_offered(site: Site, offered: bool) -> None:
    if not offered:
        raise NotShared(_("This is no longer offered to your clinic. Nothing was changed."))


def _refuse_topic(site: Site, under: TopicPage | None, wanted: Page) -> None:
    if under is None or not own_topics(site).filter(pk=under.pk).exists():
        raise NotShared(
            _("Choose one of your own topics first: that is where your readers will find it.")
        )
    if under.locale_id != wanted.locale_id:
        raise NotShared(
            _("“%(topic)s” is in another language. Choose a topic in the language of the article.")
            % {"topic": under.title}
        )


def _note(site: Site, user, decision: str, about: Page | None = None) -> None:
    """In the history of the clinic's home page: who decided what, and when."""
    data = {"decision": decision, "title": about.title if about else ""}
    log(instance=site.root_page.specific_deferred, action=DECIDED, user=user, data=data)
