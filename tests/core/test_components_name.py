"""The association's name, where no local alliance signs."""

from django.template import Context, Template


def test_the_association_signs_under_the_name_it_chose(settings):
    settings.ORGANIZATION_NAME = "Justice Ensemble"
    drawn = Template("{{ organization_name|or_house }}").render
    assert drawn(Context()) == "Justice Ensemble"
    assert drawn(Context({"organization_name": "Alliance de Lyon"})) == "Alliance de Lyon"


def test_the_pages_say_it(client, db, settings):
    settings.ORGANIZATION_NAME = "Justice Ensemble"
    assert "Justice Ensemble" in client.get("/compte/login/").content.decode()
