import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                ("actor_label", models.CharField(blank=True, max_length=200, verbose_name="par")),
                ("verb", models.CharField(max_length=60, verbose_name="acte")),
                ("subject_type", models.CharField(blank=True, max_length=60, verbose_name="sur")),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "chapter_id",
                    models.BigIntegerField(blank=True, null=True, verbose_name="alliance locale"),
                ),
                ("detail", models.JSONField(blank=True, default=dict, verbose_name="détail")),
            ],
            options={
                "verbose_name": "entrée du journal",
                "verbose_name_plural": "journal",
                "indexes": [
                    models.Index(
                        condition=models.Q(("subject_id__isnull", False)),
                        fields=["subject_type", "subject_id", "-id"],
                        name="entry_by_subject",
                    ),
                    models.Index(fields=["chapter_id", "-at"], name="entry_by_chapter"),
                    models.Index(
                        condition=models.Q(("actor_id__isnull", False)),
                        fields=["actor_id", "-at"],
                        name="entry_by_actor",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verb", ""), _negated=True), name="entry_has_a_verb"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_id", None), ("subject_type", "")),
                            models.Q(
                                models.Q(("subject_type", ""), _negated=True),
                                ("subject_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="entry_subject_is_whole",
                    ),
                ],
            },
        ),
    ]
