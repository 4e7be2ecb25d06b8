"""How a signatory signs: by which authority, in whose stead, by hand or electronically, with seal or without.

§ 60 SächsGemO (in force since 20 February 2022): declarations that bind a municipality need the written form and the
mayor's own hand; the electronic form does as well, with a signature that can be verified permanently (Abs. 1). In the
mayor's stead sign the deputy, a Beigeordnete/r with the power to represent, or two such employees (Abs. 2). The
Amtsbezeichnung is to stand beside the signature, and in case of Abs. 2 words that tell of the representation (Abs. 3).
None of it binds business of current administration, or what is signed by a Vollmacht of the same form (Abs. 4).
The law asks for no seal; whether one was affixed is kept because the towns use it.
"""

from django.db import models
from django.db.models import Q

ACTING = ("acting_name", "acting_office", "acting_reason")


class SignedAs(models.Model):
    """The part of a signatory that the fixed text does not know; it may change until she has signed."""

    class Authority(models.TextChoices):
        HOLDER = "holder", "Bürgermeister/in"
        DEPUTY = "deputy", "Stellvertretung (§ 54 SächsGemO)"
        ALDERMAN = "alderman", "Beigeordnete/r (§ 55 SächsGemO)"
        STAFF = "staff", "zwei Bedienstete gemeinsam (§ 60 Abs. 2 SächsGemO)"
        MANDATE = "mandate", "Vollmacht (§ 59, § 60 Abs. 4 SächsGemO)"
        CHAIR = "chair", "Verbandsvorsitz"
        DEPUTY_CHAIR = "deputy_chair", "Stellvertretung im Verbandsvorsitz"
        HEAD = "head", "Leitung"
        IN_STEAD = "in_stead", "in Vertretung der Leitung (i. V.)"
        BY_ORDER = "by_order", "im Auftrag der Leitung (i. A.)"

    class Medium(models.TextChoices):
        HAND = "hand", "handschriftlich"
        ELECTRONIC = "electronic", "elektronisch signiert"

    class Seal(models.TextChoices):
        AFFIXED = "affixed", "beigedrückt"
        MISSING = "missing", "fehlt noch"
        NOT_NEEDED = "not_needed", "nicht vorgesehen"

    authority = models.CharField("Befugnis", max_length=20, choices=Authority, blank=True)
    mandate_on = models.DateField("Vollmacht vom", null=True, blank=True)
    mandate_reference = models.CharField("Fundstelle der Vollmacht", max_length=120, blank=True)
    medium = models.CharField("Form der Unterschrift", max_length=20, choices=Medium, default=Medium.HAND)
    seal = models.CharField("Dienstsiegel", max_length=20, choices=Seal, blank=True)
    # Who signs instead of whom the text names. The fixed text, its file and its hash stay as they are.
    acting_name = models.CharField("es unterzeichnet", max_length=150, blank=True)
    acting_office = models.CharField("Funktion der unterzeichnenden Person", max_length=200, blank=True)
    acting_reason = models.CharField("Grund des Wechsels", max_length=300, blank=True)
    changed_on = models.DateField("Wechsel eingetragen am", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="signatory_acting_complete",
                condition=Q(changed_on=None, **dict.fromkeys(ACTING, ""))
                | (Q(changed_on__isnull=False) & ~Q(acting_name="") & ~Q(acting_office="") & ~Q(acting_reason="")),
            ),
            models.CheckConstraint(
                name="signatory_mandate_only_by_mandate",
                condition=Q(authority="mandate") | Q(mandate_on=None, mandate_reference=""),
            ),
            models.CheckConstraint(
                name="signatory_seal_only_beside_a_hand",
                condition=Q(seal="") | Q(signed_on__isnull=False, medium="hand"),
            ),
        ]

    @property
    def instead_of(self) -> str:
        """Whom the text names, where somebody else signs; empty where it names only the function she holds."""
        name, office = getattr(self, "name", ""), getattr(self, "office", "")
        is_other = self.acting_office != office or (name and self.acting_name != name)
        return ", ".join(filter(None, [name, office])) if self.acting_name and is_other else ""

    @property
    def signer_name(self) -> str:
        """Who signs or has signed; empty while only the function is known."""
        name: str = self.acting_name or getattr(self, "signed_name", "") or getattr(self, "name", "")
        return name

    @property
    def signer_office(self) -> str:
        office: str = self.acting_office or getattr(self, "office", "")
        return office

    @property
    def signer_label(self) -> str:
        return ", ".join(filter(None, [self.signer_name, self.signer_office]))
