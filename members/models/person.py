from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, JSONObject, Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import AddressState, PersonSource, PhoneKind
from members.models.chapter import Chapter, Neighbourhood
from members.models.search import SimpleVector, joined
from members.scoping import Scope, ScopedQuerySet, scope_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from members.models.group import GroupMembership
    from members.models.user import User

# « Jamais vu·e » sorts before everybody seen: a NULL could not be paged through by its index.
NEVER = datetime(1900, 1, 1, tzinfo=UTC)
LAST_SEEN = Coalesce("last_contact_at", Value(NEVER))

SEARCHED = ("first_name", "last_name", "usual_name", "street", "city")
# Letters whose words are searched: far more than a name and a street, and few enough for the
# words to fit in an index beside the name, in any alphabet.
SEARCHED_LETTERS = 280


class PersonQuerySet(ScopedQuerySet["Person"]):
    def scope_filter(self, scope: Scope) -> models.Q:
        mine = self.in_chapters(scope.organizes)
        if scope.led_groups:
            mine |= Q(
                group_memberships__group__in=scope.led_groups, group_memberships__left_on=None
            )
        return mine

    def visible_to(self, user: User | AnonymousUser) -> Self:
        found = super().visible_to(user)
        return found.distinct() if scope_of(user).led_groups else found

    def active(self) -> PersonQuerySet:
        """People we know today: neither archived, nor merged into another."""
        return self.filter(archived_at=None, merged_into=None)

    def in_list_order(self) -> PersonQuerySet:
        """By last name, accents and case ignored."""
        return self.order_by("sort_key", "id")


class Household(models.Model):
    """People who share a door, perhaps a phone; never a merged identity."""

    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("alliance locale"),
        on_delete=models.CASCADE,
        related_name="households",
    )
    name = models.CharField(_("nom"), max_length=160, blank=True)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("foyer")
        verbose_name_plural = _("foyers")

    def __str__(self) -> str:
        return self.name or f"{_('foyer')} {self.pk}"


