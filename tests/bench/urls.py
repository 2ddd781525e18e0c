"""The product's addresses, and the hello."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from alliance.urls import urlpatterns as house


def hello(request: HttpRequest) -> HttpResponse:
    """The least a page for somebody logged in costs: the middleware, her session, her account."""
    return HttpResponse(f"Bonjour {request.user.email}")


urlpatterns = [path("bench/bonjour/", hello, name="bench-hello"), *house]
