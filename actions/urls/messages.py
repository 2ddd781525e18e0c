"""Addresses of what is sent: sequences, and messages written to a list."""

from django.urls import path

from actions.views.action import action_pages
from actions.views.writing import mailings, outbox, sequence

STEP = "actions/<int:pk>/rappels/<slug:which>/"
MAILING = "envois/ecrits/<int:pk>/"
TEMPLATE = "envois/modeles/<int:pk>/<slug:which>/"

urlpatterns = [
    path("actions/<int:pk>/rappels/resume/", action_pages.action_plan, name="action-plan"),
    path("actions/<int:pk>/rappels/", sequence.action_sequence, name="sequence"),
    path(STEP, sequence.action_step, name="action-step"),
    path(f"{STEP}apercu/", sequence.action_step_preview, name="action-step-preview"),
    path(f"{STEP}essai/", sequence.action_step_test, name="action-step-test"),
    path(f"{STEP}supprimer/", sequence.action_step_drop, name="action-step-drop"),
    path(f"{STEP}qui/", sequence.action_step_people, name="action-step-people"),
    path("envois/recus/", outbox.received, name="received"),
    path("envois/indecis/appeler/", outbox.call_undecided, name="call-undecided"),
    path("envois/modeles/", sequence.templates, name="templates"),
    path(TEMPLATE, sequence.template_step, name="template-step"),
    path(f"{TEMPLATE}apercu/", sequence.template_step_preview, name="template-step-preview"),
    path(f"{TEMPLATE}essai/", sequence.template_step_test, name="template-step-test"),
    path(f"{TEMPLATE}supprimer/", sequence.template_step_drop, name="template-step-drop"),
    path("envois/ecrits/", mailings.mailing_list, name="mailing-list"),
    path("envois/ecrire/", mailings.mailing_new, name="mailing-new"),
    path(MAILING, mailings.mailing_detail, name="mailing-detail"),
    path(f"{MAILING}ecrire/", mailings.mailing_write, name="mailing-write"),
    path(f"{MAILING}relire/", mailings.mailing_review, name="mailing-review"),
    path(f"{MAILING}apercu/", mailings.mailing_preview, name="mailing-preview"),
    path(f"{MAILING}essai/", mailings.mailing_test, name="mailing-test"),
    path(f"{MAILING}arreter/", mailings.mailing_stop, name="mailing-stop"),
    path(f"{MAILING}personnes/", mailings.mailing_recipients, name="mailing-people"),
    path(f"{MAILING}fichiers/<int:file>/retirer/", mailings.mailing_detach, name="mailing-detach"),
]
