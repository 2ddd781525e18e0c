import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("actions", "0001_actions"),
        ("members", "0001_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssemblyRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "chapter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assembly_rules",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="Entre l’envoi de la convocation et l’assemblée. L’usage\xa0: quinze jours.",
                        verbose_name="délai de convocation, en jours",
                    ),
                ),
                (
                    "quorum_percent",
                    models.PositiveSmallIntegerField(
                        default=25,
                        help_text="Présent·es et représenté·es. 0\xa0: pas de quorum. L’usage\xa0: un quart.",
                        verbose_name="quorum, en pour cent des adhérent·es à jour",
                    ),
                ),
                (
                    "proxies_each",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="Combien une personne présente peut en porter. 0\xa0: aucun pouvoir.",
                        verbose_name="pouvoirs par personne",
                    ),
                ),
                (
                    "member_since_days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Pour voter, être à jour depuis ce nombre de jours. 0\xa0: le jour même suffit.",
                        verbose_name="à jour depuis, en jours",
                    ),
                ),
            ],
            options={
                "verbose_name": "règles d’assemblée générale",
                "verbose_name_plural": "règles d’assemblée générale",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("notice_days__lte", 90)), name="rules_notice_plausible"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quorum_percent__lte", 100)),
                        name="rules_quorum_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proxies_each__lte", 20)),
                        name="rules_proxies_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("member_since_days__lte", 730)),
                        name="rules_seniority_plausible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProxyCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proxy_count",
                        to="actions.action",
                        verbose_name="assemblée",
                    ),
                ),
                ("proxies", models.PositiveSmallIntegerField(verbose_name="pouvoirs reçus")),
                (
                    "noted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="noté à"),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
            ],
            options={
                "verbose_name": "pouvoirs d’une assemblée",
                "verbose_name_plural": "pouvoirs des assemblées",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proxies__lte", 5000)), name="proxy_count_plausible"
                    )
                ],
            },
        ),
    ]
