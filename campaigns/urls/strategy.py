"""Addresses of the campaign page: chart, demands, targets."""

from django.urls import URLPattern, path

from campaigns.views import strategy, targets

urlpatterns: list[URLPattern] = [
    path("campagnes/<int:pk>/tableau/<slug:name>/", strategy.cell, name="campaign-cell"),
    path("campagnes/<int:pk>/revendications/", strategy.demand_add, name="campaign-demand-add"),
    path("revendications/<int:pk>/", strategy.demand_detail, name="demand-detail"),
    path("revendications/<int:pk>/reformuler/", strategy.demand_reword, name="demand-reword"),
    path("revendications/<int:pk>/retirer/", strategy.demand_delete, name="demand-delete"),
    path("campagnes/<int:pk>/cibles/", targets.target_add, name="campaign-target-add"),
    path("cibles/<int:pk>/modifier/", targets.target_edit, name="target-edit"),
    path("cibles/liens/<int:pk>/retirer/", targets.target_unlink, name="target-link-remove"),
]
