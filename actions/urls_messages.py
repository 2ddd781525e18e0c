"""Addresses of what is sent: sequences, and messages written to a list."""

from django.urls import path

from actions.views import sequence

STEP = "actions/<int:pk>/rappels/<slug:which>/"
TEMPLATE = "envois/modeles/<int:pk>/<slug:which>/"

urlpatterns = [
    path("actions/<int:pk>/rappels/", sequence.action_sequence, name="sequence"),
    path(STEP, sequence.action_step, name="action-step"),
    path(f"{STEP}apercu/", sequence.action_step_preview, name="action-step-preview"),
    path(f"{STEP}essai/", sequence.action_step_test, name="action-step-test"),
    path(f"{STEP}supprimer/", sequence.action_step_drop, name="action-step-drop"),
    path(f"{STEP}qui/", sequence.action_step_people, name="action-step-people"),
    path("envois/modeles/", sequence.templates, name="templates"),
    path(TEMPLATE, sequence.template_step, name="template-step"),
    path(f"{TEMPLATE}apercu/", sequence.template_step_preview, name="template-step-preview"),
    path(f"{TEMPLATE}essai/", sequence.template_step_test, name="template-step-test"),
    path(f"{TEMPLATE}supprimer/", sequence.template_step_drop, name="template-step-drop"),
]
