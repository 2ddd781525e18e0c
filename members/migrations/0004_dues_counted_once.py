"""A double click is one payment; a membership entered by mistake is cancelled, not deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0003_people_at_full_strength")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="membership_one_start_a_day"),
        migrations.AddField(
            model_name="duespayment",
            name="client_id",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="cancelled_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Une erreur de saisie : ne compte plus.",
                null=True,
                verbose_name="annulée le",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at", None)),
                fields=("person", "starts_on"),
                name="membership_one_start_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_at", None),
                    models.Q(("cancel_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="receipt_cancelled_says_why",
            ),
        ),
    ]
