"""An invitation may be for the whole country. Nobody waits."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_people"),
    ]

    operations = [
        # Written in SQL: Django would drop the key and add it again, which keeps whoever reads
        # the alliances waiting.
        migrations.RunSQL(
            "ALTER TABLE members_invitation ALTER COLUMN chapter_id DROP NOT NULL",
            "ALTER TABLE members_invitation ALTER COLUMN chapter_id SET NOT NULL",
            state_operations=[
                migrations.AlterField(
                    model_name="invitation",
                    name="chapter",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Vide : partout (administration et conseil national seulement).",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("chapter__isnull", False), ("kind__in", ["admin", "board"]), _connector="OR"
                ),
                name="invitation_without_chapter_is_national",
            ),
        ),
    ]
