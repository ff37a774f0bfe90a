"""The question hub: what people ask, by topic, each with the way to its answer in an article."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from education.finding.a_to_z import sort_key
from education.models import ArticlePage, Question, TopicPage
from education.reading.anchors import item_anchor


@dataclass
class TopicQuestions:
    """A topic with (question, article) pairs of keys, in the order of the questions' words."""

    topic: TopicPage
    pairs: list[tuple[int, int]] = field(default_factory=list)


def by_topic(site, topics) -> list[TopicQuestions]:
    """The questions that each topic's listed articles answer; topics without one are left out.

    A question that several articles of a topic share is listed once, with the first of them by
    title. Three queries, whatever the number of articles.
    """
    articles = {
        key: (path, title)
        for key, path, title in ArticlePage.objects.findable(site)
        .order_by()
        .values_list("pk", "path", "title")
    }
    asked = _asked_in(articles)
    words = dict(
        Question.objects.filter(live=True, pk__in=asked).values_list("pk", "question")
        if asked
        else ()
    )
    chosen: dict[str, dict[int, int]] = defaultdict(dict)
    for question in sorted(words, key=lambda key: (sort_key(words[key]), key)):
        for article in sorted(asked[question], key=lambda key: (sort_key(articles[key][1]), key)):
            shelf = articles[article][0][: -ArticlePage.steplen]
            chosen[shelf].setdefault(question, article)
    return [
        TopicQuestions(topic, list(chosen[topic.path].items()))
        for topic in topics
        if topic.path in chosen
    ]


def _asked_in(articles) -> dict[int, list[int]]:
    """The articles in which each question stands, by the question's key."""
    uses = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Question),
    )
    found: dict[int, list[int]] = defaultdict(list)
    for article, question in uses.values_list("object_id", "to_object_id"):
        if int(article) in articles:
            found[int(question)].append(int(article))
    return found


def rows(pairs, request) -> list[dict]:
    """The questions of one page as list rows: words, address of the answer, title of its article."""
    questions = Question.objects.in_bulk({question for question, _article in pairs})
    articles = ArticlePage.objects.for_lists().in_bulk({article for _question, article in pairs})
    return [
        {
            "title": questions[question].question,
            "url": f"{articles[article].get_url(request)}#{item_anchor(questions[question])}",
            "article": articles[article].title,
        }
        for question, article in pairs
        if question in questions and article in articles
    ]
