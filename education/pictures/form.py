"""Uploading a picture. (Apart from the other forms: Wagtail's image form needs loaded models.)"""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.utils.file import hash_filelike

from education.chosen_files import ask_for_file_again
from education.pictures.files import PictureRefused, check_byte_count, random_file_name, reencode
from education.pictures.renditions import renditions_of

CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png"}


class PictureField(WagtailImageField):
    """Decodes an upload fully and stores it anew, without hidden data and under a random name.

    Before Wagtail's own field looks at it, which would answer an oversized picture with an error
    page. Judged by content; the name says nothing.
    """

    default_validators = ()

    def to_python(self, data):
        if data in self.empty_values:
            return None
        try:
            check_byte_count(data.size)
            data.seek(0)
            clean = reencode(data.read(), data.name or "")
        except PictureRefused as refusal:
            raise ValidationError(refusal.message, code="picture_refused") from refusal
        kind = CONTENT_TYPES[clean.extension]
        return super().to_python(
            SimpleUploadedFile(random_file_name(clean.extension), clean.data, kind)
        )

    def check_image_file_size(self, f):
        """The upload's size was checked; the cleaned file may be larger."""


class PictureForm(BaseImageForm):
    """Wagtail's picture form with our field for the file."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            stock = self.fields["file"]
            self.fields["file"] = PictureField(
                label=stock.label, required=stock.required, widget=stock.widget
            )

    def clean(self):
        """Who sees skin wants to know whose and where: tone and body site come together."""
        cleaned = super().clean()
        if cleaned.get("skin_tone") and not cleaned.get("body_site", "").strip():
            self.add_error("body_site", _("Say which part of the body it is, for example: cheek."))
        if cleaned.get("body_site") and "skin_tone" in cleaned and not cleaned["skin_tone"]:
            self.add_error("skin_tone", _("Say which skin tone the picture shows."))
        if cleaned.get("file") and self.is_withdrawn_file(cleaned["file"]):
            self.add_error(
                "file",
                _("This photo was withdrawn, so it cannot be put up again. Choose another one."),
            )
        if self.instance.withdrawn and "file" in self.changed_data:
            self.add_error(
                "file", _("This picture is withdrawn. Upload the other file as a new picture.")
            )
        ask_for_file_again(self)
        return cleaned

    def is_withdrawn_file(self, file) -> bool:
        """Whether the clinic has withdrawn a picture that is this very file."""
        if "file" not in self.changed_data:
            return False
        own = type(self.instance)._default_manager.filter(collection__in=self.collections)
        return own.filter(withdrawn=True, file_hash=hash_filelike(file)).exists()

    def save(self, commit=True):
        """A replaced file gets its sizes at once: pages that show it are live already."""
        replaced = bool(self.instance.pk) and "file" in self.changed_data
        picture = super().save(commit=commit)
        if replaced and commit:
            transaction.on_commit(lambda: renditions_of(picture))
        return picture
