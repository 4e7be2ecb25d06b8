"""Every address of the application, made from the URLconf, so that a page added later is visited, too."""

from django.urls import reverse

from agreements.models import ChangeProposal
from core.access import ATTRIBUTE
from tests.architecture.sources import own_patterns


def arguments_of(name):
    return frozenset(NAMES[name])


def of(name, ids):
    """The address of a URL name; `ids` holds a value for every argument it may take."""
    return reverse(name, kwargs={argument: ids[argument] for argument in NAMES[name]})


def admits(name, person):
    """Whether the page lets this person in at all (None: nobody signed in); rows are another question."""
    rule = getattr(PATTERNS[name].callback, ATTRIBUTE)
    return rule.is_public or (person is not None and rule.admits(person.functions_held()))


def ids_of(agreement, **others):
    """What the URLs about an agreement need: its first municipality, its last signatory, its papers."""
    town = next(party for party in agreement.sorted_parties if party.municipality_id)
    document = agreement.final_document or agreement.signed_copy
    proposal = ChangeProposal.objects.filter(party__agreement=agreement).first()
    notice = agreement.notices.first()
    return {
        "agreement_id": agreement.pk,
        "party_id": town.pk,
        "signatory_id": agreement.signatories[-1].pk,
        "proposal_id": proposal.pk if proposal else 0,
        "number": agreement.version,
        "termination_id": notice.pk if notice else 0,
        "municipality_id": town.municipality_id,
        "document_id": document.pk if document else 0,
        **others,
    }


PATTERNS = {name: pattern for name, pattern in own_patterns() if name}
# URL name → names of its arguments.
NAMES = {name: tuple(pattern.pattern.regex.groupindex) for name, pattern in PATTERNS.items()}
