from django.db import migrations, models

import alliance.core.files.private_files


class Migration(migrations.Migration):
    """Photos are checked by their content and kept where the web server gives nothing."""

    dependencies = [("actions", "0006_calls")]

    operations = [
        migrations.RemoveField("actionphoto", "height"),
        migrations.RemoveField("actionphoto", "width"),
        migrations.RemoveField("actionphoto", "public_id"),
        migrations.AddField(
            "actionphoto",
            "content_type",
            models.CharField(default="image/jpeg", editable=False, max_length=40),
        ),
        migrations.AddField(
            "actionphoto",
            "sha256",
            models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            "actionphoto",
            "file",
            models.FileField(
                storage=alliance.core.files.private_files.private_storage,
                upload_to=alliance.core.files.private_files.Shelf("actions"),
                verbose_name="photo",
            ),
        ),
        migrations.AddConstraint(
            "actionphoto",
            models.UniqueConstraint(fields=("action", "sha256"), name="photo_once_per_action"),
        ),
    ]
