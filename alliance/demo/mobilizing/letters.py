"""What was written by hand: a message that left, one being written, a chapter's own eve."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Max

from actions.domain.writing import letters, mailings
from actions.domain.writing.mailing_people import people_of, with_way
from actions.enums import (
    ActionState,
    Anchor,
    Audience,
    MailingSource,
    MailingState,
    StepMoment,
    Way,
)
from actions.models import Mailing, MailingRecipient, ReminderStep, StepWording
from alliance.demo.mobilizing.reminding import REFUSED
from alliance.demo.world import World
from alliance.outbox.domain import unsubscribe_headers
from alliance.outbox.domain.inbound import receive
from alliance.outbox.enums import ChannelName, State
from alliance.outbox.models import Message, MessageEvent
from members.enums import AddressState
from members.models import Person, PersonEmail

LEFT = """Bonjour {prenom},

Jeudi, **nous étions 43** devant l’agence du bailleur. La directrice est \
descendue : elle s’est engagée à faire réparer les deux ascenseurs *avant la fin du mois*.

Ce qu’on fait maintenant :

- on compte les pannes, étage par étage ;
- on se retrouve le 28 pour vérifier l’engagement, ensemble ;
- si rien n’a bougé, on y retourne, plus nombreux.

Une voisine qui n’était pas là ? Parlez-lui de tout ça dans l’escalier.

{signature}"""
DRAFT = """Bonjour {prenom},

Pour « {action} », {jour} à {heure}, il nous manque encore des bras :

- deux personnes pour l’accueil ;
- une pour garder les enfants ;
- des voix pour lire les témoignages.

Si vous pouvez donner un coup de main, répondez à ce message.

{signature}"""
# What four of those who read it wrote back.
ANSWERS = (
    "Bravo à toutes. Je peux apporter deux tables pliantes le 28, dites-moi à quelle heure.",
    "Merci beaucoup !",
    "Au 7, allée des Merisiers, l’ascenseur est encore tombé en panne ce matin.\nQui le note ?",
    "Je viens le 28 avec ma fille. Elle traduit en arabe si besoin.",
)
EVE = """C’est demain, {prenom} ! Rendez-vous à {heure}, {lieu}.

