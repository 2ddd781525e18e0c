"""The components, rendered without a page around them."""

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from alliance.core.style_samples import SampleNav
from alliance.core.templatetags import components
from alliance.core.templatetags.components import initials, share, tone_of


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_icon_is_silent_unless_it_is_named():
    assert 'aria-hidden="true"' in render('{% icon "house" %}')
    assert 'role="img" aria-label="Accueil &amp; co"' in render(
        '{% icon "house" name %}', name="Accueil & co"
    )


def test_icon_that_is_not_vendored_says_so():
    with pytest.raises(TemplateSyntaxError, match="static/icons"):
        render('{% icon "unicorn" %}')


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Fatoumata Diallo", "FD"),
        ("Djamel Aït-Saïd", "DA"),
        ("élodie", "É"),
        ("Jean-Pierre de La Tour", "JT"),
        ("نسيرة بن علي", "نع"),
        ("  ", "?"),
        ("(sans nom)", "N"),
    ],
)
def test_avatar_shows_initials(name, letters):
    assert initials(name) == letters


def test_tone_of_a_name_never_changes():
    assert tone_of("Fatoumata Diallo") == tone_of("Fatoumata Diallo") == "night"


@pytest.mark.parametrize(
    ("value", "whole", "width"), [(5, 10, 50), (12, 10, 100), (-1, 10, 0), (3, 0, 0)]
)
def test_bar_never_leaves_its_frame(value, whole, width):
    assert share(value, whole) == width


def test_bar_writes_its_width_with_a_point_in_french():
    assert 'width="33.33"' in render("{% bar 1 3 %}")


def test_thermometer_leads_with_who_is_expected_then_with_who_came():
    before = render("{% thermometer yes=34 sure=21 expected=29 goal=50 %}")
    after = render("{% thermometer yes=34 expected=29 goal=50 attended=47 %}")
    assert "<b>29</b> attendus sur 50" in before
    assert "<b>47</b> présents sur 50" in after
    assert 'class="expected"' not in after


def test_thermometer_of_an_action_without_goal_or_yes():
    assert "<b>0</b> oui" in render("{% thermometer yes=0 goal=0 %}")


def test_card_escapes_its_title_and_keeps_its_content():
    html = render("{% card title=name %}<p>{{ name }}</p>{% endcard %}", name="<b>A</b>")
    assert "<b>A</b>" not in html
    assert html.count("&lt;b&gt;A&lt;/b&gt;") == 3


def test_breadcrumb_ends_on_this_page():
    html = render('{% breadcrumb "Personnes" "/personnes/" "Amina" %}')
    assert '<a href="/personnes/">Personnes</a>' in html
    assert '<li aria-current="page">Amina</li>' in html


class Message:
    level_tag = "error"
    extra_tags = "undo=/annuler/"

    def __str__(self) -> str:
        return "Retiré & rangé"


def test_toast_offers_to_undo_and_stays():
    html = render("{% toast message %}", message=Message(), csrf_token="jeton")
    assert "Retiré &amp; rangé" in html
    assert 'action="/annuler/"' in html
    assert 'value="jeton"' in html
    assert "data-stay" in html


class SampleForm(forms.Form):
    phone = forms.CharField(label="Téléphone", help_text="Dix chiffres.")
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "Appel")])
    agreed = forms.BooleanField(required=False)


def test_field_is_tied_to_its_help_and_its_errors():
    html = str(SampleForm({})["phone"].as_field_group())
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_phone_helptext"' in html
    assert 'id="id_phone_error"' in html


def test_choices_are_chips_in_a_named_group():
    html = str(SampleForm()["kind"].as_field_group())
    assert "<fieldset" in html
    assert "<legend>Kind" in html
    assert 'class="chip"' in html


def test_form_says_above_what_is_wrong_and_leads_there():
    html = str(SampleForm({"kind": "a"}))
    assert 'role="alert"' in html
    assert '<a href="#id_phone">Téléphone</a>' in html


def test_optional_field_says_so():
    assert "(facultatif)" not in str(SampleForm()["phone"].as_field_group())
    assert "(facultatif)" in render(
        '{% include "components/field.html" %}',
        field=forms.CharField(required=False).get_bound_field(SampleForm(), "x"),
    )


def test_a_piece_of_the_layout_is_drawn_once_for_the_same_parameters(monkeypatch):
    drawings = []
    draw = components.render_to_string
    monkeypatch.setattr(components, "render_to_string", lambda *a: drawings.append(a) or draw(*a))
    items = (SampleNav("Une page", "/une-page/", "flag"),)
    for _time in range(2):
        piece = components.drawn("components/nav.html", items=items)
    with override("en"):
        components.drawn("components/nav.html", items=items)
    assert "/une-page/" in piece
    assert len(drawings) == 2
