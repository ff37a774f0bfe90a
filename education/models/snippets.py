"""The patient library: what articles share. Written once, approved once, changed everywhere."""

from django.apps import apps
from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    ReferenceIndex,
    RevisionMixin,
    Site,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from education.forms import LibraryItemForm
from education.panels import live_uses_panel
from education.reading.terms import marked_terms
from education.review.approval import problems_of
from education.signed_content import SignedContent


def library_search_fields(name: str) -> list:
    """Search fields of a library item whose title field is `name`: for staff lists and choosers."""
    return [
        index.SearchField(name, boost=2),
        index.AutocompleteField(name),
        index.FilterField("site"),
        index.FilterField("site_id"),
        index.FilterField("live"),
        index.FilterField("locale"),
    ]


class LibraryItem(
    SignedContent,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """What every shared item has: an owner clinic, drafts, history, locking, preview, languages."""

    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("belongs to"),
        help_text=_(
            "The clinic that owns it. Blank: the shared library, which every clinic may use."
        ),
    )

    withdrawn = models.BooleanField(default=False, editable=False)

    base_form_class = LibraryItemForm
    preview_template = ""

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def get_preview_template(self, request, mode_name):
        return self.preview_template

    def get_preview_context(self, request, mode_name):
        return super().get_preview_context(request, mode_name) | {"page_title": str(self)}

    def used_by(self) -> list:
        """The pages and library items that name this item, in what is saved or in a newer draft."""
        usage = ReferenceIndex.get_grouped_references_to(self)
        users = [used_in for used_in, _references in usage if used_in is not None]
        for name in ("ArticlePage", "Benefit", "Question", "HouseNote"):
            drafts = apps.get_model("education", name).objects.filter(has_unpublished_changes=True)
            for draft in drafts:
                if draft not in users and self in draft.get_latest_revision_as_object().needs():
                    users.append(draft)
        return users

    def needs(self) -> list:
        """What must be live before this is: its sources, and the words it marks."""
        return []

    def approval_problems(self, **given) -> list:
        return problems_of(self, **given)

    def delete(self, *args, **kwargs):
        """Refused while in use: an article would silently lose words that were approved."""
        if users := self.used_by():
            names = ", ".join(f"“{user}”" for user in users)
            raise ProtectedError(f"“{self}” is used in {names}. Remove it there first.", set(users))
        return super().delete(*args, **kwargs)


class Source(LibraryItem):
    """Where a statement comes from, and when somebody last looked."""

    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(
        _("publisher"),
        max_length=200,
        help_text=_("The journal, regulator or organisation, for example: US FDA."),
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    last_checked = models.DateField(_("last checked on"), null=True, blank=True)
    checked_by = models.CharField(
        _("checked by"),
        max_length=120,
        blank=True,
        help_text=_("Who opened the source and read it, by role or name."),
    )
    # The web address that did not work when it was last asked; another one has not been asked yet.
    broken_url = models.CharField(max_length=500, blank=True, editable=False)

    sign_off_fields = [*SignedContent.sign_off_fields, "broken_url"]
    exclude_fields_in_copy = sign_off_fields

    panels = [
        live_uses_panel(),
        FieldPanel("title", required_on_save=True),
        MultiFieldPanel([FieldPanel("publisher"), FieldPanel("year"), FieldPanel("url")]),
        MultiFieldPanel([FieldPanel("last_checked"), FieldPanel("checked_by")], _("Last check")),
        FieldPanel("site"),
        PublishingPanel(),
    ]
    search_fields = [*library_search_fields("title"), index.SearchField("publisher")]
    preview_template = "education/snippets/source_preview.html"

    class Meta(LibraryItem.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title"]

    @property
    def link_works(self) -> bool:
        """Whether readers get the web address as a link: there is one, and it is not known broken."""
        return bool(self.url) and self.url != self.broken_url

    def __str__(self):
        return self.title


class Benefit(LibraryItem):
    """One thing a treatment may do, said honestly: the claim, how sure we are, what is not known."""

    class Grade(models.TextChoices):
        STRONG = "strong", _("Strong evidence")
        SOME = "some", _("Some evidence")
        EARLY = "early", _("Early studies only")
        NONE = "none", _("No human study found")

    GRADE_WORDS = {
        Grade.STRONG: _("Several good studies in people agree."),
        Grade.SOME: _("Some studies in people support this. More are needed."),
        Grade.EARLY: _("Only small or laboratory studies so far."),
        Grade.NONE: _("We found no study in people."),
    }

    name = models.CharField(_("short name"), max_length=80, help_text=_("Two or three words."))
    claim = models.CharField(
        _("what it may do"), max_length=500, help_text=_("One sentence in plain words.")
    )
    grade = models.CharField(
        _("how sure are we?"),
        max_length=10,
        choices=Grade,
        blank=True,
        help_text=_("Judge the studies in people, not how well known the claim is."),
    )
    not_known = models.TextField(_("what is not known"), blank=True)
    searched = models.TextField(
        _("where we looked"),
        blank=True,
        help_text=_(
            "Needed when no human study was found: which libraries and lists, with which words."
        ),
    )

    searched_on = models.DateField(_("searched on"), null=True, blank=True)
    searched_by = models.CharField(
        _("searched by"), max_length=120, blank=True, help_text=_("By role or name.")
    )

    panels = [
        live_uses_panel(),
        FieldPanel("name", required_on_save=True),
        FieldPanel("claim"),
        MultiFieldPanel([FieldPanel("grade"), FieldPanel("not_known")], _("Evidence")),
        MultiFieldPanel(
            [FieldPanel("searched"), FieldPanel("searched_on"), FieldPanel("searched_by")],
            _("Search for studies in people"),
        ),
        InlinePanel("benefit_sources", heading=_("Sources"), label=_("Source")),
        FieldPanel("site"),
        PublishingPanel(),
    ]
    search_fields = [*library_search_fields("name"), index.SearchField("claim")]
    preview_template = "education/snippets/benefit_preview.html"

    class Meta(LibraryItem.Meta):
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def needs(self) -> list:
        return [use.source for use in self.benefit_sources.all()]

    @property
    def grade_words(self):
        """The grade in one plain sentence for patients; empty while nobody has graded it."""
        return self.GRADE_WORDS.get(self.grade, "")


class Question(LibraryItem):
    """A question people ask, with its answer."""

    question = models.CharField(_("question"), max_length=255)
    answer = RichTextField(_("answer"))

    panels = [
        live_uses_panel(),
        FieldPanel("question", required_on_save=True),
        FieldPanel("answer"),
        InlinePanel("question_sources", heading=_("Sources"), label=_("Source")),
        FieldPanel("site"),
        PublishingPanel(),
    ]
    search_fields = [*library_search_fields("question"), index.SearchField("answer")]
    preview_template = "education/snippets/question_preview.html"

    class Meta(LibraryItem.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["question"]

    def __str__(self):
        return self.question

    def needs(self) -> list:
        sources = [use.source for use in self.question_sources.all()]
        return [*sources, *marked_terms([self.answer])]


class SourceUse(Orderable):
    """A source behind something; which thing, the subclass says."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source")
    )

    panels = [FieldPanel("source")]

    class Meta(Orderable.Meta):
        abstract = True


class BenefitSource(SourceUse):
    benefit = ParentalKey(Benefit, on_delete=models.CASCADE, related_name="benefit_sources")


class QuestionSource(SourceUse):
    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="question_sources")
