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
        for place, title in (
            ("campaign", _("Qui l’a dit, qui l’a voté")),
            ("group", _("Campagnes et colères")),
            ("meeting", _("Ce qui s’y est dit")),
        ):
            url_name = f"campaigns:{place}-voices"
            register_panel(place=place, url_name=url_name, title=title, order=20)
        register_panel(
            place="action", url_name="campaigns:campaign-asks", title=_("Ce qu’on demande")
        )
        # By name: its models exist only once every application is loaded.
        import_module("campaigns.domain.timeline").register()
        import_module("campaigns.domain.timeline_delegations").register()
        import_module("campaigns.domain.merging").register()
        import_module("campaigns.domain.reshaping").register()
        import_module("campaigns.domain.heard.merging_listeners").register()
        import_module("campaigns.domain.map_layers").register()
        import_module("campaigns.domain.voted.vote_links").register()
        import_module("campaigns.people_filters").register()
