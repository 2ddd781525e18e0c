"""Rows that hang on a campaign are seen with it."""

from __future__ import annotations

from members.scoping import ChapterWideQuerySet, ModelT


class OfCampaignQuerySet(ChapterWideQuerySet[ModelT]):
    """Rows of a campaign: everybody with a role in its chapter reads them."""

    chapter_path = "campaign__chapter"
