from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    label = "campaigns"
    verbose_name = _("Campagnes")

    def ready(self) -> None:
        # By name: its models exist only once every application is loaded.
        import_module("campaigns.domain.timeline").register()
        import_module("campaigns.people_filters").register()
        import_module("campaigns.domain.merging").register()
