"""Uploading a picture. (Apart from the other forms: Wagtail's image form needs loaded models.)"""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import BaseImageForm

from education.picture_files import PictureRefused, random_file_name, reencode


class PictureForm(BaseImageForm):
    """Upload of a picture: decoded fully, stored anew without hidden data, under a random name."""

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not upload or "file" not in self.changed_data:
            return upload
        upload.seek(0)
        try:
            clean = reencode(upload.read(), upload.name)
        except PictureRefused as refusal:
            raise ValidationError(str(refusal), code="picture_refused") from refusal
        return SimpleUploadedFile(random_file_name(clean.extension), clean.data)
