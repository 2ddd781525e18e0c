"""Addresses of the petitions, and of the page where they are signed."""

from django.urls import URLPattern, path

from campaigns.views import petitions, signing

urlpatterns: list[URLPattern] = [
    path("campagnes/<int:pk>/petitions/", petitions.campaign_petitions, name="campaign-petitions"),
    path(
        "campagnes/<int:pk>/petitions/nouvelle/",
        petitions.petition_write,
        name="campaign-petition-write",
    ),
    path("petitions/<int:pk>/", petitions.petition_detail, name="petition-detail"),
    path("petitions/<int:pk>/modifier/", petitions.petition_edit, name="petition-edit"),
    path("petitions/<int:pk>/ouvrir/", petitions.petition_turn, name="petition-turn"),
    path("petitions/<int:pk>/remise/", petitions.petition_deliver, name="petition-deliver"),
    path(
        "petitions/<int:pk>/feuilles/<int:sheet>/papier/",
        petitions.petition_paper,
        name="petition-paper",
    ),
    path(
        "petitions/<int:pk>/feuilles/<int:sheet>/", petitions.petition_sheet, name="petition-sheet"
    ),
    path("s/<slug:slug>/", signing.public_petition, name="public-petition"),
    path("s/<slug:slug>/merci/", signing.public_petition_thanks, name="public-petition-thanks"),
]
