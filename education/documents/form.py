"""Uploading a document: leaflets as PDF. (Apart: Wagtail's form needs loaded models.)"""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm

from education.chosen_files import ask_for_file_again
from education.documents.pdf import DocumentRefused, check_byte_count, check_pdf
from education.pictures.files import random_file_name


class DocumentField(WagtailDocumentField):
    """Looks into an upload and stores it under a random name: its own may name a patient."""

    def to_python(self, data):
        if data in self.empty_values:
            return None
        try:
            check_byte_count(data.size)
            data.seek(0)
            content = data.read()
            check_pdf(content)
        except DocumentRefused as refusal:
            raise ValidationError(refusal.message, code="document_refused") from refusal
        return super().to_python(
            SimpleUploadedFile(random_file_name("pdf"), content, "application/pdf")
        )


class DocumentForm(BaseDocumentForm):
    """Wagtail's document form with our field for the file."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            stock = self.fields["file"]
            self.fields["file"] = DocumentField(
                label=stock.label, required=stock.required, widget=stock.widget
            )

    def clean(self):
        cleaned = super().clean()
        ask_for_file_again(self)
        return cleaned


def note_content(sender, instance, raw=False, **kwargs) -> None:
    """Before a document is saved: size and hash of a new file, whoever put it there.

    Wagtail notes them in its forms only, and would then send readers an empty ETag.
    """
    # The field's own note of whether its file is in the storage yet; Django offers no other.
    if not raw and instance.file and not instance.file._committed:
        instance._set_document_file_metadata()
