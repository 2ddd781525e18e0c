"""Rules and proxies, one by one."""

from django.contrib import admin

from alliance.governance.models import AssemblyRules, ProxyCount
from members.admin.base import HouseAdmin


@admin.register(AssemblyRules)
class AssemblyRulesAdmin(HouseAdmin):
    """The rules of each alliance; changed on its page, where it is journaled."""

    list_display = [
        "chapter",
        "notice_days",
        "quorum_percent",
        "proxies_each",
        "member_since_days",
    ]
    list_select_related = ["chapter"]
    search_fields = ["chapter__name"]
    autocomplete_fields = ["chapter"]


@admin.register(ProxyCount)
class ProxyCountAdmin(HouseAdmin):
    """Proxies handed in, assembly by assembly."""

    list_display = ["action", "proxies", "noted_at", "noted_by"]
    list_select_related = ["action", "noted_by"]
    search_fields = ["action__title"]
    raw_id_fields = ["action"]
    autocomplete_fields = ["noted_by"]
