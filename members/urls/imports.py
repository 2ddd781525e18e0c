"""Addresses of the imports, under « Personnes »."""

from django.urls import URLPattern, path

from members.views import imports

urlpatterns: list[URLPattern] = [
    path("personnes/imports/", imports.import_list, name="import-list"),
    path("personnes/imports/nouveau/", imports.import_new, name="import-new"),
    path("personnes/imports/<int:pk>/", imports.import_report, name="import-report"),
    path("personnes/imports/<int:pk>/colonnes/", imports.import_columns, name="import-columns"),
    path("personnes/imports/<int:pk>/apercu/", imports.import_preview, name="import-preview"),
    path(
        "personnes/imports/<int:pk>/lignes/<int:number>/",
        imports.import_row_decide,
        name="import-row-decide",
    ),
    path("personnes/imports/<int:pk>/importer/", imports.import_apply, name="import-apply"),
    path("personnes/imports/<int:pk>/avancement/", imports.import_progress, name="import-progress"),
    path("personnes/imports/<int:pk>/annuler/", imports.import_undo, name="import-undo"),
    path("personnes/imports/<int:pk>/erreurs.csv", imports.import_errors, name="import-errors"),
]
