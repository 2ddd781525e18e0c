"""The people's room in Django admin, for the national administration."""

from django.contrib import admin
from django.contrib.auth.models import Group as PermissionGroup

from members.admin import (
    accounts,
    circles,
    dues,
    exchanges,
    imports,
    people,
    places,
    records,
)

__all__ = ["accounts", "circles", "dues", "exchanges", "imports", "people", "places", "records"]

# A right is a dated role in a chapter (docs/decisions/0005); Django's own groups would be a
# second, silent system of rights.
admin.site.unregister(PermissionGroup)

# The breadcrumb leads back; lists with eight columns need the whole width.
admin.site.enable_nav_sidebar = False
