"""Each account reads the house in the language it chose."""

from django.urls import reverse


def test_french_is_spoken_until_another_language_is_chosen(client_of, cast):
    page = client_of(cast.amina).get("/", headers={"accept-language": "en"})
    assert "Ma semaine" in page.content.decode()


def test_choosing_english_shows_the_same_page_in_english(client_of, cast):
    client = client_of(cast.amina)
    answer = client.post(reverse("members:language"), {"language": "en", "back": "/groupes/"})
    assert answer["Location"] == "/groupes/"
    page = client.get("/groupes/")
    assert page["Content-Language"] == "en"
    assert "My week" in page.content.decode()


def test_a_language_that_is_not_complete_is_not_taken(client_of, cast):
    client_of(cast.amina).post(reverse("members:language"), {"language": "ar"})
    cast.amina.refresh_from_db()
    assert cast.amina.language == "fr"


def test_the_way_back_never_leaves_the_house(client_of, cast):
    answer = client_of(cast.amina).post(
        reverse("members:language"), {"language": "en", "back": "https://ailleurs.example/"}
    )
    assert answer["Location"] == "/"


def test_a_visitor_reads_the_login_page_in_the_language_of_her_browser(client, db):
    page = client.get(reverse("account_login"), headers={"accept-language": "en-GB,en"})
    assert "Log in to find your week." in page.content.decode()
