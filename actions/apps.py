from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    name = "actions"
    label = "actions"
    verbose_name = _("Actions")

    def ready(self) -> None:
        # By name: its models exist only once every application is loaded.
        import_module("actions.domain.eligibility").register()
