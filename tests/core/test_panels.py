"""Panels: what a page shows of the rooms above it."""

import pytest
from django.template import Context, Template

from alliance.core import panels
from members.models import Chapter


@pytest.fixture
def empty_registry(monkeypatch):
    monkeypatch.setattr(panels, "_registered", {})


def rendered(place):
    subject = Chapter(pk=12)
    return Template("{% panels place subject %}").render(
        Context({"place": place, "subject": subject})
    )


def register(name, **fields):
    return panels.register_panel(place="essai", url_name=name, title="Les groupes", **fields)


def test_a_panel_loads_itself_and_is_a_link_without_script(empty_registry):
    register("members:group-detail")
    html = rendered("essai")
    assert 'hx-get="/groupes/12/"' in html
    assert 'hx-trigger="load"' in html
    assert '<a href="/groupes/12/">Ouvrir\u00a0: Les groupes</a>' in html


def test_lower_order_comes_first(empty_registry):
    register("members:group-edit", order=20)
    register("members:group-detail", order=10)
    assert [p.url_name for p in panels.panels_of("essai")] == [
        "members:group-detail",
        "members:group-edit",
    ]


def test_registered_twice_it_is_shown_once(empty_registry):
    register("members:group-detail")
    register("members:group-detail", order=3)
    assert [p.order for p in panels.panels_of("essai")] == [3]


def test_a_place_without_panels_shows_nothing(empty_registry):
    assert rendered("ailleurs").strip() == ""
