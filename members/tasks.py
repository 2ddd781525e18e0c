"""Doors for Celery: beat says « look now », the rows say what is due."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils.translation import gettext as _

from members.domain import reshaping
from members.domain.finding import spelling
from members.domain.imports import apply, jobs, preview, retention, undo
from members.domain.meeting import absences, digest
from members.domain.paying import late_members
from members.models import ImportBatch, User

logger = logging.getLogger(__name__)


@shared_task(name="members.plan_late_follow_ups", acks_late=True)
def plan_late_follow_ups() -> None:
    """Ask those who know late members to take news; run twice, nothing doubles."""
    late_members.plan()


@shared_task(name="members.plan_digest", acks_late=True)
def plan_digest() -> None:
    """Write the morning's mails; run twice, nothing doubles."""
    digest.plan()


@shared_task(name="members.gather_late", acks_late=True)
def gather_late() -> None:
    """Bring what was written to alliances that joined another; run twice, nothing doubles."""
    reshaping.gather_all_late()


@shared_task(name=jobs.PREVIEW_TASK)
def import_preview(batch_id: int, actor_id: int | None = None) -> None:
    """Read and match the rows of a large file."""
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        return
    try:
        preview.compute(batch=batch, progress=jobs.teller(batch))
    except Exception:
        logger.exception("imports: batch %s was not read", batch_id)
        preview.fail(batch=batch, error=_stopped())


@shared_task(name=jobs.APPLY_TASK)
def import_apply(batch_id: int, actor_id: int | None = None) -> None:
    """Write a large batch; whatever stops it, the batch says so and may be tried again."""
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        return
    actor = User.objects.filter(pk=actor_id).first()
    try:
        apply.apply(batch=batch, actor=actor, progress=jobs.teller(batch))
    except Exception:
        logger.exception("imports: batch %s was not applied", batch_id)
        apply.fail(batch=batch, error=_stopped())


@shared_task(name=jobs.UNDO_TASK)
def import_undo(batch_id: int, actor_id: int | None = None) -> None:
    """Take a large batch back."""
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    actor = User.objects.filter(pk=actor_id).first()
    if batch is not None and undo.may_undo(batch):
        undo.undo(batch=batch, actor=actor)


@shared_task(name="members.purge_imports")
def purge_imports() -> None:
    """Forget the cells of files whose use is over."""
    retention.purge()


@shared_task(name="members.forget_words")
def forget_words() -> None:
    """Sweep the search's vocabulary: a name nobody bears any more is forgotten."""
    spelling.forget_unused_words()


@shared_task(name="members.run_absences")
def run_absences() -> None:
    """Hand over the people of those whose leave begins; give them back at the end."""
    absences.run()


def _stopped() -> str:
    return _("Un problème de notre côté a tout arrêté. Rien n’a été écrit : réessayez.")
