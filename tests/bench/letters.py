"""Real invitations for the mail figures: an action, its people, its plan, its messages."""

import json
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from actions.domain import actions
from actions.domain.reminding import reminders
from actions.models import Action, Attendance, Reminder
from alliance.outbox.channels import mime
from alliance.outbox.models import Attachment, Message, enclose
from members.domain.imports.copying import copy_models
from members.enums import Channel
from members.models import Chapter, Consent, Person, User
from tests.bench.filling import EMAIL

AGAIN = """
UPDATE outbox_message SET state = 'queued', claimed_by = '', claimed_at = NULL, attempts = 0,
  handed_over_at = NULL, sent_at = NULL, provider_id = '', send_after = now() - interval '1 minute',
  send_before = now() + interval '1 day'
WHERE id IN (SELECT id FROM outbox_message WHERE reference LIKE 'actions.attendance:%%'
             ORDER BY id LIMIT %s)
"""


class Invitations:
    """Some thousand people invited to one action, each with a message written by the plan."""

    def __init__(self, people: int) -> None:
        self.forget()
        self.action = self._action()
        self._invite(people)
        start = time.perf_counter()
        self.count = reminders.plan(now=self._morning(1)).messages
        self.seconds = time.perf_counter() - start  # to render and write them all

    def queue(self, count: int) -> None:
        """The first of them wait again, as if none had left."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE outbox_message SET state = 'cancelled' WHERE state = 'queued'")
            cursor.execute(AGAIN, [count])
            cursor.execute("VACUUM ANALYZE outbox_message")

    def letters(self, count: int) -> list[tuple[str, bytes]]:
        """What the engine sends, built beforehand: addresses and bytes."""
        found = list(Message.objects.order_by("id")[:count])
        enclose(found)
        now, sender = timezone.now(), "Alliance <bonjour@alliance.test>"
        return [
            (one.to_address, mime.build(one, sender=sender, identifier=f"<{one.pk}@b>", now=now))
            for one in found
        ]

    def lend(self, file: Path) -> Path:
        """What it says, for other queues to send: no files, which some of them carry badly.

        From now on ours leave without files as well.
        """
        Attachment.objects.all().delete()
        said = [
            {
                "to": one.to_address,
                "subject": one.subject,
                "text": one.text,
                "html": one.html,
                "headers": {"Auto-Submitted": "auto-generated", **one.headers},
            }
            for one in Message.objects.order_by("id")
        ]
        file.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        return file

    def forget(self) -> None:
        """Leave the database as it was."""
        Reminder.objects.all().delete()
        Message.objects.all().delete()
        Consent.objects.all().delete()
        Action.objects.filter(title=TITLE).delete()

    def _action(self) -> Action:
        amina = User.objects.get(email=EMAIL)
        action = actions.create(
            chapter=Chapter.objects.get(),
            title=TITLE,
            starts_at=self._morning(12),
            goal=50,
            organizer=amina,
            actor=amina,
            now=self._morning(-1),
        )
        return actions.announce(action=action, actor=amina, now=self._morning(-1))

    def _invite(self, count: int) -> None:
        reached = Person.objects.exclude(emails=None).order_by("id").values_list("pk", flat=True)
        people = list(reached[:count])
        names = ["person", "channel", "given", "source"]
        rows = ((pk, Channel.EMAIL.value, True, "spoken") for pk in people)
        copy_models(Consent, names, rows)
        now = self._morning(0)
        rows = ((pk, self.action.pk, now, f"b{pk:031x}") for pk in people)
        copy_models(Attendance, ["person", "action", "invited_at", "client_id"], rows)

    def _morning(self, days: int) -> datetime:
        day = timezone.localtime() + timedelta(days=days)
        return day.replace(hour=11, minute=0, second=0, microsecond=0)


TITLE = "On y va à cinquante, pour mesurer"
