"""The rows of the trade as they stand, to see that an undone deed left nothing behind."""

from django.apps import apps

ROOMS = ("members", "campaigns", "actions")
UNCOUNTED = {"version"}  # it only ever grows: that is what it is for


def snapshot(*left_out):
    """Every row of every table of the rooms, `{table: {pk: values}}`, some tables left out."""
    models = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if model._meta.model_name not in left_out
    ]
    return {model._meta.label: _rows(model) for model in models}


def _rows(model):
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in UNCOUNTED]
    return {row["pk"]: row for row in model._base_manager.values("pk", *names)}
