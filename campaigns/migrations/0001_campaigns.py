import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("housing", "logement"),
                            ("education", "éducation"),
                            ("work", "travail"),
                            ("citizenship", "citoyenneté"),
                            ("other", "autre"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="thème",
                    ),
                ),
                (
                    "summary",
                    models.TextField(blank=True, verbose_name="l’histoire en quelques lignes"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "en préparation"),
                            ("active", "en cours"),
                            ("negotiating", "en négociation"),
                            ("won", "gagnée"),
                            ("stopped", "arrêtée"),
                        ],
                        default="preparing",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("goals_long", models.TextField(blank=True, verbose_name="but à long terme")),
                ("goals_medium", models.TextField(blank=True, verbose_name="but de la campagne")),
                ("goals_short", models.TextField(blank=True, verbose_name="victoire d’étape")),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="ouverte le")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="close le")),
            ],
            options={
                "verbose_name": "campagne",
                "verbose_name_plural": "campagnes",
                "ordering": ["-opened_on", "name"],
            },
        ),
        migrations.CreateModel(
            name="CampaignTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "cible principale"),
                            ("secondary", "cible secondaire"),
                        ],
                        default="primary",
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
            ],
            options={
                "verbose_name": "cible de campagne",
                "verbose_name_plural": "cibles de campagne",
            },
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("door", "porte"),
                            ("phone", "téléphone"),
                            ("house_meeting", "réunion chez l’habitant"),
                            ("street", "rue, marché"),
                        ],
                        max_length=16,
                        verbose_name="où",
                    ),
                ),
                (
                    "place_detail",
                    models.CharField(blank=True, max_length=200, verbose_name="précision"),
                ),
                (
                    "happened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="quand"),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "écoute",
                "verbose_name_plural": "écoutes",
                "ordering": ["-happened_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Demand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="revendication")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("made", "posée"),
                            ("refused", "refusée"),
                            ("promised", "promise"),
                            ("kept", "tenue"),
                            ("betrayed", "trahie"),
                        ],
                        default="made",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="réponse le")),
            ],
            options={
                "verbose_name": "revendication",
                "verbose_name_plural": "revendications",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Grievance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(verbose_name="ses mots")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("housing", "logement"),
                            ("education", "éducation"),
                            ("work", "travail"),
                            ("citizenship", "citoyenneté"),
                            ("other", "autre"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="thème",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                (
                    "is_vertical",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="quelqu’un a le pouvoir d’y répondre"
                    ),
                ),
                (
                    "depth",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "agacé·e"), (2, "en colère"), (3, "prêt·e à agir")],
                        default=2,
                        verbose_name="profondeur",
                    ),
                ),
                (
                    "who_could_say_yes",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="qui pourrait dire oui"
                    ),
                ),
                (
                    "heard_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="entendue le"
                    ),
                ),
            ],
            options={
                "verbose_name": "colère",
                "verbose_name_plural": "colères",
                "ordering": ["-heard_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("housing", "logement"),
                            ("education", "éducation"),
                            ("work", "travail"),
                            ("citizenship", "citoyenneté"),
                            ("other", "autre"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="thème",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "is_winnable",
                    models.BooleanField(blank=True, null=True, verbose_name="gagnable"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "problème commun",
                "verbose_name_plural": "problèmes communs",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="ListeningDrive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                ("goal", models.PositiveIntegerField(default=0, verbose_name="écoutes visées")),
            ],
            options={
                "verbose_name": "campagne d’écoute",
                "verbose_name_plural": "campagnes d’écoute",
                "ordering": ["-starts_on"],
            },
        ),
        migrations.CreateModel(
            name="Negotiation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_at", models.DateTimeField(verbose_name="quand")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                ("fallback", models.TextField(blank=True, verbose_name="notre repli")),
                (
                    "minutes",
                    models.TextField(blank=True, verbose_name="ce qui s’est dit, mot pour mot"),
                ),
            ],
            options={
                "verbose_name": "négociation",
                "verbose_name_plural": "négociations",
                "ordering": ["-held_at"],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField(verbose_name="quoi")),
                ("who", models.CharField(max_length=160, verbose_name="qui")),
                ("due_on", models.DateField(verbose_name="avant le")),
                ("witnesses", models.TextField(blank=True, verbose_name="devant")),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "attendue"), ("kept", "tenue"), ("broken", "trahie")],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement obtenu",
                "verbose_name_plural": "engagements obtenus",
                "ordering": ["due_on"],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("mandate", models.CharField(max_length=160, verbose_name="mandat ou fonction")),
                (
                    "organization",
                    models.CharField(blank=True, max_length=160, verbose_name="institution"),
                ),
                ("weak_points", models.TextField(blank=True, verbose_name="points sensibles")),
            ],
            options={
                "verbose_name": "cible",
                "verbose_name_plural": "cibles",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Victory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField(verbose_name="ce qui a été gagné")),
                (
                    "households",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="foyers concernés"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="montant en euros",
                    ),
                ),
                ("won_on", models.DateField(verbose_name="gagné le")),
                ("is_public", models.BooleanField(default=False, verbose_name="visible de tous")),
            ],
            options={
                "verbose_name": "victoire",
                "verbose_name_plural": "victoires",
                "ordering": ["-won_on"],
            },
        ),
    ]
