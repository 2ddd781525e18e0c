"""Dues: taking money from the person page, receipts, and where the members stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.paging import keyset_page
from alliance.core.remembering import remembered
from alliance.core.text.french import euros
from members.domain import consents
from members.domain.finding.columns import COLUMNS, standing_of
from members.domain.paying import dues
from members.domain.paying.memberships import Standing, ending_in, standing_counts
from members.enums import Channel
from members.forms.dues import CancelReceiptForm, CollectForm
from members.models import Chapter, Membership, Person, Receipt
from members.permissions import organizers_only, require_organizer_of
from members.scoping import Scope, get_visible_or_404, scope_of

LATEST = 3  # payments in sight on the person page; all of them are one tap away
COUNTS_KEPT = 300  # seconds
AT_ONCE = timedelta(minutes=15)  # a receipt taken back so soon needs no reason typed


@require_GET
def person_dues(request: HttpRequest, pk: int) -> HttpResponse:
    """Her dues and what she said yes to: a piece of her page, or a page for a plain link."""
    people = Person.objects.annotate(**COLUMNS["standing"].annotations())
    person = get_visible_or_404(people, request.user, pk=pk)
    require_organizer_of(request.user, person.chapter_id)
    context = {
        "person": person,
        "standing": standing_of(person),
        "dues": _dues_card(person),
        "consents": _consent_lines(person),
    }
    page = "members/dues/_person.html" if request.htmx else "members/dues/person.html"  # type: ignore[attr-defined]
    return render(request, page, context)


def _dues_card(person: Person) -> dict[str, Any]:
    found = dues.history(person)
    first = found[0] if found else None
    older = found if first and len(first.payments.all()) > LATEST else found[1:]
    return {"last": first, "older": older, "count": len(found)}


def _consent_lines(person: Person) -> list[dict[str, Any]]:
    words = consents.last_words(person)
    return [
        {"channel": channel, "label": Channel(channel).label, "consent": words.get(channel)}
        for channel in Channel.values
    ]


@never_cache
@require_http_methods(["GET", "POST"])
def dues_collect(request: HttpRequest, pk: int) -> HttpResponse:
    """« Encaisser »: everything is filled in as last year; one tap takes the money."""
    person = get_visible_or_404(Person.objects.select_related("chapter"), request.user, pk=pk)
    require_organizer_of(request.user, person.chapter_id)
    choices = dues.choices(person=person)
    form = CollectForm(
        request.POST or None,
        person=person,
        user=request.user,
        choices=choices,
        initial=_usual(person),
    )
    if form.is_valid() and (receipt := _collect(request, person, form)):
        paid = {"amount": euros(receipt.payment.amount), "number": receipt.number}
        undo = reverse("members:receipt-cancel", args=[receipt.pk])
        words = _("%(amount)s encaissés, reçu n° %(number)s.") % paid
        messages.success(request, words, extra_tags=f"undo={undo}")
        return redirect("members:person-detail", person.pk)
    context = {
        "form": form,
        "person": person,
        "options": choices,
        "rest": next((choice for choice in choices if choice.membership), None),
        "next": next((choice for choice in choices if not choice.membership), None),
    }
    return render(
        request, "members/dues/collect.html", context, status=422 if form.is_bound else 200
    )


def _usual(person: Person) -> dict[str, Any]:
    return {"method": dues.usual_method(person), "seen": dues.count_of(person)}


def _collect(request: HttpRequest, person: Person, form: CollectForm) -> Receipt | None:
    choice, amount = form.chosen()
    data = form.cleaned_data
    try:
        return dues.collect(
            person=person,
            type=None if choice.membership else choice.type,
            membership=choice.membership,
            amount=amount,
            actor=request.user,
            **{name: data[name] for name in ("method", "received_on", "collected_by", "reference")},
            client_id=data["client_id"],
            seen=data["seen"],
        )
    except dues.InvalidPayment as problem:
        for field, message in problem.messages.items():
            form.add_error(None if field == "__all__" else field, message)
    except dues.PaidMeanwhile:
        form.add_error(None, _paid_meanwhile())
        form.data = form.data.copy()
        form.data["seen"] = str(dues.count_of(person))
    return None


def _paid_meanwhile() -> str:
    return _(
        "Quelqu’un vient d’encaisser une cotisation de cette personne. Rien n’a été compté deux "
        "fois : regardez sa fiche, puis encaissez de nouveau si c’est bien un autre paiement."
    )


@require_GET
def receipt_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A receipt, to show on the phone or to print."""
    receipt = _receipt(request, pk)
    form = CancelReceiptForm()
    return render(request, "members/dues/receipt.html", {"receipt": receipt, "form": form})


