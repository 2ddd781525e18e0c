"""Addresses of the leaders."""

from django.urls import path

from members.views import leaders

urlpatterns = [
    path("leaders/", leaders.leader_board, name="leader-board"),
    path("leaders/suggestions/", leaders.leader_suggestions, name="leader-suggestions"),
    path("leaders/<int:pk>/", leaders.leader_way, name="leader-way"),
    path("leaders/<int:pk>/etape/", leaders.leader_move, name="leader-move"),
    path("leaders/<int:pk>/retirer/", leaders.leader_withdraw, name="leader-withdraw"),
    path("leaders/<int:pk>/apprecier/", leaders.leader_assess, name="leader-assess"),
    path("leaders/<int:pk>/pas-maintenant/", leaders.leader_not_now, name="leader-not-now"),
    path("leaders/etapes/<int:pk>/annuler/", leaders.leader_step_undo, name="leader-step-undo"),
]
