import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_people"),
        ("members", "__first__"),
    ]

    operations = [
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
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "problème commun",
                "verbose_name_plural": "problèmes communs",
                "ordering": ["title"],
            },
        ),
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
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="campaigns",
                        to="members.group",
                        verbose_name="groupes",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="campaigns",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accompagnée par",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="campaigns",
                        to="campaigns.issue",
                        verbose_name="problème commun",
                    ),
                ),
            ],
            options={
                "verbose_name": "campagne",
                "verbose_name_plural": "campagnes",
                "ordering": ["-opened_on", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chapter", "name"), name="campaign_unique_in_chapter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None),
                            ("opened_on", None),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="campaign_closes_after_it_opens",
                    ),
                ],
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
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drives",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drives",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
            ],
            options={
                "verbose_name": "campagne d’écoute",
                "verbose_name_plural": "campagnes d’écoute",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="drive_ends_after_it_starts",
                    )
                ],
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
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conversation",
                        to="members.contact",
                        verbose_name="échange",
                    ),
                ),
                (
                    "listener",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écouté par",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conversations",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conversations",
                        to="campaigns.listeningdrive",
                        verbose_name="campagne d’écoute",
                    ),
                ),
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
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="demands",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
            ],
            options={
                "verbose_name": "revendication",
                "verbose_name_plural": "revendications",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="demand_has_words"
                    )
                ],
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
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grievances",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grievances",
                        to="campaigns.conversation",
                        verbose_name="écoute",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grievances",
                        to="members.neighbourhood",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grievances",
                        to="members.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grievances",
                        to="campaigns.issue",
                        verbose_name="problème commun",
                    ),
                ),
            ],
            options={
                "verbose_name": "colère",
                "verbose_name_plural": "colères",
                "ordering": ["-heard_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="grievance_has_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("depth__gte", 1), ("depth__lte", 3)),
                        name="grievance_depth_1_to_3",
                    ),
                ],
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
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="members.chapter",
                        verbose_name="alliance locale",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="campaigns.target",
                        verbose_name="répond à",
                    ),
                ),
            ],
            options={
                "verbose_name": "cible",
                "verbose_name_plural": "cibles",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="target_is_a_named_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superior", None),
                            models.Q(("superior", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="target_not_her_own_superior",
                    ),
                ],
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
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="negotiations",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="negotiations",
                        to="campaigns.target",
                        verbose_name="cible",
                    ),
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
                (
                    "demand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="promises",
                        to="campaigns.demand",
                        verbose_name="revendication",
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="campaigns.negotiation",
                        verbose_name="négociation",
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement obtenu",
                "verbose_name_plural": "engagements obtenus",
                "ordering": ["due_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="promise_says_what"
                    )
                ],
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
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="campaigns",
                        to="campaigns.target",
                        verbose_name="cible",
                    ),
                ),
            ],
            options={
                "verbose_name": "cible de campagne",
                "verbose_name_plural": "cibles de campagne",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "target"), name="target_once_per_campaign"
                    )
                ],
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
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="victories",
                        to="campaigns.campaign",
                        verbose_name="campagne",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="victories",
                        to="campaigns.demand",
                        verbose_name="revendication",
                    ),
                ),
            ],
            options={
                "verbose_name": "victoire",
                "verbose_name_plural": "victoires",
                "ordering": ["-won_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="victory_says_what"
                    )
                ],
            },
        ),
    ]
