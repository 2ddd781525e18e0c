"""Addresses without account that lead to one."""

from django.urls import path

from members.views import invitations

urlpatterns = [
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("invitation/<str:token>/nouveau/", invitations.invitation_renew, name="invitation-renew"),
]
