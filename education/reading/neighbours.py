"""The articles before and after an article on its topic's shelf, which stands in A to Z order."""

from django.db.models import Q


def neighbours(article, topic_title: str, request) -> dict | None:
    """The topic's title, and title and address of the articles before and after; two queries.

    Only what this reader may open. None where the article stands alone or is not in the tree yet.
    """
    if not article.path or not topic_title:
        return None
    shelf = type(article).objects.in_topic(article.path[: -article.steplen])
    shelf = shelf.only("title", "url_path")
    title, path = article.title, article.path
    before = shelf.filter(Q(title__lt=title) | Q(title=title, path__lt=path)).reverse().first()
    after = shelf.filter(Q(title__gt=title) | Q(title=title, path__gt=path)).first()
    rows = {
        side: {"title": other.title, "url": other.get_url(request)}
        for side, other in (("before", before), ("after", after))
        if other
    }
    return {"topic": topic_title, **rows} if rows else None
