"""Every address of the house on one page."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from alliance.core import health
from alliance.dashboard import guide

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = "Alliance · administration"
admin.site.site_title = "Alliance"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("compte/", include("allauth.urls")),
    path("aide/", guide.guide, name="help"),
    path("", include("alliance.core.urls")),
    path("", include("alliance.outbox.urls")),
    path("", include("alliance.governance.urls")),
    path("", include("alliance.dashboard.urls")),
    path("", include("members.urls")),
    path("", include("campaigns.urls")),
    path("", include("actions.urls")),
]
