"""Addresses of the power map and of the tactics."""

from django.urls import URLPattern, path

from campaigns.views import power_map, tactics

urlpatterns: list[URLPattern] = [
    path("campagnes/<int:pk>/carte/", power_map.campaign_map, name="campaign-map"),
    path("campagnes/<int:pk>/carte/placer/", power_map.actor_add, name="campaign-map-add"),
    path("carte/<int:pk>/", power_map.actor_detail, name="map-actor"),
    path("carte/<int:pk>/oter/", power_map.actor_remove, name="map-actor-remove"),
    path("campagnes/<int:pk>/tactiques/", tactics.campaign_tactics, name="campaign-tactics"),
    path("tactiques/<int:pk>/", tactics.tactic_edit, name="tactic-edit"),
]
