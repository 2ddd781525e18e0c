"""Addresses of what prepares an action and of what follows it."""

from django.urls import path

from actions.views.action import debriefing, declaring, planning, preparing
from actions.views.outside import public_page

urlpatterns = [
    path("actions/<int:pk>/plan/", planning.plan, name="plan"),
    path("actions/<int:pk>/listes/", planning.leader_lists, name="lists"),
    path("actions/<int:pk>/listes.pdf", planning.lists_paper, name="lists-paper"),
    path("actions/<int:pk>/listes/nom/", planning.list_move, name="lists-move"),
    path("actions/<int:pk>/preparer/", preparing.prepare, name="prepare"),
    path("actions/<int:pk>/preparer/role/", preparing.role_give, name="prepare-role"),
    path(
        "actions/<int:pk>/preparer/role/<int:role>/",
        preparing.role_take_back,
        name="prepare-role-back",
    ),
    path("actions/<int:pk>/preparer/habituel/", preparing.usual, name="prepare-usual"),
    path("actions/<int:pk>/preparer/a-faire/", preparing.item_add, name="prepare-item"),
    path(
        "actions/<int:pk>/preparer/a-faire/<int:item>/",
        preparing.item_change,
        name="prepare-item-change",
    ),
    path("actions/<int:pk>/preparer/materiel/", preparing.material_add, name="prepare-material"),
    path(
        "actions/<int:pk>/preparer/materiel/<int:item>/",
        preparing.material_change,
        name="prepare-material-change",
    ),
    path(
        "actions/<int:pk>/preparer/trajet/<int:attendance>/",
        preparing.ride_change,
        name="prepare-ride",
    ),
    path("actions/<int:pk>/page/", public_page.public_switch, name="public-switch"),
    path("actions/<int:pk>/affiche.pdf", public_page.public_poster, name="public-poster"),
    path("actions/<int:pk>/bilan/", debriefing.debrief, name="debrief"),
    path("actions/<int:pk>/bilan/absents/", debriefing.call_absents, name="debrief-absents"),
    path("actions/<int:pk>/bilan/photos/", debriefing.photo_add, name="debrief-photos"),
    path("actions/<int:pk>/bilan/photos/<int:photo>/", debriefing.photo, name="debrief-photo"),
    path(
        "actions/<int:pk>/bilan/photos/<int:photo>/legende/",
        debriefing.photo_caption,
        name="debrief-photo-caption",
    ),
    path(
        "actions/<int:pk>/bilan/photos/<int:photo>/enlever/",
        debriefing.photo_remove,
        name="debrief-photo-remove",
    ),
    path("actions/<int:pk>/bilan/presse/", debriefing.press_add, name="debrief-press"),
    path(
        "actions/<int:pk>/bilan/presse/<int:link>/",
        debriefing.press_correct,
        name="debrief-press-correct",
    ),
    path(
        "actions/<int:pk>/bilan/presse/<int:link>/enlever/",
        debriefing.press_remove,
        name="debrief-press-remove",
    ),
    path("actions/<int:pk>/declaration/", declaring.declaration, name="declaration"),
    path("actions/<int:pk>/declaration.pdf", declaring.paper, name="declaration-paper"),
    path("actions/<int:pk>/declaration/deposee/", declaring.filed, name="declaration-filed"),
    path("a/<slug:slug>/", public_page.public, name="public"),
    path("a/<slug:slug>/merci/", public_page.public_thanks, name="public-thanks"),
    path("a/<slug:slug>/agenda.ics", public_page.public_calendar, name="public-calendar"),
]
