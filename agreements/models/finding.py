"""Which agreements are meant, and what of them is loaded."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from agreements.models.lying import lying_with
from agreements.models.party import own_parties
from agreements.models.searching import by_number_or_day, members_of_named
from agreements.transitions import AWAITING_SIGNATURE, CONCLUDED, Status
from core import collation
from core.scoping import Grant, Reach, ScopedQuerySet, among
from core.telling import Share, Told
from filing import pattern
from filing.models import Filing


def _bound_by(grant: Grant) -> Q:
    """A signed Nachtrag binds whoever is party to its agreement, also those who joined later; not who left before."""
    own = own_parties(grant).filter(agreement=OuterRef("amendment__amends"))
    then = own.filter(Q(ends_on=None) | Q(ends_on__gte=OuterRef("signed_on")))
    return Q(kind="amendment", signed_on__isnull=False) & Q(Exists(then))


class CooperationAgreementQuerySet(ScopedQuerySet):
    told = {
        Reach.OWN: Told(
            Share.SOME,
            "der eigenen Kommune und des eigenen Zusammenschlusses, ab der Abstimmung oder nacherfasst; nie Entwürfe",
        ),
        Reach.PARTY: Told(
            Share.SOME, "nur wenn die Polizeidirektion Partei ist, ab der Abstimmung oder nacherfasst; nie Entwürfe"
        ),
    }

    def opened_by(self, grant: Grant) -> Q:
        """Towns and police read what covers them or what they bear, once it is more than a draft of the office."""
        rule = super().opened_by(grant)
        # Recorded afterwards it was signed long ago; what was recorded by mistake stays with the office.
        shown = Q(consultation_on__isnull=False) | (Q(is_recorded=True) & ~Q(status=Status.WITHDRAWN))
        if grant.reach is Reach.OWN:
            borne = self.model._base_manager.filter(among("parties__association", grant.associations))
            return (rule | Q(pk__in=borne.values("pk")) | _bound_by(grant)) & shown
        if grant.reach is Reach.PARTY:
            own = self.model._base_manager.filter(parties__police_directorate__in=grant.bodies)
            return (Q(pk__in=own.values("pk")) | _bound_by(grant)) & shown
        return rule

    def of_saxony(self) -> Self:
        """Without agreements of invented towns, which no figure counts."""
        return self.filter(is_example=False)

    def drafted_or_edited_by(self, people: Iterable[int]) -> Self:
        """Texts on which one of the people (ids) works, or somebody in her stead."""
        ids = list(people)
        return self.filter(Q(created_by__in=ids) | Q(edited_by__in=ids) | Q(edited_for__in=ids))

    def numbered(self) -> Self:
        """Kooperationsvereinbarungen proper: a Vorvereinbarung takes no number."""
        return self.filter(kind=self.model.Kind.AGREEMENT)

    def without_amendments(self) -> Self:
        """Agreements; a Nachtrag is a document of its own, but no agreement more."""
        return self.exclude(kind=self.model.Kind.AMENDMENT)

    def concluded(self, on: date) -> Self:
        """Signed by every party up to and including the day, whatever became of them later."""
        return self.filter(status__in=CONCLUDED, signed_on__lte=on)

    def awaiting_signature(self) -> Self:
        return self.filter(status__in=AWAITING_SIGNATURE)

    def with_consents(self) -> Self:
        """Whether every party asked has agreed, and the day of the last consent, without loading a party."""
        asked = self.model._meta.get_field("parties").related_model._base_manager.filter(agreement=OuterRef("pk"))
        last = asked.exclude(agreed_on=None).order_by("-agreed_on").values("agreed_on")
        return self.annotate(is_agreed=~Exists(asked.filter(agreed_on=None)), agreed_on=Subquery(last[:1]))

    def matching(self, query: str, on: date) -> Self:
        """Town covered (umlaut-blind), association, file reference, register number or day of signing."""
        rule = pattern.spelt_like(query) | by_number_or_day(query)
        for form in collation.spellings(query):
            rule |= self._with("coverage", municipality__search_key__contains=form)
            rule |= self._with("parties", association__search_key__contains=form)
            members = members_of_named(form, on=on).values("municipality")
            rule |= self._with("coverage", municipality__in=members)
        return self.filter(rule)

    def carrying(self, file_reference: str) -> Self:
        """Those that hold a file reference, however it is spelt; one withdrawn gives it free."""
        return self.filter(pattern.is_the_same(file_reference)).exclude(
            Q(file_reference="") | Q(status=Status.WITHDRAWN)
        )

    def in_district(self, key: str) -> Self:
        return self.filter(self._with("coverage", municipality__district__key=key))

    def in_directorate(self, key: str) -> Self:
        """Towns in the area of a police directorate, whether or not it is a party."""
        return self.filter(self._with("coverage", municipality__district__police_directorate__key=key))

    def lying_with(self, place: str) -> Self:
        """With whom the text lies, by a place of Station."""
        parties, stations = (self.model._meta.get_field(name).related_model for name in ("parties", "stations"))
        return self.filter(lying_with(place, parties._base_manager.all(), stations._base_manager.all()))

    def covering_any(self, municipality_ids: Iterable[int]) -> Self:
        return self.filter(self._with("coverage", municipality__in=list(municipality_ids)))

    def running(self) -> Self:
        """Under way or in force: neither ended nor withdrawn."""
        return self.exclude(status__in=[Status.ENDED, Status.WITHDRAWN])

    def filed(self) -> Self:
        """Those with a Veraktung, whatever came later."""
        return self.filter(pk__in=Filing.objects.of_model(self.model).values("object_id"))

    def unfiled(self) -> Self:
        return self.exclude(pk__in=Filing.objects.of_model(self.model).values("object_id"))

    def with_filed_on(self) -> Self:
        """The day of the last Veraktung, for the list."""
        own = Filing.objects.of_model(self.model).filter(object_id=OuterRef("pk")).order_by("-number")
        return self.annotate(filed_on=Subquery(own.values("filed_on")[:1]))

    def _with(self, relation: str, **conditions: Any) -> Q:
        """Agreements with such a row; a subquery, because a join would repeat joint agreements."""
        found = self.model._base_manager.filter(**{f"{relation}__{path}": value for path, value in conditions.items()})
        return Q(pk__in=found.values("pk"))

    def with_sort_name(self) -> Self:
        """Sorted by what its name begins with: the first town or association that stands in its text."""
        parties = self.model._meta.get_field("parties").related_model._base_manager
        bearers = parties.filter(agreement=OuterRef("pk"), succeeds=None).exclude(municipality=None, association=None)
        name = Coalesce("municipality__sort_key", "association__sort_key")
        return self.annotate(sort_name=Subquery(bearers.order_by("position", "pk").values_list(name)[:1]))

    def for_list(self) -> Self:
        """What a list says of an agreement: parties, towns, districts. „Liegt bei“ loads the rest where it is open."""
        return self.with_title().with_names().with_rows_of("coverage", "municipality__district")

    def for_detail(self) -> Self:
        return (
            self.select_related(
                "final_document", "signed_copy", "created_by", "approved_by", "finalised_by", "template", "term"
            )
            .with_parts()
            .prefetch_related("clauses", "guests", "notices", "parties__carried", "parties__resolution")
        )

    def for_stored_text(self) -> Self:
        """What handing out the fixed text needs: the file, and the name and towns for the log."""
        return self.select_related("final_document").with_parties().with_rows_of("coverage")

    def with_names(self) -> Self:
        """Whom it is with."""
        return self.with_rows_of("parties", "municipality", "association", "police_directorate")

    def with_title(self) -> Self:
        """A Nachtrag is called after its agreement. Few are, and where there is none nothing more is asked.

        Joined to every agreement, these rows took twice as long as all the others.
        """
        return self.prefetch_related(
            "amendment__amends", "amendment__joining", "amendment__leaving__municipality",
            "amendment__leaving__association", "amendment__leaving__police_directorate",
        )  # fmt: skip

    def with_parties(self) -> Self:
        """What its name is made of, and the districts its towns lie in."""
        titled = self.with_title()
        return titled.with_rows_of("parties", "municipality__district", "association", "police_directorate")

    def with_parts(self) -> Self:
        """What every page needs that shows an agreement: its parties, who signs for them, which towns it covers."""
        covered = self.with_parties().with_rows_of("coverage", "municipality__district", "party")
        return covered.prefetch_related("parties__signatories", "stations")
