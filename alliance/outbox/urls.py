"""The address that SMS providers call."""

from django.urls import path

from alliance.outbox import views

urlpatterns = [path("sms/<slug:provider>/<str:secret>/", views.sms_webhook, name="sms-webhook")]
