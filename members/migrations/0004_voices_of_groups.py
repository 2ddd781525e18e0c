"""Who speaks for a group is found without reading everybody who belongs to one. Nobody waits."""

from django.db import migrations, models

from alliance.core.management.migrating import BuildIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("members", "0003_people_as_they_were_matched")]

    operations = [
        BuildIndex(
            model_name="groupmembership",
            index=models.Index(
                condition=models.Q(("left_on", None), ("role__in", ("referent", "spokesperson"))),
                fields=["group", "person"],
                name="group_membership_voices",
            ),
        ),
    ]
