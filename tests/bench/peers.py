"""Known Django mail queues, run by a Python of their own that holds them and nothing of ours.

`python peers.py NAME PORT FILE` keeps as many messages of FILE as each line of its input says,
then sends them when told « go », and answers « done ». FILE holds what our engine sends, rendered
for each person: addresses, subjects, texts, HTML, headers. NAME is `post_office` (its defaults: a
hundred a batch, five threads, a log a message; two processes, as ours), `post_office_tuned` (a
thousand a batch, refusals alone logged) or `mailer` (its defaults; its lock allows one process).
"""

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Letters = list[dict[str, Any]]
Keep = Callable[[Letters], None]
Send = Callable[[], object]

SENDER = "Alliance citoyenne <bonjour@alliance.test>"


def main() -> None:
    """Serve until the input ends."""
    name, port = sys.argv[1], int(sys.argv[2])
    letters: Letters = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
    settings_of(name, port)
    import django

    django.setup()
    from django.core.management import call_command

    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    keep, send = mailer() if name == "mailer" else post_office(2 if name == "post_office" else 1)
    say("ready")
    for line in sys.stdin:
        if line.strip() == "go":
            send()
        else:
            keep(letters[: int(line)])
        say("done")


def settings_of(name: str, port: int) -> None:
    """Settings of a project that has only this queue."""
    from django.conf import settings

    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.configure(
        SECRET_KEY="bench",
        USE_TZ=True,
        INSTALLED_APPS=["django.contrib.contenttypes", name.removesuffix("_tuned")],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": json.loads(os.environ["PEERS_DATABASE"])},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        EMAIL_BACKEND=smtp,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        MAILER_EMAIL_BACKEND=smtp,
        MAILER_EMAIL_MAX_BATCH=None,
        POST_OFFICE={"BATCH_SIZE": 1_000} if name.endswith("_tuned") else {},
    )


def post_office(log_level: int) -> tuple[Keep, Send]:
    """Keep and send with django-post_office."""
    from django.core.management import call_command
    from post_office import mail
    from post_office.models import Email

    def keep(letters: Letters) -> None:
        Email.objects.all().delete()
        mail.send_many(
            {
                "recipients": [letter["to"]],
                "sender": SENDER,
                "subject": letter["subject"],
                "message": letter["text"],
                "html_message": letter["html"],
                "headers": letter["headers"],
            }
            for letter in letters
        )

    def send() -> None:
        call_command("send_queued_mail", processes=2, log_level=log_level, verbosity=0)

    return keep, send


def mailer() -> tuple[Keep, Send]:
    """Keep and send with django-mailer."""
    from mailer.engine import send_all
    from mailer.models import Message, MessageLog

    def keep(letters: Letters) -> None:
        for model in (Message, MessageLog):
            model.objects.all().delete()
        Message.objects.bulk_create([_kept(letter) for letter in letters])

    return keep, send_all


def _kept(letter: dict[str, Any]) -> Any:
    """As django-mailer's own backend keeps a message, without a query for each."""
    from django.core.mail import EmailMultiAlternatives
    from mailer.models import PRIORITY_MEDIUM, make_message

    to, subject, text = [letter["to"]], letter["subject"], letter["text"]
    whole = EmailMultiAlternatives(subject, text, SENDER, to, headers=letter["headers"])
    whole.attach_alternative(letter["html"], "text/html")
    row = make_message(subject, text, SENDER, to, priority=PRIORITY_MEDIUM)
    row.email = whole
    return row


def say(word: str) -> None:
    """A line for the bench."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
