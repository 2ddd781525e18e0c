from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from alliance.core.panels import register_panel


class CampaignsConfig(AppConfig):
    name = "campaigns"
    label = "campaigns"
    verbose_name = _("Campagnes")

    def ready(self) -> None:
        register_panel(
            place="person",
            url_name="campaigns:person-angers",
            title=_("Ce qui la met en colère"),
            order=20,
        )
        # By name: its models exist only once every application is loaded.
        import_module("campaigns.domain.timeline").register()
        import_module("campaigns.domain.merging").register()
        import_module("campaigns.domain.merging_listeners").register()
        import_module("campaigns.people_filters").register()
