"""What a form says about a file when something else in the form is wrong."""

from django.utils.translation import gettext as _


def ask_for_file_again(form) -> None:
    """After `clean`: a new thing is refused, so its file is gone; say so, and why.

    A browser never fills in a file by itself. Wagtail's screen for many files shows the errors of
    the file only, and would otherwise keep the file as it came, unchecked, under its own name.
    """
    file = form.cleaned_data.get("file")
    if not form.errors or form.instance.pk or not file:
        return
    reasons = [
        f"{form.fields[name].label}: {message}" if name in form.fields else str(message)
        for name, messages in form.errors.items()
        for message in messages
    ]
    form.add_error("file", " ".join([*reasons, _("Choose the file once more: it was not kept.")]))
