"""Which clinics offer their articles to the others, and what each clinic has taken of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .articles import ArticlePage
from .topics import TopicPage


class SharingRules(models.Model):
    """Whether other clinics may take a clinic's articles. No row: they may not."""

    site = models.OneToOneField(
        Site, on_delete=models.CASCADE, related_name="sharing_rules", verbose_name=_("clinic")
    )
    offers_articles = models.BooleanField(_("other clinics may take our articles"), default=False)

    class Meta:
        verbose_name = _("sharing rules")
        verbose_name_plural = _("sharing rules")

    def __str__(self):
        return self.site.site_name or self.site.hostname


class Taken(models.Model):
    """What a clinic decided about something of another clinic's.

    `under` is the clinic's own topic in which copies stand. It is empty where that topic was
    deleted: then nothing stands anywhere until somebody chooses another.
    """

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("clinic")
    )
    under = models.ForeignKey(
        TopicPage,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("stands under"),
    )

    # No use of the article that staff would have to know of before they change it.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class TakenTopic(Taken):
    """All articles of a topic, those to come as well."""

    topic = models.ForeignKey(
        TopicPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("topic")
    )
    left_out = False

    class Meta:
        verbose_name = _("taken topic")
        verbose_name_plural = _("taken topics")
        constraints = [
            models.UniqueConstraint(fields=["site", "topic"], name="one_choice_per_topic")
        ]

    def __str__(self):
        return f"{self.site.hostname}: {self.topic}"


class TakenArticle(Taken):
    """One article: taken, or left out for good, whatever is decided about its topic."""

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("article")
    )
    left_out = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("taken article")
        verbose_name_plural = _("taken articles")
        constraints = [
            models.UniqueConstraint(fields=["site", "article"], name="one_choice_per_article")
        ]

    def __str__(self):
        return f"{self.site.hostname}: {self.article}"
