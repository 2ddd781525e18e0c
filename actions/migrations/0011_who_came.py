"""Who came, by person: « venu·es une fois » reads this index alone. Built without blocking."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("actions", "0010_earlier_trainings")]

    operations = [
        AddIndexConcurrently(
            model_name="attendance",
            index=models.Index(
                condition=models.Q(("attended", True)), fields=["person"], name="attendance_came"
            ),
        ),
    ]
