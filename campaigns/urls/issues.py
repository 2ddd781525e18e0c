"""Addresses of the common problems, of the votes, and of the doors."""

from django.urls import path

from campaigns.views import doors, issues, vote_page, votes

urlpatterns = [
    path("ecoute/rapprocher/", issues.sorting, name="sorting"),
    path("ecoute/rapprocher/ensemble/", issues.issue_make, name="issue-make"),
    path("ecoute/problemes/", issues.issue_list, name="issue-list"),
    path("ecoute/problemes/<int:pk>/", issues.issue_detail, name="issue"),
    path("ecoute/problemes/<int:pk>/modifier/", issues.issue_edit, name="issue-edit"),
    path("ecoute/problemes/<int:pk>/ajouter/", issues.issue_add, name="issue-add"),
    path("ecoute/problemes/<int:pk>/trier/", issues.issue_sort, name="issue-sort"),
    path("ecoute/problemes/<int:pk>/reunir/", issues.issue_merge, name="issue-merge"),
    path("ecoute/problemes/<int:pk>/separer/", issues.issue_unmerge, name="issue-unmerge"),
    path("ecoute/problemes/<int:pk>/rencontre/", issues.issue_gather, name="issue-gather"),
    path("ecoute/votes/", votes.ballot_list, name="ballot-list"),
    path("ecoute/votes/nouveau/", votes.ballot_create, name="ballot-create"),
    path("ecoute/votes/<int:pk>/", votes.ballot, name="ballot"),
    path("ecoute/votes/<int:pk>/ajouter/", votes.ballot_choice_add, name="ballot-choice-add"),
    path("ecoute/votes/<int:pk>/<int:choice>/compter/", votes.ballot_count, name="ballot-count"),
    path("ecoute/votes/<int:pk>/clore/", votes.ballot_close, name="ballot-close"),
    path("ecoute/votes/<int:pk>/liens/", votes.ballot_links, name="ballot-links"),
    path(
        "ecoute/votes/<int:pk>/<int:choice>/campagne/",
        votes.ballot_open_campaign,
        name="ballot-open-campaign",
    ),
    path("vote/<str:token>/", vote_page.vote, name="vote"),
    path("ecoute/batiments/", doors.building_list, name="building-list"),
    path("ecoute/batiments/nouveau/", doors.building_create, name="building-create"),
    path("ecoute/batiments/<int:pk>/", doors.building, name="building"),
    path("ecoute/batiments/<int:pk>/note/", doors.building_note, name="building-note"),
    path("ecoute/batiments/<int:pk>/passage/", doors.building_round, name="building-round"),
    path("ecoute/batiments/<int:pk>/feuille/", doors.building_sheet, name="building-sheet"),
    path("ecoute/batiments/<int:pk>/saisir/", doors.building_entry, name="building-entry"),
    path("ecoute/batiments/<int:pk>/porte/", doors.door_add, name="door-add"),
    path(
        "ecoute/batiments/<int:pk>/portes/<int:door>/retirer/",
        doors.door_remove,
        name="door-remove",
    ),
    path("ecoute/portes/<int:pk>/", doors.door_knock, name="door-knock"),
]
