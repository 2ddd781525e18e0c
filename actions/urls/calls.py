"""Addresses of the calls: lists, callers, paper, and the pages of links without account."""

from django.urls import path

from actions.views.calling import call_lists, call_sheets, caller_page
from actions.views.outside import link_pages

urlpatterns = [
    path("appels/", call_lists.call_list_index, name="call-list-index"),
    path("appels/nouvelle/", call_lists.call_list_create, name="call-list-create"),
    path("appels/<int:pk>/", call_lists.call_list_detail, name="call-list-detail"),
    path("appels/<int:pk>/repartir/", call_lists.call_list_split, name="call-list-split"),
    path("appels/<int:pk>/ajouter/", call_lists.call_list_add, name="call-list-add"),
    path("appels/<int:pk>/confier/", call_lists.call_list_move, name="call-list-move"),
    path("appels/<int:pk>/fermer/", call_lists.call_list_close, name="call-list-close"),
    path("appels/<int:pk>/lien/<int:branch>/", call_lists.call_link, name="call-link"),
    path("appels/<int:pk>/feuille/<int:branch>/", call_sheets.call_sheet, name="call-sheet"),
    path("appels/<int:pk>/saisie/<int:branch>/", call_sheets.call_entry, name="call-entry"),
    path("actions/<int:pk>/appels/", call_lists.action_calls, name="action-calls"),
    path("l/<str:token>/", link_pages.link, name="link"),
    path("l/<str:token>/ouvrir/", caller_page.caller_open, name="caller-open"),
    path("l/<str:token>/n/<int:number>/", caller_page.caller_line, name="caller-line"),
    path("l/<str:token>/saisie/", call_sheets.link_entry, name="link-entry"),
]
