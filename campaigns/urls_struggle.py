"""Addresses of a campaign's life, topic by topic."""

from django.urls import URLPattern

from campaigns import (
    urls_agenda,
    urls_map,
    urls_negotiation,
    urls_petition,
    urls_strategy,
    urls_victory,
)

urlpatterns: list[URLPattern] = [
    *urls_strategy.urlpatterns,
    *urls_map.urlpatterns,
    *urls_agenda.urlpatterns,
    *urls_petition.urlpatterns,
    *urls_negotiation.urlpatterns,
    *urls_victory.urlpatterns,
]
