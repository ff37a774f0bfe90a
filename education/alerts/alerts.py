"""The safety alerts that stand on a page that readers see: each page asks once, and nothing is kept."""

from django.apps import apps
from django.db.models import Q, QuerySet
from wagtail.models import Site

from education.library_sharing.copied import Library
from education.models.alerts import SafetyAlert


def alerts_on_article(article, request, library: Library | None = None) -> QuerySet:
    """Chosen for the article, for the topic it is in, or for one it is listed in; or a translation.

    On a copy of another clinic's article (`library`) also what that clinic warns of.
    """
    site = Site.find_for_request(request)
    chosen = Q(_chosen_for(article), site=site)
    if library is not None:
        chosen |= Q(_chosen_for(library.article), site=library.site)
    return _standing(chosen)


def _chosen_for(article) -> Q:
    from education.models.topics import TopicPage

    home_topic = article.path[: -article.steplen]
    # The page that a copy follows comes as a plain page: the kind is the same.
    also_in = apps.get_model("education", "ArticlePage").also_in.through
    listed = also_in.objects.filter(articlepage=article.pk)
    topics = TopicPage.objects.filter(Q(path=home_topic) | Q(pk__in=listed.values("topicpage")))
    return Q(articles__translation_key__in=_names_of(article)) | Q(
        topics__translation_key__in=topics.values("translation_key")
    )


def _names_of(article) -> list:
    """What the article and its translations go by; for a copy in step also what its source does."""
    page, keys = article, [article.translation_key]
    while page.alias_of_id is not None:
        page = page.alias_of
        keys.append(page.translation_key)
    return keys


def alerts_on_topic(topic, request) -> QuerySet:
    """Chosen for the topic or a translation of it."""
    site = Site.find_for_request(request)
    return _standing(Q(topics__translation_key=topic.translation_key, site=site))


def _standing(chosen: Q) -> QuerySet:
    """`chosen` names the clinic: only its own, whatever page an alert may name after moves."""
    return SafetyAlert.objects.standing().filter(chosen).distinct().order_by("-since", "-pk")