class Tag(models.Model):
    """A word of the chapter's own, stuck on people."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.CASCADE, related_name="tags"
    )
    name = models.CharField(_("étiquette"), max_length=60)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("étiquette")
        verbose_name_plural = _("étiquettes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "name"], name="tag_unique_in_chapter")
        ]

    def __str__(self) -> str:
        return self.name


class Named(Protocol):
    """Whoever has the names of a person."""

    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def usual_name(self) -> str: ...


def full_name(person: Named) -> str:
    """As it is said: first name first."""
    return f"{person.first_name} {person.last_name}".strip() or person.usual_name


class Person(models.Model):
    """Somebody we met and who agreed to be known: a name is enough, an e-mail is not needed."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.PROTECT, related_name="people"
    )
    first_name = models.CharField(_("prénom"), max_length=100, blank=True)
    last_name = models.CharField(_("nom"), max_length=100, blank=True)
    usual_name = models.CharField(
        _("nom d’usage"), max_length=100, blank=True, help_text=_("Comme on l’appelle au quartier.")
    )
    household = models.ForeignKey(
        Household,
        verbose_name=_("foyer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    birth_year = models.PositiveSmallIntegerField(_("année de naissance"), null=True, blank=True)
    language = models.CharField(_("langue des messages"), max_length=8, default="fr")
    languages = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("langues parlées"),
        default=list,
        blank=True,
    )
    needs_childcare = models.BooleanField(_("garde d’enfants"), default=False)
    needs_ride = models.BooleanField(_("besoin d’un trajet"), default=False)
    needs_interpreter = models.BooleanField(_("besoin d’un·e interprète"), default=False)
    street = models.CharField(_("rue"), max_length=200, blank=True)
    address_extra = models.CharField(_("bâtiment, étage"), max_length=120, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=10, blank=True)
    city = models.CharField(_("ville"), max_length=120, blank=True)
    insee_code = models.CharField(_("code INSEE"), max_length=5, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        verbose_name=_("quartier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("suivi·e par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_people",
    )
    brought_by = models.ForeignKey(
        "self",
        verbose_name=_("amené·e par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="brought_people",
    )
    source = models.CharField(
        _("rencontré·e par"),
        max_length=20,
        choices=PersonSource.choices,
        default=PersonSource.OTHER,
    )
    source_detail = models.CharField(_("précision"), max_length=200, blank=True)
    first_met_on = models.DateField(_("rencontré·e le"), null=True, blank=True)
    last_contact_at = models.DateTimeField(
        _("dernier échange"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Tenu à jour par les échanges notés."),
    )
    note = models.TextField(_("note"), blank=True)
    tags = models.ManyToManyField(
        Tag, verbose_name=_("étiquettes"), blank=True, related_name="people"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("fiche créée le"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("fiche créée par"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    archived_at = models.DateTimeField(_("archivée le"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("fusionnée avec"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="merged_people",
    )
    sort_key = models.GeneratedField(
        expression=joined("last_name", "first_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    search_text = models.GeneratedField(
        expression=joined(*SEARCHED), output_field=models.TextField(), db_persist=True
    )
    search_vector = models.GeneratedField(
        expression=SimpleVector(Left(joined(*SEARCHED), SEARCHED_LETTERS)),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    if TYPE_CHECKING:
        group_memberships: models.Manager[GroupMembership]

    objects: ClassVar = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        indexes = [
            models.Index(
                fields=["chapter", "sort_key", "id"],
                include=["search_vector"],
                condition=Q(archived_at=None, merged_into=None),
                name="person_names_and_words",
            ),
            models.Index("sort_key", "id", name="person_national_order"),
            models.Index("organizer", "last_contact_at", name="person_by_organizer"),
            models.Index("chapter", "last_contact_at", name="person_by_last_contact"),
            models.Index("chapter", LAST_SEEN, "id", name="person_by_last_seen"),
            models.Index(LAST_SEEN, "id", name="person_national_last_seen"),
            models.Index("chapter", "created_at", "id", name="person_by_creation"),
            models.Index("created_at", "id", name="person_national_creation"),
            GinIndex("languages", name="person_by_language"),
            GinIndex("search_vector", name="person_search_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_name="", last_name="", usual_name=""), name="person_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__gte=1900, birth_year__lte=2100),
                name="person_birth_year_plausible",
            ),
            models.CheckConstraint(
                condition=Q(brought_by=None) | ~Q(brought_by=F("id")),
                name="person_not_brought_by_herself",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="person_not_merged_into_herself",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """As it is said: first name first."""
        return full_name(self)

    @property
    def greeting_name(self) -> str:
        """How a message calls her."""
        return self.usual_name or self.first_name or self.last_name


class PersonPhone(models.Model):
    """A number where this person may be reached; a family may share it."""

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="phones"
    )
    number = models.CharField(_("numéro"), max_length=20, help_text=_("Au format international."))
    kind = models.CharField(
        _("type"), max_length=10, choices=PhoneKind.choices, default=PhoneKind.MOBILE
    )
    label = models.CharField(_("précision"), max_length=60, blank=True)
    is_primary = models.BooleanField(_("principal"), default=False)
    is_wrong = models.BooleanField(_("faux numéro"), default=False)

    class Meta:
        verbose_name = _("téléphone")
        verbose_name_plural = _("téléphones")
        ordering = ["-is_primary", "id"]
        indexes = [
            GinIndex(OpClass(F("number"), name="gin_trgm_ops"), name="phone_search_pieces"),
            models.Index("number", name="phone_by_number"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^\+[0-9]{6,15}$"), name="phone_is_international"
            ),
            models.UniqueConstraint(fields=["person", "number"], name="phone_once_per_person"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_primary=True), name="phone_one_primary"
            ),
        ]

    def __str__(self) -> str:
        return self.number


def first_phone(person: str = "pk") -> models.Subquery:
    """The number to call her on, as a column: `{"number", "kind"}`, or nothing.

    `person` says where the row keeps her. Lists show one number of each: a column costs less than
    a second query for all the numbers of all of them.
    """
    hers = PersonPhone.objects.filter(person=models.OuterRef(person)).order_by("-is_primary", "id")
    return models.Subquery(hers.values(found=JSONObject(number="number", kind="kind"))[:1])


class PersonEmail(models.Model):
    """An e-mail address of this person; a family may share it."""

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="emails"
    )
    address = models.EmailField(_("adresse"), max_length=254)
    is_primary = models.BooleanField(_("principale"), default=False)
    state = models.CharField(
        _("état"), max_length=12, choices=AddressState.choices, default=AddressState.OK
    )

    class Meta:
        verbose_name = _("adresse e-mail")
        verbose_name_plural = _("adresses e-mail")
        ordering = ["-is_primary", "id"]
        indexes = [
            GinIndex(OpClass(F("address"), name="gin_trgm_ops"), name="email_search_pieces"),
            models.Index("address", name="email_by_address"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(address__regex=r"^[^[:upper:][:space:]@]+@[^[:upper:][:space:]@]+$"),
                name="email_is_lower_case",
            ),
            models.UniqueConstraint(fields=["person", "address"], name="email_once_per_person"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_primary=True), name="email_one_primary"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class ExternalId(models.Model):
    """The name by which another system knows this person (HelloAsso, CiviCRM…)."""

    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="external_ids"
    )
    chapter = models.ForeignKey(
        Chapter, verbose_name=_("alliance locale"), on_delete=models.CASCADE, related_name="+"
    )
    source = models.CharField(_("source"), max_length=40)
    value = models.CharField(_("identifiant"), max_length=200)

    class Meta:
        verbose_name = _("identifiant externe")
        verbose_name_plural = _("identifiants externes")
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "source", "value"], name="external_id_once_per_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"
