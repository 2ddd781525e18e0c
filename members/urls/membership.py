"""Addresses of dues, ties, duplicates and joining."""

from django.urls import path

from members.views import dues, duplicates, joining, ties

urlpatterns = [
    path("adhesions/", dues.membership_list, name="membership-list"),
    path("personnes/<int:pk>/adhesion/", dues.person_dues, name="person-dues"),
    path("personnes/<int:pk>/encaisser/", dues.dues_collect, name="dues-collect"),
    path("recus/<int:pk>/", dues.receipt_detail, name="receipt-detail"),
    path("recus/<int:pk>/annuler/", dues.receipt_cancel, name="receipt-cancel"),
    path("personnes/<int:pk>/liens/", ties.person_ties, name="person-ties"),
    path("personnes/<int:pk>/liens/ajouter/", ties.tie_add, name="person-tie-add"),
    path("personnes/<int:pk>/amenee-par/", ties.brought_by, name="person-brought-by"),
    path("personnes/<int:pk>/foyer/", ties.household_join, name="person-household-join"),
    path("personnes/<int:pk>/foyer/depart/", ties.household_leave, name="person-household-leave"),
    path("liens/<int:pk>/fin/", ties.tie_end, name="tie-end"),
    path("liens/<int:pk>/rouvrir/", ties.tie_reopen, name="tie-reopen"),
    path("liens/<int:pk>/oublier/", ties.tie_remove, name="tie-remove"),
    path("personnes/doublons/", duplicates.duplicate_list, name="duplicate-list"),
    path("personnes/doublons/decider/", duplicates.duplicate_decide, name="duplicate-decide"),
    path(
        "personnes/doublons/<int:first>/<int:second>/oublier/",
        duplicates.duplicate_forget,
        name="duplicate-forget",
    ),
    path("personnes/<int:pk>/doublon/", duplicates.person_duplicate, name="person-duplicate"),
    path("personnes/fusions/<int:pk>/defaire/", duplicates.merge_undo, name="merge-undo"),
    path("rejoindre/<slug:slug>/", joining.join, name="join"),
    path("rejoindre/<slug:slug>/merci/", joining.join_thanks, name="join-thanks"),
    path("rejoindre/<slug:slug>/affiche/", joining.join_poster, name="join-poster"),
]
