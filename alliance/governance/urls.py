"""The life of the association: so far the rules of its assemblies."""

from django.urls import path

from alliance.governance import views

app_name = "governance"

urlpatterns = [
    path("alliance/<slug:slug>/assemblee/", views.rules_edit, name="rules-edit"),
    path("assemblees/<int:pk>/regles/", views.assembly_panel, name="assembly-panel"),
    path("assemblees/<int:pk>/quorum/", views.assembly_desk, name="assembly-desk"),
    path("assemblees/<int:pk>/quorum/chiffres/", views.assembly_count, name="assembly-count"),
    path("assemblees/<int:pk>/pouvoirs/", views.assembly_proxies, name="assembly-proxies"),
]
