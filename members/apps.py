from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    label = "members"
    verbose_name = _("Personnes")

    def ready(self) -> None:
        # By name: its models exist only once every application is loaded.
        import_module("members.domain.merging.mergers").register()
        import_module("members.domain.knowing.timeline_sources").register()
        import_module("members.domain.meeting.digest").register()
        import_module("members.domain.knowing.addresses").register()
        import_module("members.domain.opening.invitations").register()
        import_module("members.domain.reshaping.rules").register()
