"""Known Django mail queues, run by a Python of their own that holds them and nothing of ours.

`python peers.py NAME PORT` keeps as many messages as each line of its input says, then sends them
when told « go », and answers « done ». NAME is post_office (2 processes, 1,000 a batch, its
logs at their least: faster than its defaults) or mailer (1 process: its lock allows no more).
"""

import json
import logging
import os
import sys
from collections.abc import Callable

Keep = Callable[[int], None]
Send = Callable[[], object]

TEXT = "Rendez-vous devant la mairie à 18 h, avec les enfants.\n" * 40
HTML = "<p>Rendez-vous devant la mairie à 18 h, avec les enfants.</p>\n" * 40


def main() -> None:
    """Serve until the input ends."""
    name, port = sys.argv[1], int(sys.argv[2])
    settings_of(name, port)
    import django

    django.setup()
    from django.core.management import call_command

    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    keep, send = {"post_office": post_office, "mailer": mailer}[name]()
    say("ready")
    for line in sys.stdin:
        if line.strip() == "go":
            send()
        else:
            keep(int(line))
        say("done")


def settings_of(name: str, port: int) -> None:
    """Settings of a project that has only this queue."""
    from django.conf import settings

    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.configure(
        SECRET_KEY="bench",
        USE_TZ=True,
        INSTALLED_APPS=["django.contrib.contenttypes", name],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": json.loads(os.environ["PEERS_DATABASE"])},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        EMAIL_BACKEND=smtp,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        MAILER_EMAIL_BACKEND=smtp,
        MAILER_EMAIL_MAX_BATCH=None,
        POST_OFFICE={
            "BACKENDS": {"default": smtp},
            "BATCH_SIZE": 1_000,
            "LOG_LEVEL": 1,
            "MESSAGE_ID_ENABLED": True,
        },
    )


def post_office() -> tuple[Keep, Send]:
    """Keep and send with django-post_office."""
    from django.core.management import call_command
    from post_office import mail
    from post_office.models import Email

    def keep(count: int) -> None:
        Email.objects.all().delete()
        mail.send_many(
            {
                "recipients": [f"personne{n}@exemple.test"],
                "sender": "bonjour@alliance.test",
                "subject": f"Mardi, on y va ({n})",
                "message": TEXT,
                "html_message": HTML,
            }
            for n in range(count)
        )

    def send() -> None:
        call_command("send_queued_mail", processes=2, log_level=1, verbosity=0)

    return keep, send


def mailer() -> tuple[Keep, Send]:
    """Keep and send with django-mailer."""
    from django.core.mail import EmailMultiAlternatives
    from mailer.engine import send_all
    from mailer.models import PRIORITY_MEDIUM, Message, MessageLog, make_message

    def keep(count: int) -> None:
        for model in (Message, MessageLog):
            model.objects.all().delete()
        kept = []
        for n in range(count):
            address = f"personne{n}@exemple.test"
            letter = EmailMultiAlternatives(
                f"Mardi, on y va ({n})", TEXT, "bonjour@alliance.test", [address]
            )
            letter.attach_alternative(HTML, "text/html")
            row = make_message(
                letter.subject, TEXT, letter.from_email, [address], priority=PRIORITY_MEDIUM
            )
            row.email = letter
            kept.append(row)
        Message.objects.bulk_create(kept)

    return keep, send_all


def say(word: str) -> None:
    """A line for the bench."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
