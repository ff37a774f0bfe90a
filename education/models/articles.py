"""An article: what patients read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from education.blocks import ArticleBodyBlock, KeyPointsBlock
from education.forms import ClinicPageForm
from education.page_permissions import SignedPagePermissions
from education.panels import article_tabs
from education.querysets import ArticleManager, restrictions_on
from education.reading.anchors import give_anchors
from education.reading.plaintext import plain, section_lines
from education.reading.readability import reading_minutes, words
from education.review.approval import problems_of
from education.signed_content import SignedContent

from .reading import article_context, named_in
from .rules import MONTHS
from .snippets import SourceUse

SIGN_OFF_FIELDS = ["reviewed_by", "last_reviewed", "next_review", "leaves_lists_on", "is_example"]


class AppointmentKind(models.TextChoices):
    """What an article may ask for: kinds that mean the same in every clinic that shows it."""

    NONE = "", _("Any appointment")
    NEW_PATIENT = "new-patient", _("New patient consultation")
    PROCEDURE = "procedure", _("Procedure consultation")
    VIDEO = "video", _("Video visit")


class ArticlePage(SignedContent, Page):
    """One health article: written by staff, approved by a clinician, read by patients.

    The sign-off fields say what happened to the live page, not what its words are: only a sign-off
    sets them, and no draft or older version brings other values back.
    """

    lede = models.TextField(
        _("opening"),
        max_length=500,
        help_text=_("Two or three short sentences that answer “what is it?”."),
    )
    key_points = StreamField(KeyPointsBlock(), verbose_name=_("key points"), min_num=2, max_num=5)
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_alt = models.CharField(_("alt text for this use"), max_length=125, blank=True)
    picture_caption = models.CharField(_("caption"), max_length=250, blank=True)
    body = StreamField(ArticleBodyBlock(), verbose_name=_("sections"))
    conclusion_heading = models.CharField(
        _("heading of the conclusion"), max_length=255, default="In short", blank=True
    )
    conclusion = RichTextField(_("conclusion"), blank=True)
    also_in = ParentalManyToManyField(
        "education.TopicPage", blank=True, related_name="+", verbose_name=_("also listed in")
    )

    booking_on = models.BooleanField(_("invite to book at the end"), default=True)
    booking_words = models.CharField(
        _("own words on the button"),
        max_length=60,
        blank=True,
        help_text=_("Blank: the clinic's words. The link is always the clinic's."),
    )
    appointment_type = models.CharField(
        _("kind of appointment"), max_length=20, choices=AppointmentKind, blank=True
    )

    content_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Who keeps this article right and answers questions about it."),
    )
    reviewed_by = models.ForeignKey(
        "education.Clinician",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("checked by"),
    )
    last_reviewed = models.DateField(_("last reviewed"), null=True, blank=True, editable=False)
    next_review = models.DateField(_("next review due"), null=True, blank=True, editable=False)
    review_months = models.PositiveSmallIntegerField(
        _("months until the next review"),
        null=True,
        blank=True,
        validators=MONTHS,
        help_text=_("Blank: as the clinic's review rules say. Counts from the next sign-off on."),
    )
    # When an overdue page leaves lists and search, or goes offline; blank: it stays.
    leaves_lists_on = models.DateField(null=True, blank=True, editable=False)
    funding = models.TextField(
        _("funding"), blank=True, help_text=_("Who paid for this page. Say so if nobody did.")
    )
    is_example = models.BooleanField(default=False, editable=False)
    withdrawn = models.BooleanField(default=False, editable=False)

    objects = ArticleManager()

    edit_handler = article_tabs()

    search_fields = [
        *Page.search_fields,
        index.SearchField("lede", boost=1.5),
        index.RelatedFields("other_names", [index.SearchField("name", boost=2)]),
    ]

    parent_page_types = ["education.TopicPage"]
    subpage_types: list[str] = []
    template = "education/article_page.html"
    base_form_class = ClinicPageForm
    sign_off_fields = [*SIGN_OFF_FIELDS, *SignedContent.sign_off_fields]
    exclude_fields_in_copy = sign_off_fields

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def text(self) -> str:
        """The line under the title in lists."""
        return self.search_description or self.lede

    def reading_text(self) -> str:
        """Everything a patient reads, in order, as plain text."""
        lines = [self.lede, *(str(point.value) for point in self.key_points)]
        lines += [line for section in self.body for line in section_lines(section)]
        return "\n".join([*lines, self.conclusion_heading, plain(self.conclusion)])

    def needs(self) -> list:
        """The shared items, words and sources it names, drafts too: all must be live before it is."""
        sources = [use.source for use in self.article_sources.all()]
        return [*named_in(self.body, self.conclusion), *sources]

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(len(words(self.reading_text())))

    def as_row(self, request) -> dict:
        """This article in a list."""
        return {"title": self.title, "url": self.get_url(request), "text": self.text}

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | article_context(self, request)

    def get_view_restrictions(self):
        return restrictions_on(self)

    def approval_problems(self, **given) -> list:
        return problems_of(self, **given)

    def permissions_for_user(self, user):
        return SignedPagePermissions(user, self)

    def save(self, *args, **kwargs):
        if self.alias_of_id is not None:
            self.content_owner = None  # the owner of the page that it follows looks after both
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        give_anchors(self.body)

    def minimal_clean(self):
        super().minimal_clean()
        give_anchors(self.body)


class OtherName(Orderable):
    """Another name of what the article is about: found in search and in the A to Z."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("name"), max_length=120)

    panels = [FieldPanel("name")]


class ArticleSource(SourceUse):
    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="article_sources")


class RelatedArticle(Orderable):
    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="related_articles")
    related = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("article")
    )

    panels = [PageChooserPanel("related", "education.ArticlePage")]
