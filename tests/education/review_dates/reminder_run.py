"""A run of `send_review_reminders` in a process of its own, which writes its mails to files.

    python -m tests.education.review_dates.reminder_run FOLDER [MINUTES] [before|after NUMBER]

It says "ready" and waits for a line before it begins. MINUTES: how far its clock is ahead. It kills
itself before or after it hands over the mail with this number.
"""

import os
import signal
import sys
from datetime import timedelta

import django
from django.conf import settings
from django.core.mail.backends import filebased

if __name__ == "__main__":
    # The mail backend is looked up by name: it must be this module, not a second one.
    sys.modules["tests.education.review_dates.reminder_run"] = sys.modules["__main__"]


class MailFiles(filebased.EmailBackend):
    killed_at: tuple[str, int] | None = None
    number = 0

    def send_messages(self, messages):
        MailFiles.number += 1
        self.perhaps_killed("before")
        sent = super().send_messages(messages)
        self.perhaps_killed("after")
        return sent

    def perhaps_killed(self, moment: str) -> None:
        if self.killed_at == (moment, self.number):
            os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, minutes: str = "0", moment: str = "", number: str = "0") -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    settings.EMAIL_BACKEND = "tests.education.review_dates.reminder_run.MailFiles"
    settings.EMAIL_FILE_PATH = folder
    MailFiles.killed_at = (moment, int(number))
    real = timezone.now
    timezone.now = lambda: real() + timedelta(minutes=int(minutes))
    print("ready", flush=True)
    sys.stdin.readline()
    call_command("send_review_reminders")


if __name__ == "__main__":
    main(*sys.argv[1:])
