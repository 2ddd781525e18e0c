"""Addresses of the check-in: with an account, by a link without account, by code, on paper."""

from django.urls import path

from actions.views.welcome import checking_in, person_code, welcoming

WITH = "actions/<int:pk>/presences/"
BY_LINK = "l/<str:token>/presences/"
ROW = "<int:attendance>/"

urlpatterns = [
    path(WITH, checking_in.attendance_list, name="attendance-list"),
    path(f"{WITH}compte/", checking_in.attendance_count, name="check-count"),
    path(f"{WITH}plus-un/", checking_in.walk_in, name="walk-in"),
    path(f"{WITH}{ROW}", checking_in.check_in, name="check-in"),
    path(f"{WITH}{ROW}avec/", checking_in.check_with, name="check-with"),
    path(f"{WITH}{ROW}annuler/", checking_in.check_out, name="check-out"),
    path(f"{WITH}{ROW}nom/", checking_in.walk_in_name, name="walk-in-name"),
    path(BY_LINK, checking_in.desk_list, name="desk-list"),
    path(f"{BY_LINK}compte/", checking_in.desk_count, name="desk-check-count"),
    path(f"{BY_LINK}plus-un/", checking_in.desk_walk_in, name="desk-walk-in"),
    path(f"{BY_LINK}{ROW}", checking_in.desk_check_in, name="desk-check-in"),
    path(f"{BY_LINK}{ROW}avec/", checking_in.desk_check_with, name="desk-check-with"),
    path(f"{BY_LINK}{ROW}annuler/", checking_in.desk_check_out, name="desk-check-out"),
    path(f"{BY_LINK}{ROW}nom/", checking_in.desk_walk_in_name, name="desk-walk-in-name"),
    path("actions/<int:pk>/accueil/", welcoming.welcome_links, name="welcome-links"),
    path(
        "actions/<int:pk>/accueil/<int:link>/eteindre/",
        welcoming.welcome_link_end,
        name="welcome-link-end",
    ),
    path("actions/<int:pk>/feuilles/", welcoming.sheet_print, name="sheet-print"),
    path("feuilles/<int:pk>/", welcoming.sheet_detail, name="sheet-detail"),
    path("feuilles/<int:pk>/saisie/", welcoming.sheet_entry, name="sheet-entry"),
    path("l/<str:token>/feuille/", welcoming.link_sheet, name="link-sheet"),
    path("r/<str:token>/code/", person_code.person_code, name="person-code"),
]
