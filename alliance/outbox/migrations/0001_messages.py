import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Ce qui ne doit être envoyé qu’une fois.",
                        max_length=200,
                        verbose_name="clé",
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="sorte")),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "e-mail"), ("sms", "SMS")],
                        max_length=8,
                        verbose_name="moyen",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "en attente"),
                            ("sending", "en cours d’envoi"),
                            ("sent", "envoyé"),
                            ("failed", "refusé"),
                            ("uncertain", "incertain"),
                            ("cancelled", "annulé"),
                            ("expired", "périmé"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("to_address", models.CharField(max_length=320, verbose_name="adresse")),
                (
                    "to_name",
                    models.CharField(blank=True, max_length=200, verbose_name="destinataire"),
                ),
                (
                    "from_name",
                    models.CharField(blank=True, max_length=200, verbose_name="expéditeur"),
                ),
                (
                    "reply_to",
                    models.CharField(blank=True, max_length=320, verbose_name="répondre à"),
                ),
                ("subject", models.CharField(blank=True, max_length=250, verbose_name="objet")),
                ("text", models.TextField(verbose_name="texte")),
                ("html", models.TextField(blank=True, verbose_name="texte mis en forme")),
                ("language", models.CharField(default="fr", max_length=8, verbose_name="langue")),
                ("headers", models.JSONField(blank=True, default=dict, verbose_name="en-têtes")),
                (
                    "chapter_id",
                    models.BigIntegerField(blank=True, null=True, verbose_name="alliance locale"),
                ),
                ("recipient_type", models.CharField(blank=True, max_length=60)),
                ("recipient_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "reference",
                    models.CharField(blank=True, max_length=100, verbose_name="à propos de"),
                ),
                (
                    "batch",
                    models.CharField(blank=True, max_length=100, verbose_name="envoi groupé"),
                ),
                (
                    "send_after",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="pas avant"
                    ),
                ),
                (
                    "send_before",
                    models.DateTimeField(blank=True, null=True, verbose_name="plus après"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="écrit le"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="état depuis",
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="pris le")),
                (
                    "claimed_by",
                    models.CharField(blank=True, max_length=150, verbose_name="pris par"),
                ),
                (
                    "handed_over_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="remis le"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="envoyé le")),
                (
                    "delivered_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Dit par l’opérateur (SMS).",
                        null=True,
                        verbose_name="arrivé le",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                (
                    "crashes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="arrêts brutaux"),
                ),
                (
                    "provider_id",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="identifiant d’envoi"
                    ),
                ),
                ("error", models.TextField(blank=True, verbose_name="dernière erreur")),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")),
                        fields=["send_after", "id"],
                        name="message_due",
                    ),
                    models.Index(
                        condition=models.Q(("send_before__isnull", False), ("state", "queued")),
                        fields=["send_before"],
                        name="message_closing",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["sending", "uncertain", "failed"])),
                        fields=["state", "id"],
                        name="message_unsettled",
                    ),
                    models.Index(fields=["chapter_id", "-id"], name="message_by_chapter"),
                    models.Index(
                        condition=models.Q(("recipient_id__isnull", False)),
                        fields=["recipient_type", "recipient_id", "-id"],
                        name="message_by_recipient",
                    ),
                    models.Index(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=["reference"],
                        name="message_by_reference",
                    ),
                    models.Index(
                        condition=models.Q(("batch", ""), _negated=True),
                        fields=["batch", "id"],
                        name="message_by_batch",
                    ),
                    models.Index(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=["provider_id"],
                        name="message_by_provider",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="message_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "queued",
                                    "sending",
                                    "sent",
                                    "failed",
                                    "uncertain",
                                    "cancelled",
                                    "expired",
                                ],
                            )
                        ),
                        name="message_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "sms"])),
                        name="message_channel_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), _negated=True),
                            models.Q(("kind", ""), _negated=True),
                            models.Q(("to_address", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="message_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("send_before", None),
                            ("send_before__gt", models.F("send_after")),
                            _connector="OR",
                        ),
                        name="message_window_is_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "queued"), _negated=True),
                            models.Q(("claimed_by", ""), ("handed_over_at", None)),
                            _connector="OR",
                        ),
                        name="message_queued_is_free",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            models.Q(
                                ("claimed_at__isnull", False),
                                models.Q(("claimed_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="message_sending_is_claimed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="message_sent_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["sent", "uncertain"]), _negated=True),
                            ("handed_over_at__isnull", False),
                            _connector="OR",
                        ),
                        name="message_left_was_handed_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recipient_id", None), ("recipient_type", "")),
                            models.Q(
                                models.Q(("recipient_type", ""), _negated=True),
                                ("recipient_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="message_recipient_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(help_text="SHA-256", max_length=64)),
                ("content", models.BinaryField()),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "fichier",
                "verbose_name_plural": "fichiers",
                "constraints": [
                    models.UniqueConstraint(fields=("digest",), name="stored_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChannelStatus",
            fields=[
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "e-mail"), ("sms", "SMS")],
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                        verbose_name="moyen",
                    ),
                ),
                ("next_slot_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True, verbose_name="panne")),
                (
                    "trouble_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="depuis"),
                ),
            ],
            options={
                "verbose_name": "état d’un moyen d’envoi",
                "verbose_name_plural": "état des moyens d’envoi",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "sms"])),
                        name="status_channel_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trouble", ""), ("trouble_since", None)),
                            models.Q(
                                models.Q(("trouble", ""), _negated=True),
                                ("trouble_since__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="status_trouble_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="outbox.message",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "en attente"),
                            ("sending", "en cours d’envoi"),
                            ("sent", "envoyé"),
                            ("failed", "refusé"),
                            ("uncertain", "incertain"),
                            ("cancelled", "annulé"),
                            ("expired", "périmé"),
                        ],
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("detail", models.TextField(blank=True, verbose_name="détail")),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                ("actor_label", models.CharField(blank=True, max_length=200, verbose_name="par")),
            ],
            options={
                "verbose_name": "événement",
                "verbose_name_plural": "événements",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "queued",
                                    "sending",
                                    "sent",
                                    "failed",
                                    "uncertain",
                                    "cancelled",
                                    "expired",
                                ],
                            )
                        ),
                        name="event_state_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "e-mail"), ("sms", "SMS")],
                        max_length=8,
                        verbose_name="moyen",
                    ),
                ),
                ("provider_id", models.CharField(max_length=200, verbose_name="identifiant")),
                ("from_address", models.CharField(max_length=320, verbose_name="de")),
                ("text", models.TextField(blank=True, verbose_name="texte")),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="reçu le"),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replies",
                        to="outbox.message",
                        verbose_name="répond à",
                    ),
                ),
                (
                    "understood",
                    models.CharField(blank=True, max_length=40, verbose_name="compris comme"),
                ),
            ],
            options={
                "verbose_name": "message reçu",
                "verbose_name_plural": "messages reçus",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "provider_id"), name="inbound_once"),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "sms"])),
                        name="inbound_channel_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provider_id", ""), _negated=True),
                            models.Q(("from_address", ""), _negated=True),
                        ),
                        name="inbound_is_complete",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="outbox.message",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outbox.storedfile",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("content_type", models.CharField(max_length=200, verbose_name="type")),
            ],
            options={
                "verbose_name": "pièce jointe",
                "verbose_name_plural": "pièces jointes",
                "ordering": ["id"],
            },
        ),
    ]
