"""Addresses that lead to an account: an invitation, and the page of who is invited."""

from django.urls import path

from members.views import account_opening, invitations

urlpatterns = [
    path("personnes/<int:pk>/compte/", account_opening.account_open, name="person-account"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("invitation/<str:token>/nouveau/", invitations.invitation_renew, name="invitation-renew"),
]
