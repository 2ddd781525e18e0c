"""Addresses of the campaigns room."""

from django.urls import path

from alliance.core.web.first_words import by_first_word
from campaigns.urls import (
    agenda,
    issues,
    listening,
    negotiation,
    petition,
    places,
    strategy,
    victory,
)
from campaigns.views import campaigns

app_name = "campaigns"

urlpatterns = by_first_word(
    [
        *listening.urlpatterns,
        *issues.urlpatterns,
        path("campagnes/", campaigns.campaign_list, name="campaign-list"),
        path("campagnes/nouvelle/", campaigns.campaign_create, name="campaign-create"),
        path("campagnes/<int:pk>/", campaigns.campaign_detail, name="campaign-detail"),
        path("campagnes/<int:pk>/modifier/", campaigns.campaign_edit, name="campaign-edit"),
        *strategy.urlpatterns,
        *places.urlpatterns,
        *agenda.urlpatterns,
        *petition.urlpatterns,
        *negotiation.urlpatterns,
        *victory.urlpatterns,
    ]
)
