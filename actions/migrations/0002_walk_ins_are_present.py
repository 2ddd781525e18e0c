from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """An attendance without a person, and not present, passed the check: NULL is not false."""

    dependencies = [("actions", "0001_actions")]

    operations = [
        migrations.RemoveConstraint(
            model_name="attendance", name="attendance_without_person_is_a_walk_in"
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(attended__isnull=False, attended=True),
                name="attendance_without_person_is_a_walk_in",
            ),
        ),
    ]
