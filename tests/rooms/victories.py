from django.core.files.base import ContentFile

from campaigns.models import Testimony, VictoryBook
from tests.cast import Cast
from tests.factories import campaigns as make

PUBLIC = {"campaigns:public-victories", "campaigns:public-photo"}


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    victory = make.VictoryFactory(campaign__chapter=cast.grenoble, is_public=True)
    photo = make.DocumentFactory(campaign=victory.campaign, content_type="image/png")
    photo.file.save("x.png", ContentFile(b"x"))
    VictoryBook.objects.create(chapter=cast.grenoble, is_open=True)
    testimony = Testimony.objects.create(
        victory=victory,
        words="Enfin.",
        signed_as="Awa",
        photo=photo,
        is_public=True,
        consent_words="oui",
        consent_on=victory.won_on,
    )
    slug = cast.grenoble.slug
    return {
        "campaigns:document-": {"pk": photo.pk},
        "campaigns:victory-": {"pk": victory.pk},
        "campaigns:testimony-": {"pk": testimony.pk},
        "campaigns:victory-book": {"slug": slug},
        "campaigns:public-": {"slug": slug, "pk": testimony.pk},
    }
