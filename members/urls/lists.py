"""Addresses of the people list: search, lists that are kept, gestures on many people, tags."""

from django.urls import path

from members.views import bulk, lists, people_list, suggestions, tags

urlpatterns = [
    path("personnes/", people_list.person_list, name="person-list"),
    path("personnes/filtres/", people_list.filter_panel, name="filter-panel"),
    path("personnes/colonnes/", people_list.column_choice, name="column-choice"),
    path("personnes/trouver/", suggestions.suggestions, name="suggestions"),
    path("personnes/listes/nouvelle/", lists.list_save, name="list-save"),
    path("personnes/listes/<int:pk>/", lists.list_open, name="list-open"),
    path("personnes/listes/<int:pk>/modifier/", lists.list_edit, name="list-edit"),
    path("personnes/listes/<int:pk>/supprimer/", lists.list_delete, name="list-delete"),
    path("personnes/ensemble/", bulk.bulk, name="bulk"),
    path("personnes/ensemble/<int:pk>/annuler/", bulk.bulk_undo, name="bulk-undo"),
    path("personnes/etiquettes/", tags.tag_list, name="tag-list"),
    path("personnes/etiquettes/<int:pk>/", tags.tag_edit, name="tag-edit"),
    path("personnes/etiquettes/<int:pk>/reunir/", tags.tag_merge, name="tag-merge"),
    path("personnes/etiquettes/<int:pk>/supprimer/", tags.tag_delete, name="tag-delete"),
]
