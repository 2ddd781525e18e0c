"""The style page exists outside production only."""

from django.conf import settings
from django.urls import path

from alliance.core import views

urlpatterns = []
if not settings.PRODUCTION:
    urlpatterns = [
        path("style/", views.style, name="style"),
        path("style/options/", views.style_options, name="style-options"),
        path("style/public/", views.style_public, name="style-public"),
    ]
