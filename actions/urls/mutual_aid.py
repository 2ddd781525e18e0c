"""Addresses of the alliances between groups."""

from django.urls import URLPattern, path

from actions.views import mutual_aid

urlpatterns: list[URLPattern] = [
    path("groupes/coups-de-main/", mutual_aid.ledger, name="mutual-aid"),
    path("groupes/<int:pk>/coups-de-main/", mutual_aid.group_aid, name="group-aid"),
]
