from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from alliance.core.panels import register_panel


class ActionsConfig(AppConfig):
    name = "actions"
    label = "actions"
    verbose_name = _("Actions")

    def ready(self) -> None:
        title = _("Actions")
        register_panel(place="person", url_name="actions:person-actions", title=title)
        register_panel(
            place="person",
            url_name="actions:person-trainings",
            title=_("Formations"),
            order=60,
        )
        register_panel(place="group", url_name="actions:group-actions", title=title)
        register_panel(
            place="group", url_name="actions:group-aid", title=_("Coups de main"), order=40
        )
        register_panel(place="campaign", url_name="actions:campaign-actions", title=title)
        # By name: its models exist only once every application is loaded.
        import_module("actions.domain.reminding.eligibility").register()
        import_module("actions.domain.forecasts.lessons").register()
        import_module("actions.domain.telling.merging").register()
        import_module("actions.domain.telling.merging_calls").register()
        import_module("actions.domain.telling.reshaping").register()
        import_module("actions.domain.telling.followers").register()
        import_module("actions.domain.telling.gatherings").register()
        import_module("actions.domain.telling.map_layer").register()
        import_module("actions.domain.telling.timeline").register()
        import_module("actions.domain.learning").register()
        import_module("actions.domain.planning.roles").register()
        import_module("actions.domain.telling.tactics").register()
        import_module("actions.domain.planning.next_actions").register()
        import_module("actions.domain.reminding.inbound_answers").register()
        import_module("actions.domain.writing.mailing_sending").register()
        import_module("actions.people.lists").register()
        import_module("actions.people.filters").register()
        import_module("actions.people.deeds").register()
        import_module("actions.people.messages").register()
