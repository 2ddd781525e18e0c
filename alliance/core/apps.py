from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "alliance.core"
    label = "core"
    verbose_name = _("Cave : outils sans métier")

    def ready(self) -> None:
        import_module("alliance.core.text.counting_words").register()
