"""Two alliances made one have one set of rules."""

from django.utils.translation import gettext_lazy as _

from alliance.governance.models import AssemblyRules
from members.domain.reshaping import first_wins, register_rule


def register() -> None:
    """Called once the applications are loaded."""
    says = _("Les règles d’assemblée de l’alliance qui accueille l’emportent.")
    register_rule(AssemblyRules, first_wins(says=says))
