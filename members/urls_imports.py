"""Addresses of the imports, under « Personnes »."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
