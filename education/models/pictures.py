"""Pictures, with what a reader who cannot see them needs and what the clinic must be able to prove."""

from contextlib import contextmanager
from io import BytesIO

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from education.pictures.renditions import LOST_OR_BROKEN, is_whole, on_its_own
from education.pictures.working_copy import working_copy


class Picture(AbstractImage):
    """A photograph or drawing. `description` is its default alt text.

    The consent fields say where the signed consent is kept and how long it lasts; the form itself,
    and anything that names a patient, stays in the clinic's own records.
    """

    class SkinTone(models.TextChoices):
        NONE = "", _("No skin shown")
        WHITE = "white", _("White skin")
        LIGHT_BROWN = "light_brown", _("Light brown skin")
        MEDIUM_BROWN = "medium_brown", _("Medium brown skin")
        DARK_BROWN = "dark_brown", _("Dark brown skin")
        SEVERAL = "several", _("Several skin tones")

    long_description = models.TextField(
        _("long description"),
        blank=True,
        help_text=_("For drawings and charts: all that a person who cannot see it needs to know."),
    )
    skin_tone = models.CharField(_("skin tone"), max_length=20, choices=SkinTone, blank=True)
    body_site = models.CharField(
        _("body site"), max_length=80, blank=True, help_text=_("For example: cheek, scalp, hand.")
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=120,
        blank=True,
        help_text=_("For example: CC BY 4.0, or own work."),
    )
    consent_reference = models.CharField(
        _("consent reference"),
        max_length=120,
        blank=True,
        help_text=_("Where the signed consent is kept. Never a patient's name, never the form."),
    )
    consent_expires = models.DateField(_("consent ends on"), null=True, blank=True)

    withdrawn = models.BooleanField(default=False, editable=False)

    # No tags: Wagtail keeps one list of them for all clinics.
    admin_form_fields = (
        "title",
        "file",
        "description",
        "long_description",
        "skin_tone",
        "body_site",
        "credit",
        "licence",
        "consent_reference",
        "consent_expires",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("long_description"),
        index.SearchField("body_site"),
        index.FilterField("skin_tone"),
        index.FilterField("withdrawn"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @contextmanager
    def open_file(self):
        """The original, or for a moment the smaller copy that sizes are made from."""
        if self._sizes_from is None:
            with super().open_file() as file:
                yield file
        else:
            yield BytesIO(self._sizes_from)

    def create_rendition(self, filter):
        with self._from_working_copy(filter):
            return super().create_rendition(filter)

    def create_renditions(self, *filters):
        with self._from_working_copy(*filters):
            return super().create_renditions(*filters)

    _sizes_from = None

    @contextmanager
    def _from_working_copy(self, *filters):
        """Only for whole pictures made smaller: where to crop is known for the original."""
        if self._sizes_from is None and all(is_whole(filter.spec) for filter in filters):
            with self.open_file() as file:
                self._sizes_from = working_copy(file.read())
        try:
            yield
        finally:
            self._sizes_from = None

    def get_rendition(self, filter):
        """One size; where the file is lost, broken or was removed, one that shows nothing.

        Wagtail's library, chooser and editor would answer with an error page.
        """
        try:
            with on_its_own():
                return super().get_rendition(filter)
        except LOST_OR_BROKEN:
            nothing = PictureRendition(image=self, width=0, height=0)
            nothing.file.name = "not-found"
            return nothing


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_size"
            )
        ]
