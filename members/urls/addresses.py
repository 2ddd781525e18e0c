"""Addresses and numbers of a person."""

from django.urls import path

from members.views import addresses

urlpatterns = [
    path(
        "personnes/<int:pk>/adresses/<int:email>/reprendre/",
        addresses.email_retry,
        name="email-retry",
    ),
]
