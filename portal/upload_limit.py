"""How much anybody may send in one go, signed in or not."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# Above what a file may have (10 MB), so that staff with a picture a few times too large are told so
# in the form; far below what would fill the disk that uploads wait on.
MAX_BYTES = 64 * 1024 * 1024


class UploadLimit(FileUploadHandler):
    """Refuses a form with files by its announced length, before any of it is written to disk."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 (Django's name)
        if content_length > MAX_BYTES:
            raise RequestDataTooBig("This is more than can be uploaded at once.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
