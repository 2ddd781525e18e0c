"""Addresses where a person is changed."""

from django.urls import path

from members.views import editing

urlpatterns = [
    path("personnes/<int:pk>/modifier/", editing.person_edit, name="person-edit"),
    path("personnes/<int:pk>/faits/<slug:fact>/", editing.person_fact, name="person-fact"),
]
