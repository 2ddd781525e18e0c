"""The order of names holds the words of each person, so that a search walks it alone.

Built and dropped without blocking. The trigrams of `search_text` serve nobody since the
vocabulary (0060). What a page of the index may say of people without opening their rows depends
on vacuum: it comes after a fiftieth of the rows changed, not a fifth.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

VACUUM = """
ALTER TABLE members_person SET (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02)
"""
AS_BEFORE = """
ALTER TABLE members_person RESET (
    autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("members", "0011_reshaping")]

    operations = [
        AddIndexConcurrently(
            model_name="person",
            index=models.Index(
                condition=models.Q(("archived_at", None), ("merged_into", None)),
                fields=["chapter", "sort_key", "id"],
                include=["search_vector"],
                name="person_names_and_words",
            ),
        ),
        RemoveIndexConcurrently(model_name="person", name="person_list_order"),
        RemoveIndexConcurrently(model_name="person", name="person_search_pieces"),
        migrations.RunSQL(VACUUM, AS_BEFORE),
    ]
