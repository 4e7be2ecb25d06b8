"""What a party says about a clause or the whole text: a comment, or a change it wants."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.clause import Clause
from agreements.models.own_party import PartOfPartyQuerySet
from agreements.models.party import PartOfAgreementQuerySet, Party
from agreements.models.received import ReceivedPaper
from core.scoping import Grant, Reach
from core.telling import EVERY, Share, told_as


class ChangeProposalQuerySet(PartOfPartyQuerySet):
    told = {
        Reach.ALL: EVERY,
        **told_as(
            Share.SOME,
            "die der eigenen Partei; die der anderen Parteien erst, wenn sie freigegeben sind",
            Reach.OWN,
            Reach.PARTY,
        ),
    }

    def opened_by(self, grant: Grant) -> Q:
        """Its own party's and the office's; the other parties' where it was released to them.

        Who joined by Nachtrag had no part in how the text came about.
        """
        if grant.reach is Reach.ALL:
            return super().opened_by(grant)
        released = PartOfAgreementQuerySet.opened_by(self, grant) & Q(shared_on__isnull=False)
        return super().opened_by(grant) | (released & self.of_those_from_the_beginning(grant))

    def open(self) -> "ChangeProposalQuerySet":
        return self.filter(settled_on=None)

    def for_list(self) -> "ChangeProposalQuerySet":
        return self.select_related(
            "party__municipality", "party__association", "party__police_directorate", "clause", "paper__document",
            "made_by", "settled_by",
        )  # fmt: skip


class ChangeProposal(models.Model):
    """A comment of a party on one clause or on the whole text; a wanted change waits for the office's answer."""

    class Kind(models.TextChoices):
        CHANGE = "change", "Änderungswunsch"
        REMARK = "remark", "Anmerkung"

    class Outcome(models.TextChoices):
        TAKEN = "taken", "übernommen"
        DECLINED = "declined", "nicht übernommen"
        ANSWERED = "answered", "beantwortet"

    party = models.ForeignKey(Party, models.CASCADE, related_name="proposals", verbose_name="Partei")
    kind = models.CharField("Art", max_length=10, choices=Kind, default=Kind.CHANGE)
    # None for the whole text, or where the clause was left out since; the label survives the clause.
    clause = models.ForeignKey(
        Clause, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name="Regelung"
    )
    clause_label = models.CharField("zur Regelung", max_length=170, blank=True)
    version = models.PositiveIntegerField("zur Fassung")
    text = models.TextField("Anmerkung oder Änderungswunsch")
    suggestion = models.TextField("vorgeschlagener Wortlaut", blank=True)
    # Since when the other parties read it, too.
    shared_on = models.DateField("für die anderen Parteien lesbar seit", null=True, blank=True)
    # Where the office entered it in the party's name: the mail, the letter, the returned file.
    source = models.CharField("Quelle", max_length=200, blank=True)
    paper = models.ForeignKey(
        ReceivedPaper, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="Rücklauf"
    )
    made_on = models.DateField("vom")
    made_at = models.DateTimeField("angelegt", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="von")
    settled_on = models.DateField("erledigt am", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="erledigt von"
    )
    outcome = models.CharField("Ergebnis", max_length=10, choices=Outcome, blank=True)
    answer = models.TextField("Antwort", blank=True)

    scope = "party__agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = ChangeProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "Änderungswunsch"
        verbose_name_plural = "Änderungswünsche"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="proposal_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="proposal_settled_completely",
                condition=Q(settled_on=None, settled_by=None, answer="")
                | (Q(settled_on__isnull=False, settled_by__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="proposal_outcome_only_when_settled", condition=Q(outcome="") | Q(settled_on__isnull=False)
            ),
            models.CheckConstraint(
                name="proposal_wording_is_for_a_clause", condition=Q(suggestion="") | ~Q(clause_label="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.party}"

    @property
    def about(self) -> str:
        """„§ 3 Sicherheitsanalyse“, „ganzer Text“."""
        return self.clause_label or "ganzer Text"

    @property
    def is_change(self) -> bool:
        return self.kind == self.Kind.CHANGE
