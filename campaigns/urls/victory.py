"""Addresses of the research file, the story, the victories and the recipes."""

from django.urls import URLPattern, path

from campaigns.views import documents, recipes, victories

urlpatterns: list[URLPattern] = [
    path("campagnes/<int:pk>/dossier/", documents.campaign_file, name="campaign-file"),
    path("dossier/<int:pk>/", documents.document_open, name="document-open"),
    path("dossier/<int:pk>/oter/", documents.document_remove, name="document-remove"),
    path("campagnes/<int:pk>/histoire/", victories.campaign_story, name="campaign-story"),
    path("campagnes/<int:pk>/gagne/", victories.victory_note, name="campaign-victory-note"),
    path("victoires/<int:pk>/", victories.victory_detail, name="victory-detail"),
    path("victoires/<int:pk>/modifier/", victories.victory_edit, name="victory-edit"),
    path("victoires/<int:pk>/annoncer/", victories.victory_announce, name="victory-announce"),
    path("temoignages/<int:pk>/retirer/", victories.testimony_withdraw, name="testimony-withdraw"),
    path("alliances/<slug:slug>/victoires/", victories.victory_book, name="victory-book"),
    path("gagne/<slug:slug>/", victories.public_victories, name="public-victories"),
    path("gagne/<slug:slug>/photos/<int:pk>/", victories.public_photo, name="public-photo"),
    path("campagnes/<int:pk>/recette/", recipes.campaign_recipe, name="campaign-recipe"),
    path("campagnes/recette/", recipes.recipe_import, name="recipe-import"),
]
