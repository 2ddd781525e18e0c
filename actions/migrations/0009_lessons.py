"""What each action held taught is kept, and forgotten by a trigger when a presence changes (0190).

Nothing is filled here: the first sweep does, and until then the forecast reads the presences.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# One shared lock for all writers of presences, held until they commit: who keeps a lesson takes
# it alone, or waits for the next sweep; so no presence is written behind the back of a count.
# Names are qualified: a dump restores under an empty search_path.
FORWARDS = """
CREATE FUNCTION public.actions_forget_lessons() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock_shared(1818588019);
    DELETE FROM public.actions_lesson WHERE action_id IN (SELECT action_id FROM touched);
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM public.actions_lesson WHERE action_id IN (SELECT action_id FROM before);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER attendance_added_forgets_lessons AFTER INSERT ON public.actions_attendance
REFERENCING NEW TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION public.actions_forget_lessons();

CREATE TRIGGER attendance_changed_forgets_lessons AFTER UPDATE ON public.actions_attendance
REFERENCING NEW TABLE AS touched OLD TABLE AS before
FOR EACH STATEMENT EXECUTE FUNCTION public.actions_forget_lessons();

CREATE TRIGGER attendance_removed_forgets_lessons AFTER DELETE ON public.actions_attendance
REFERENCING OLD TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION public.actions_forget_lessons();
"""
BACKWARDS = """
DROP TRIGGER attendance_removed_forgets_lessons ON public.actions_attendance;
DROP TRIGGER attendance_changed_forgets_lessons ON public.actions_attendance;
DROP TRIGGER attendance_added_forgets_lessons ON public.actions_attendance;
DROP FUNCTION public.actions_forget_lessons();
"""


class Migration(migrations.Migration):
    dependencies = [("actions", "0008_waiting_list")]

    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="pour l’action du")),
                ("by_name", models.BooleanField(verbose_name="pointée par nom")),
                (
                    "cells",
                    models.JSONField(
                        help_text="Mot, moyen, jours d’avance, personnes, venues, proches annoncés.",
                        verbose_name="ce qui a été dit, et qui est venu",
                    ),
                ),
                (
                    "others",
                    models.PositiveIntegerField(
                        default=0, verbose_name="venu·es sans avoir été sollicité·es"
                    ),
                ),
                (
                    "learned_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="appris le"
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lesson",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
            ],
            options={
                "verbose_name": "ce qu’une action a appris",
                "verbose_name_plural": "ce que les actions ont appris",
                "ordering": ["-starts_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_name", False),
                            models.Q(("cells", []), _negated=True),
                            _connector="OR",
                        ),
                        name="lesson_by_name_has_cells",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
