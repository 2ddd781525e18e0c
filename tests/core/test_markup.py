from alliance.core.text.markup import to_html, to_text

LETTER = """## Mardi

Bonjour {prenom},

- l’ascenseur
- le **chauffage**

[Venir]({lien}) ou <https://exemple.test/> <script>alert(1)</script>
"""


def test_a_letter_keeps_its_shape_and_nothing_dangerous():
    html = to_html(LETTER)
    assert "<h2 style=" in html
    assert "<strong>chauffage</strong>" in html
    assert 'href="%7Blien%7D"' in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_links_that_act_are_not_links():
    assert "javascript:" not in to_html("[x](javascript:alert(1))").replace("[x](javascript", "")


def test_images_do_not_pass():
    assert "<img" not in to_html("![pixel](https://espion.test/p.gif)")


def test_the_text_twin_says_the_same():
    text = to_text(
        "Un\ndeux\n\n- trois\n- quatre\n\n[Venir](https://a.test/) [a@b.fr](mailto:a@b.fr)"
    )
    assert text == "Un\ndeux\n\n- trois\n- quatre\n\nVenir (https://a.test/) a@b.fr"
