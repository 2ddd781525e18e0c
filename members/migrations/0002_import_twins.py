from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0001_people")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="created",
            field=models.JSONField(
                default=dict,
                help_text="Quartiers, groupes, étiquettes et foyers créés, pour l’annuler.",
            ),
        ),
        migrations.AddField(
            model_name="importrow",
            name="twin_number",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Une ligne du même fichier, à la place d’une fiche connue.",
                null=True,
                verbose_name="même personne que la ligne",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("twin_number", None))
                | models.Q(("twin_number", models.F("number")), _negated=True),
                name="import_row_not_its_own_twin",
            ),
        ),
    ]
