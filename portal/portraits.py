"""The profile picture of somebody on the staff."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.pictures.form import PictureField


class PortraitField(PictureField):
    """Cleaned like any other picture; Wagtail's form makes it small afterwards."""

    def __init__(self, **kwargs):
        super().__init__(label=gettext_lazy("Upload a profile picture"), **kwargs)

    def clean(self, data, initial=None):
        """None where nothing new was chosen: Wagtail's form would open the old file, lost or not."""
        return super().clean(data, None)

    def to_python(self, data):
        file = super().to_python(data)
        if file is None:
            return None
        width, height = file.image.get_size()
        if max(width, height) > 20 * min(width, height):  # Wagtail would make it 0 pixels high
            raise ValidationError(_("This picture is only a thin line. Choose one that is square."))
        return file