Venez avec une voisine ou un voisin : **à deux, on est déjà plus fort**."""


def make_letters(world: World) -> None:
    """A message to the members of Grenoble, a draft about the next action, a template."""
    _template(world)
    _answers(world, _left(world))
    _draft(world)
    _dead_addresses()


def _template(world: World) -> None:
    step = ReminderStep.objects.create(
        chapter=world.chapters["grenoble"],
        moment=StepMoment.EVE,
        anchor=Anchor.START,
        days=-1,
        at=time(17, 30),
        window_hours=12,
        audience=Audience.YES_OR_MAYBE,
        subject="Demain à {heure} : {action}",
        body=EVE,
    )
    StepWording.objects.create(
        step=step,
        language="tr",
        subject="Yarın saat {heure}: {action}",
        body="Merhaba {prenom}, yarın saat {heure}, {lieu}. Bir komşunuzla birlikte gelin!",
    )


def _left(world: World) -> list[Message]:
    # After the last reminder: lists of messages are read by their numbers.
    last = Message.objects.aggregate(last=Max("created_at"))["last"]
    at = max(world.at(world.ago(1), 19, 5), last + timedelta(minutes=2))
    amina = world.accounts["amina"]
    mailing = Mailing.objects.create(
        chapter=world.chapters["grenoble"],
        author=amina,
        source=MailingSource.MEMBERS,
        subject="Les ascenseurs : ce que nous avons obtenu",
        body=LEFT,
        created_at=at - timedelta(hours=1),
    )
    people = with_way(mailing, people_of(mailing)).select_related("chapter", "organizer")
    rows = [_recipient(mailing, person, at) for person in people.order_by("pk")]
    _spoil(rows, at)
    Message.objects.bulk_create([row.message for row in rows if row.message], batch_size=500)
    for row in rows:
        row.message_id = row.message.pk if row.message else None
    MailingRecipient.objects.bulk_create(rows, batch_size=500)
    mailing.state, mailing.send_at = MailingState.DONE, at
    mailing.launched_at, mailing.launched_by = at - timedelta(minutes=2), amina
    mailing.finished_at = at + timedelta(minutes=1)
    mailing.save()
    for row in rows:
        if row.message and row.message.state == State.UNCERTAIN:
            MessageEvent.objects.create(
                message=row.message, at=at, state=State.UNCERTAIN, detail=row.message.error
            )
    return [row.message for row in rows if row.message and row.message.state == State.SENT]


def _answers(world: World, sent: list[Message]) -> None:
    """Some wrote back the same evening: the house understands, or hands it to somebody."""
    for place, (message, text) in enumerate(zip(sent[3::7], ANSWERS, strict=False)):
        at = (message.sent_at or message.created_at) + timedelta(minutes=11 + 17 * place)
        receive(
            channel=ChannelName.EMAIL,
            provider_id=f"<{world.uuid()}@exemple.test>",
            from_address=message.to_address,
            text=text,
            ours=message,
            now=at,
        )


def _recipient(mailing: Mailing, person: Person, at: datetime) -> MailingRecipient:
    way = str(getattr(person, "way", Way.NONE))
    row = MailingRecipient(mailing=mailing, person=person, way=way, written_at=at)
    if way == Way.EMAIL:
        row.message = _message(mailing, person, at)
    else:
        row.way = Way.NONE
    return row


def _message(mailing: Mailing, person: Person, at: datetime) -> Message:
    written = letters.compose(mailing=mailing, person=person)
    sent = at + timedelta(seconds=5 + person.pk % 50)
    return Message(
        key=f"{mailings.KIND}:{mailing.pk}:{person.pk}",
        kind=mailings.KIND,
        channel=ChannelName.EMAIL,
        state=State.SENT,
        to_address=getattr(person, "email_address", ""),
        to_name=str(person),
        from_name=mailing.chapter.name,
        reply_to=mailing.chapter.reply_to,
        subject=written.subject,
        text=written.text,
        html=written.html,
        language=written.language,
        headers=unsubscribe_headers(written.unsubscribe_url),
        chapter_id=mailing.chapter_id,
        recipient_type="members.person",
        recipient_id=person.pk,
        reference=f"actions.mailing:{mailing.pk}",
        batch=f"actions.mailing:{mailing.pk}",
        send_after=at,
        created_at=at,
        changed_at=sent,
        claimed_at=at,
        handed_over_at=sent,
        sent_at=sent,
        attempts=1,
    )


def _spoil(rows: list[MailingRecipient], at: datetime) -> None:
    """As in life: two mailboxes that no longer exist, one answer of the relay that never came."""
    messages = [row.message for row in rows if row.message]
    for message in messages[3:20:16]:
        message.state, message.sent_at, message.error = State.FAILED, None, REFUSED
    for message in messages[8:9]:
        message.state, message.sent_at = State.UNCERTAIN, None
        message.error = "Le service d’envoi n’a pas répondu à temps : parti ou non ?"
        message.changed_at = at + timedelta(minutes=5)


def _draft(world: World) -> None:
    coming = [
        action
        for action in world.actions
        if action.state == ActionState.ANNOUNCED
        and action.starts_at > world.at(world.today, 23)
        and action.chapter.slug == "grenoble"
    ]
    if not coming:
        return
    action = min(coming, key=lambda each: each.starts_at)
    Mailing.objects.create(
        chapter=action.chapter,
        author=world.accounts["amina"],
        source=MailingSource.ACTION,
        action=action,
        audience=Audience.YES_OR_MAYBE,
        subject="On cherche des bras pour {jour}",
        body=DRAFT,
        created_at=world.at(world.ago(1), 18, 20),
    )


def _dead_addresses() -> None:
    """What the relay refused for good is known on the person's page."""
    dead = Message.objects.filter(state=State.FAILED, error=REFUSED).values_list("to_address")
    PersonEmail.objects.filter(address__in=dead).update(state=AddressState.BOUNCED)
