"""Events are never rewritten: PostgreSQL refuses it. They go with their message."""

from django.db import migrations

# Names are qualified: a dump restores under an empty search_path.
FORWARDS = """
CREATE FUNCTION public.outbox_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'outbox_messageevent is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER outbox_events_stay BEFORE UPDATE ON public.outbox_messageevent
    FOR EACH ROW EXECUTE FUNCTION public.outbox_events_stay();
"""
BACKWARDS = """
DROP TRIGGER outbox_events_stay ON public.outbox_messageevent;
DROP FUNCTION public.outbox_events_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_messages")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
