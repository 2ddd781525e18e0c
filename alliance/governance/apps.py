from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from alliance.core.panels import register_panel


class GovernanceConfig(AppConfig):
    name = "alliance.governance"
    label = "governance"
    verbose_name = _("Vie démocratique")

    def ready(self) -> None:
        title = _("Assemblée générale")
        register_panel(place="assembly", url_name="governance:assembly-panel", title=title)
        register_panel(place="assembly-desk", url_name="governance:assembly-desk", title=title)
        # By name: its models exist only once every application is loaded.
        import_module("alliance.governance.people_filters").register()
        import_module("alliance.governance.domain.reshaping").register()
