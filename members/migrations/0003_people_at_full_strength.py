import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0002_import_twins'),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('kind', models.CharField(choices=[('text', 'texte'), ('choice', 'choix'), ('number', 'nombre'), ('date', 'date'), ('yes_no', 'oui ou non')], max_length=8, verbose_name='sorte')),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None, verbose_name='choix')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                ('is_active', models.BooleanField(default=True, verbose_name='en service')),
                ('chapter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='custom_fields', to='members.chapter')),
            ],
            options={
                'verbose_name': 'champ de l’alliance',
                'verbose_name_plural': 'champs de l’alliance',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='CustomValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='valeur')),
                ('number', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ('date', models.DateField(blank=True, null=True)),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='members.customfield')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='custom_values', to='members.person')),
            ],
            options={
                'verbose_name': 'valeur d’un champ',
                'verbose_name_plural': 'valeurs des champs',
            },
        ),
        migrations.CreateModel(
            name='DistinctPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.person')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.person')),
            ],
            options={
                'verbose_name': 'paire distincte',
                'verbose_name_plural': 'paires distinctes',
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='téléphone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('anger', models.TextField(blank=True, verbose_name='ce qui met en colère')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='où')),
                ('consent_wording', models.TextField(verbose_name='phrase acceptée')),
                ('client_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                ('chapter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='members.chapter')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='join_requests', to='members.person')),
            ],
            options={
                'verbose_name': 'demande reçue',
                'verbose_name_plural': 'demandes reçues',
                'ordering': ['-sent_at'],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                ('moves', models.JSONField(default=list, help_text='Lignes déplacées : modèle, clé, champ.')),
                ('before', models.JSONField(default=dict, help_text='Champs de la fiche gardée, avant.')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='défaite le')),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged_away', to='members.person')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='members.person')),
                ('merged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'fusion',
                'verbose_name_plural': 'fusions',
                'ordering': ['-merged_at'],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='numéro')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='émis le')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulé le')),
                ('cancel_reason', models.CharField(blank=True, max_length=200, verbose_name='pourquoi')),
                ('chapter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='members.chapter')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='members.duespayment')),
            ],
            options={
                'verbose_name': 'reçu',
                'verbose_name_plural': 'reçus',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='ReceiptCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('chapter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='receipts_count', to='members.chapter')),
            ],
            options={
                'verbose_name': 'compteur de reçus',
                'verbose_name_plural': 'compteurs de reçus',
            },
        ),
        migrations.CreateModel(
            name='Relationship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('influences', 'entraîne'), ('family', 'famille de'), ('colleague', 'collègue de'), ('neighbour', 'voisin·e de'), ('friend', 'ami·e de'), ('same_school', 'parent de la même école que')], max_length=12, verbose_name='lien')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='depuis le')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='précision')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties_from_others', to='members.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='members.person')),
            ],
            options={
                'verbose_name': 'lien',
                'verbose_name_plural': 'liens',
                'ordering': ['kind', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SavedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('query', models.TextField(blank=True, verbose_name='filtres')),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('is_shared', models.BooleanField(default=False, verbose_name='partagée avec l’équipe')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('chapter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_lists', to='members.chapter')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_lists', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'liste enregistrée',
                'verbose_name_plural': 'listes enregistrées',
                'ordering': ['name'],
            },
        ),
        migrations.AddConstraint(
            model_name='customfield',
            constraint=models.UniqueConstraint(fields=('chapter', 'name'), name='custom_field_unique_in_chapter'),
        ),
        migrations.AddConstraint(
            model_name='customfield',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'choice'), _negated=True), models.Q(('choices', []), _negated=True), _connector='OR'), name='custom_field_choice_has_choices'),
        ),
        migrations.AddIndex(
            model_name='customvalue',
            index=models.Index(models.F('field'), models.F('text'), name='custom_value_by_text'),
        ),
        migrations.AddConstraint(
            model_name='customvalue',
            constraint=models.UniqueConstraint(fields=('person', 'field'), name='custom_value_once_per_person'),
        ),
        migrations.AddConstraint(
            model_name='distinctpair',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='distinct_pair_is_ordered'),
        ),
        migrations.AddConstraint(
            model_name='distinctpair',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='distinct_pair_once'),
        ),
        migrations.AddConstraint(
            model_name='joinrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('phone', ''), _negated=True), models.Q(('email', ''), _negated=True), _connector='OR'), name='join_request_can_be_answered'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='merge_of_two_people'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('gone',), name='merge_away_once'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('chapter', 'number'), name='receipt_number_once'),
        ),
        migrations.AddConstraint(
            model_name='relationship',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('other')), _negated=True), name='tie_is_with_somebody_else'),
        ),
        migrations.AddConstraint(
            model_name='relationship',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('started_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='tie_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='relationship',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('person', 'other', 'kind'), name='tie_held_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='savedlist',
            constraint=models.UniqueConstraint(fields=('owner', 'chapter', 'name'), name='saved_list_name_once_per_owner'),
        ),
        migrations.AddConstraint(
            model_name='savedlist',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_list_has_a_name'),
        ),
    ]
