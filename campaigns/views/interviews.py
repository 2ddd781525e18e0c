"""Questions to a candidate, in the room of the interview."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.domain.fought import interviews
from campaigns.forms.interview import QuestionForm
from campaigns.models import Ballot, InterviewQuestion, Negotiation
from campaigns.views.negotiations import negotiation_of
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


@require_POST
def question_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more question for the room to vote."""
    row = negotiation_of(request, pk, write=True)
    try:
        interviews.ask(
            negotiation=row,
            text=request.POST.get("text", ""),
            asked_by=request.POST.get("asked_by", ""),
            actor=request.user,
        )
        messages.success(request, _("La question est sur la liste."))
    except interviews.InvalidQuestion as problem:
        messages.error(request, str(problem))
    return redirect("campaigns:negotiation-detail", row.pk)


@require_POST
def questions_voted(request: HttpRequest, pk: int, ballot: int) -> HttpResponse:
    """The problems an assembly voted, as questions."""
    row = negotiation_of(request, pk, write=True)
    votes = Ballot.objects.filter(chapter=row.campaign.chapter_id).select_related("result")
    vote = get_visible_or_404(votes, request.user, pk=ballot)
    try:
        n = interviews.ask_what_was_voted(negotiation=row, ballot=vote, actor=request.user)
        words = ngettext(
            "%(n)s question reprise du vote, avec ses voix.",
            "%(n)s questions reprises du vote, avec leurs voix.",
            n,
        )
        messages.success(request, words % {"n": n})
    except interviews.InvalidQuestion as problem:
        messages.error(request, str(problem))
    return redirect("campaigns:negotiation-detail", row.pk)


@require_http_methods(["GET", "POST"])
def question_write(request: HttpRequest, pk: int) -> HttpResponse:
    """The votes, the answer, the hands."""
    seen = Negotiation.objects.visible_to(request.user)
    question = InterviewQuestion.objects.filter(pk=pk).first()
    meeting_id = question.negotiation_id if question else 0
    meeting = get_visible_or_404(Negotiation, request.user, pk=meeting_id)
    require_organizer_of(request.user, meeting.campaign.chapter_id)
    question = InterviewQuestion.objects.select_related("negotiation__campaign").get(
        pk=pk, negotiation__in=seen
    )
    form = QuestionForm(request.POST or None, instance=question)
    if form.is_valid() and _written(request, question, form):
        return redirect("campaigns:negotiation-detail", meeting.pk)
    status = 422 if form.is_bound else 200
    context = {"question": question, "meeting": meeting, "campaign": meeting.campaign, "form": form}
    return render(request, "campaigns/negotiation/question.html", context, status=status)


def _written(request: HttpRequest, question: InterviewQuestion, form: forms.ModelForm) -> bool:
    try:
        interviews.write(question=question, actor=request.user, **form.cleaned_data)
    except interviews.InvalidQuestion as problem:
        for field, message in problem.messages.items():
            form.add_error(field, message)
        return False
    messages.success(request, _("C’est noté."))
    return True
