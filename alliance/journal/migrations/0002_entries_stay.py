"""The journal is append-only: PostgreSQL refuses to change or delete an entry.

TRUNCATE stays allowed: tests empty the database by it, and it cannot single out an entry.
"""

from django.db import migrations

# Names are qualified: a dump restores under an empty search_path. Row triggers are inherited by
# partitions, should the journal be partitioned by time.
FORWARDS = """
CREATE FUNCTION public.journal_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'journal_entry is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER journal_entries_stay BEFORE UPDATE OR DELETE ON public.journal_entry
    FOR EACH ROW EXECUTE FUNCTION public.journal_entries_stay();
"""
BACKWARDS = """
DROP TRIGGER journal_entries_stay ON public.journal_entry;
DROP FUNCTION public.journal_entries_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_entries")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
