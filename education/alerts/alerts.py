"""The safety alerts that stand on a page that readers see: each page asks once, and nothing is kept."""

from django.db.models import Q, QuerySet
from wagtail.models import Site

from education.models.alerts import SafetyAlert


def alerts_on_article(article, request) -> QuerySet:
    """Chosen for the article, for the topic it is in, or for one it is listed in; or a translation."""
    from education.models.topics import TopicPage

    home_topic = article.path[: -article.steplen]
    listed = type(article).also_in.through.objects.filter(articlepage=article.pk)
    topics = TopicPage.objects.filter(Q(path=home_topic) | Q(pk__in=listed.values("topicpage")))
    return _standing(
        request,
        Q(articles__translation_key__in=_names_of(article))
        | Q(topics__translation_key__in=topics.values("translation_key")),
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
    return _standing(request, Q(topics__translation_key=topic.translation_key))


def _standing(request, chosen: Q) -> QuerySet:
    """Only the clinic's own, whatever page an alert may name after pages were moved."""
    own = SafetyAlert.objects.standing().filter(chosen, site=Site.find_for_request(request))
    return own.distinct().order_by("-since", "-pk")
