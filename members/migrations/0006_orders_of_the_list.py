"""An index for each order of the people list, built while everybody goes on working."""

import datetime

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

import members.models.search

NEVER = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)

# People who were there before the triggers; the table is only read.
LEARN = """
INSERT INTO public.members_searchword (word)
SELECT DISTINCT w.lexeme COLLATE "C"
FROM public.members_person AS person, unnest(person.search_vector) AS w
WHERE length(w.lexeme) > 2 AND w.lexeme !~ '[0-9]'
  AND NOT EXISTS (
    SELECT FROM public.members_searchword AS known WHERE known.word = w.lexeme COLLATE "C");
"""


def last_seen():
    return Coalesce("last_contact_at", models.Value(NEVER))


def pieces(name):
    folded = members.models.search.Fold(models.F("name"))
    return django.contrib.postgres.indexes.GinIndex(
        django.contrib.postgres.indexes.OpClass(folded, name="gin_trgm_ops"), name=name
    )


ON_PEOPLE = [
    models.Index("chapter", last_seen(), "id", name="person_by_last_seen"),
    models.Index(last_seen(), "id", name="person_national_last_seen"),
    models.Index("chapter", "created_at", "id", name="person_by_creation"),
    models.Index("created_at", "id", name="person_national_creation"),
    django.contrib.postgres.indexes.GinIndex("languages", name="person_by_language"),
]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("members", "0005_words_and_bulk_deeds")]

    operations = [
        *(AddIndexConcurrently("person", index) for index in ON_PEOPLE),
        AddIndexConcurrently("group", pieces("group_search_pieces")),
        AddIndexConcurrently("neighbourhood", pieces("neighbourhood_search_pieces")),
        migrations.RunSQL(LEARN, migrations.RunSQL.noop),
    ]
