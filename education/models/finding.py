"""What helps readers to find: words that mean the same, chosen results, and what search knows."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Site, TranslatableMixin
from wagtail.search import index

from education.finding.stems import has_only_small_words, stems
from education.finding.understanding import MAX_PHRASE
from education.forms import LibraryItemForm

from .articles import ArticlePage

# Whoever writes these writes several things in one; search would look for all of them in a row.
BETWEEN_SEVERAL = ",;/|="


class SearchAid(index.Indexed, TranslatableMixin, models.Model):
    """What a clinic's staff tell its search, in one language. It shows at once; it is no advice."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("belongs to")
    )

    base_form_class = LibraryItemForm

    class Meta(TranslatableMixin.Meta):
        abstract = True

    @property
    def language(self) -> str:
        return self.locale.language_code if self.locale_id else settings.LANGUAGE_CODE

    def others(self) -> models.QuerySet:
        """What else the clinic told its search in this language."""
        mine = {"site_id": self.site_id, "locale_id": self.locale_id}
        return type(self).objects.filter(**mine).exclude(pk=self.pk)

    def stems_in(self, name: str, several: str) -> tuple[str, ...]:
        """The stems in a field. Raises ValidationError, at the field, where they could not help.

        `several` says what to do instead of writing several things at once.
        """
        text = getattr(self, name)
        found = tuple(stems(text, self.language))
        if text and not found:  # empty: the field says so itself
            raise ValidationError({name: _("Write a word here, in letters.")})
        if any(sign in text for sign in BETWEEN_SEVERAL):
            raise ValidationError({name: several})
        if found and has_only_small_words(text, self.language):
            raise ValidationError(
                {name: _("“%(words)s” alone does not say what people look for.") % {"words": text}}
            )
        return found


class Synonym(SearchAid):
    """Two words for one thing: a search for either finds both."""

    word = models.CharField(
        _("word"), max_length=80, help_text=_("What people say, for example: spots.")
    )
    same_as = models.CharField(
        _("means the same as"), max_length=80, help_text=_("For example: acne.")
    )

    panels = [FieldPanel("word"), FieldPanel("same_as"), FieldPanel("site")]
    search_fields = [
        index.SearchField("word"),
        index.SearchField("same_as"),
        index.AutocompleteField("word"),
        index.AutocompleteField("same_as"),
        index.FilterField("site_id"),
        index.FilterField("locale"),
    ]

    class Meta(SearchAid.Meta):
        verbose_name = _("pair of words")
        verbose_name_plural = _("pairs of words that mean the same")
        ordering = ["word", "same_as"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale", "word", "same_as"], name="one_synonym_per_pair"
            )
        ]

    def __str__(self):
        return f"{self.word} = {self.same_as}"

    def clean(self):
        """Refuse what could not help: an empty side, two sides that are one, a whole sentence."""
        super().clean()
        several = _("Write one word or name here. Add a pair of its own for each further one.")
        sides = {name: self.stems_in(name, several) for name in ("word", "same_as")}
        for name, side in sides.items():
            if len(side) > MAX_PHRASE:
                raise ValidationError(
                    {name: _("Use %(most)s words at most.") % {"most": MAX_PHRASE}}
                )
        if sides["word"] == sides["same_as"] != ():
            raise ValidationError(
                {
                    "same_as": _(
                        "Both sides are the same word to search: capitals, accents and endings "
                        "make no difference to it. Nothing needs to be added here."
                    )
                }
            )
        pair = set(sides.values())
        for other in self.others().values_list("word", "same_as"):
            if {tuple(stems(words, self.language)) for words in other} == pair:
                raise ValidationError(
                    _("Your clinic's search knows this pair already: %(word)s = %(same_as)s.")
                    % {"word": other[0], "same_as": other[1]}
                )


class PromotedResult(SearchAid):
    """An article that comes first when somebody searches for these words."""

    words = models.CharField(
        _("words searched for"), max_length=120, help_text=_("For example: itchy skin.")
    )
    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("article")
    )

    panels = [
        FieldPanel("words"),
        PageChooserPanel("article", "education.ArticlePage"),
        FieldPanel("site"),
    ]
    search_fields = [
        index.SearchField("words"),
        index.AutocompleteField("words"),
        index.FilterField("site_id"),
        index.FilterField("locale"),
    ]

    class Meta(SearchAid.Meta):
        verbose_name = _("chosen search result")
        verbose_name_plural = _("chosen search results")
        ordering = ["words", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale", "words", "article"], name="one_promotion_per_article"
            )
        ]

    def __str__(self):
        return f"{self.words}: {self.article}"

    def clean(self):
        """Refuse what could not help, and what is there already."""
        super().clean()
        several = _("Write the words of one search here. Add an entry of its own for each other.")
        wanted = set(self.stems_in("words", several))
        for words in self.others().filter(article=self.article_id).values_list("words", flat=True):
            if set(stems(words, self.language)) == wanted:
                raise ValidationError(
                    _("This article comes first for these words already: %(words)s.")
                    % {"words": words}
                )


class MissedSearch(models.Model):
    """How often on a day a search found nothing. No reader, no time of day, no address.

    What people type can be about themselves, so until the same words were missed three times only
    their keyed fingerprint is kept; `words` is empty till then.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    day = models.DateField()
    fingerprint = models.CharField(max_length=64)
    words = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("missed search")
        verbose_name_plural = _("missed searches")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "language", "day", "fingerprint"], name="one_missed_search_per_day"
            )
        ]
        indexes = [models.Index(fields=["site", "language", "fingerprint"])]

    def __str__(self):
        return f"{self.day}: {self.words or '…'} ({self.count})"


class SearchEntry(models.Model):
    """What search knows of an article: the stems of its words by how much they tell.

    Made from the live page by `education.finding.entries`. Each database keeps a full text index
    beside it by itself: SQLite the table `education_search`, PostgreSQL the column `lexemes`.
    """

    article = models.OneToOneField(
        ArticlePage, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    language = models.CharField(max_length=10)
    title = models.TextField()
    names = models.TextField(blank=True)
    headings = models.TextField(blank=True)
    text = models.TextField(blank=True)

    def __str__(self):
        return self.title


class KnownWord(models.Model):
    """A word that a clinic's articles hold: what a misspelled one is compared with."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    word = models.CharField(max_length=60)
    stem = models.CharField(max_length=60)
    in_titles = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "language", "word"], name="one_known_word_per_language"
            )
        ]
        indexes = [models.Index(fields=["site", "language", "stem"], name="known_word_by_stem")]

    def __str__(self):
        return self.word
