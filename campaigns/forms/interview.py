"""The form of a question to a candidate."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import InterviewQuestion


class QuestionForm(forms.ModelForm):
    """How many wanted it asked, what was answered, how many were convinced."""

    class Meta:
        model = InterviewQuestion
        fields = ("votes", "asked_by", "answer", "convinced", "doubtful", "unconvinced")
        widgets = {"answer": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "votes": _("Mains levées en assemblée pour poser cette question."),
            "convinced": _("Mains levées dans la salle, après la réponse."),
        }

    def _post_clean(self) -> None:
        """The instance is left to the verbs of the domain."""