def _receipt(request: HttpRequest, pk: int) -> Receipt:
    everything = Receipt.objects.select_related(
        "chapter",
        "issued_by",
        "payment__collected_by",
        "payment__membership__type",
        "payment__membership__person",
    )
    return get_visible_or_404(everything, request.user, pk=pk)


@require_POST
def receipt_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a receipt: at once by « Annuler », later with a reason."""
    receipt = _receipt(request, pk)
    form = CancelReceiptForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    if not reason and timezone.now() - receipt.issued_at < AT_ONCE:
        reason = _("annulé aussitôt après la saisie")
    if not reason:
        context = {"receipt": receipt, "form": form}
        return render(request, "members/dues/receipt.html", context, status=422)
    if dues.cancel(receipt=receipt, reason=reason, actor=request.user):
        messages.success(request, _("Reçu annulé : son numéro ne servira plus."))
    return redirect("members:person-detail", receipt.payment.membership.person_id)


@require_GET
@organizers_only
def membership_list(request: HttpRequest) -> HttpResponse:
    """The members by standing (`?situation=`), with a gesture beside each name."""
    scope = scope_of(request.user)
    people = Person.objects.visible_to(request.user).active()
    if not scope.everywhere:
        people = people.filter(chapter__in=scope.organizes)
    chapters = list(Chapter.objects.organized_by(request.user))
    asked = request.GET.get("alliance", "")
    chapter = next((c for c in chapters if str(c.pk) == asked), None)
    if chapter is not None:
        people = people.filter(chapter=chapter)
    wanted = request.GET.get("situation", "")
    standing = Standing(wanted) if wanted in Standing.values else Standing.DUE_SOON
    counts = _counts(people, scope, chapter)
    page = keyset_page(_rows(people, standing), request, order=_order(standing))
    context = {
        "standing": standing,
        "tabs": [(value, value.label, counts[value]) for value in Standing],
        "page": page,
        "chapters": chapters if len(chapters) > 1 else [],
        "chapter": chapter,
        "poster_chapters": [c for c in chapters if chapter is None or c == chapter],
    }
    return render(request, "members/dues/list.html", context)


def _counts(people: Any, scope: Scope, chapter: Chapter | None) -> dict[str, int]:
    """How many in each standing: everybody is read, so the answer is kept five minutes, or until
    somebody joins (docs/decisions/0191)."""
    latest = Membership.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"standings:{scope.key}:{chapter.pk if chapter else ''}:{timezone.localdate()}:{latest}"
    return remembered(key, lambda: standing_counts(people), seconds=COUNTS_KEPT)


def _rows(people: Any, standing: Standing) -> Any:
    """The people of a standing, each with `dues_end`, the last day of her last period."""
    return (
        ending_in(people, standing)
        .select_related("organizer", "neighbourhood")
        .prefetch_related("phones")
    )


def _order(standing: Standing) -> list[str]:
    """Those who end soonest first; of those who have lapsed, the latest first."""
    coming = standing in {Standing.UP_TO_DATE, Standing.DUE_SOON}
    return ["dues_end", "id"] if coming else ["-dues_end", "-id"]
