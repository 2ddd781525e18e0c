"""What « Ma semaine » asks of everybody is answered by indexes. Built without blocking."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("members", "0007_invitations")]

    operations = [
        AddIndexConcurrently(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("kind", "one_to_one")),
                fields=["happened_at"],
                include=["person"],
                name="contact_one_to_ones",
            ),
        ),
        AddIndexConcurrently(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("kind__in", ("one_to_one", "visit", "call", "door"))),
                fields=["person"],
                name="contact_meetings",
            ),
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("cancelled_at", None)),
                fields=["ends_on"],
                include=["person"],
                name="membership_ending",
            ),
        ),
    ]
