"""The templates of a chapter's reminders, copied to another chapter."""

from __future__ import annotations

from actions.domain.reminding.sequences import step_like
from actions.models import ReminderStep, StepWording
from members.models import Chapter


def copy_templates(*, source: Chapter, target: Chapter) -> int:
    """Give a new chapter the templates of another, in every language; returns how many."""
    steps = ReminderStep.objects.filter(chapter=source).prefetch_related("wordings")
    for step in steps:
        copy = step_like(step, step, chapter=target)
        copy.save()
        StepWording.objects.bulk_create(
            StepWording(
                step=copy,
                language=one.language,
                subject=one.subject,
                body=one.body,
                sms=one.sms,
            )
            for one in step.wordings.all()
        )
    return len(steps)
