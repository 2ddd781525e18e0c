"""The themes of the chapter's own."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from campaigns.models import OwnTheme

PAGE = reverse("campaigns:theme-list")


def test_added_retired_and_back(cast, client_of):
    client = client_of(cast.amina)
    client.post(PAGE, {"name": " transports "})
    theme = OwnTheme.objects.get()
    client.post(reverse("campaigns:theme-retire", args=[theme.pk]))
    assert "transports" not in client.get(reverse("campaigns:listen")).content.decode()
    client.post(PAGE, {"name": "transports"})
    assert "transports" in client.get(reverse("campaigns:listen")).content.decode()
    assert OwnTheme.objects.count() == 1


def test_a_theme_has_a_name(cast, client_of):
    client_of(cast.amina).post(PAGE, {"name": "  "})
    assert not OwnTheme.objects.exists()
    with pytest.raises(IntegrityError, match="own_theme_has_a_name"):
        OwnTheme.objects.create(chapter=cast.grenoble, name="")


def test_the_board_does_not_choose_themes(cast, client_of):
    assert client_of(cast.board).get(PAGE).status_code == 403
