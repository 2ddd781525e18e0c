"""Addresses of the campaigns room."""

from django.urls import path

from campaigns import urls_issues, urls_listening, urls_struggle
from campaigns.views import campaigns

app_name = "campaigns"

urlpatterns = [
    *urls_listening.urlpatterns,
    *urls_issues.urlpatterns,
    path("campagnes/", campaigns.campaign_list, name="campaign-list"),
    path("campagnes/nouvelle/", campaigns.campaign_create, name="campaign-create"),
    path("campagnes/<int:pk>/", campaigns.campaign_detail, name="campaign-detail"),
    path("campagnes/<int:pk>/modifier/", campaigns.campaign_edit, name="campaign-edit"),
    *urls_struggle.urlpatterns,
]
