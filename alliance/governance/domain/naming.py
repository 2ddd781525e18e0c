"""The name of the association: a setting of whoever hosts it, and a fact of its journal."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from alliance.journal.domain import record
from alliance.journal.models import Entry

NAMED = "organization.named"


@transaction.atomic
def remember_name(*, now: datetime | None = None) -> bool:
    """Journal the name of the association (ORGANIZATION_NAME) when it is no longer the last one
    journaled; whether it was. Run twice, or by two processes at once, it is written once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [NAMED])
    last = Entry.objects.filter(verb=NAMED).order_by("-at", "-pk").first()
    before = last.detail.get("name", "") if last else ""
    if before == settings.ORGANIZATION_NAME:
        return False
    detail = {"name": settings.ORGANIZATION_NAME, "was": before}
    record(verb=NAMED, detail=detail, now=now or timezone.now())
    return True
