from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class SearchWord(models.Model):
    """A word that people's names and addresses hold, folded: what a typo is compared with.

    Written by a trigger of the people's table, so that it is never behind; swept every night.
    The same word may stand twice for a day: uniqueness would make imports wait for each other.
    """

    word = models.TextField(db_collation="C")

    class Meta:
        verbose_name = _("mot de la recherche")
        verbose_name_plural = _("mots de la recherche")
        indexes = [
            models.Index("word", name="search_word_by_start"),
            GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="search_word_pieces"),
        ]

    def __str__(self) -> str:
        return self.word
