"""Nonsense about agreements that the database refuses; the rest stands in tests/architecture/test_constraints.py."""

from datetime import date

from django.db.models import F

from agreements.models import (
    AgreementTemplate,
    AgreementVersion,
    ChangeProposal,
    ChecklistTick,
    Clause,
    CooperationAgreement,
    Coverage,
    Original,
    Party,
    RegisterCounter,
    ReplacedCopy,
    Signatory,
    SignedFile,
    SigningDay,
    SigningGuest,
    TemplateClause,
    Whereabouts,
)
from tests.architecture.agreeing_nonsense import agreeing_nonsense
from tests.architecture.amendment_nonsense import AMENDMENT_NONSENSE
from tests.factories import (
    AgreementFactory,
    AssociationFactory,
    DocumentFactory,
    UserFactory,
    caseworker,
    lead,
)
from tests.life import load_samples


def agreement(trait="", **values):
    """An agreement in a state, then changed past every action."""
    row = AgreementFactory(**({trait: True} if trait else {}))
    CooperationAgreement.objects.filter(pk=row.pk).update(**values)


def party(**values):
    row = AgreementFactory()
    Party.objects.filter(agreement=row, kind="municipality").update(**values)


def signatory(**values):
    Signatory.objects.filter(party__agreement=AgreementFactory()).update(**values)


def second_party_of_the_same_town():
    row = AgreementFactory()
    town = row.parties.get(kind="municipality").municipality
    Party.objects.create(agreement=row, kind="municipality", municipality=town)


def two_clauses_in_one_place():
    clause = AgreementFactory().clauses.get()
    Clause.objects.create(agreement=clause.agreement, position=clause.position, heading="Noch eine")


def two_sample_clauses_in_one_place():
    load_samples()
    TemplateClause.objects.filter(position=1).update(position=2)


def template(**values):
    load_samples()
    AgreementTemplate.objects.filter(kind="agreement").update(**values)


def version(agreement, number):
    AgreementVersion.objects.create(
        agreement=agreement, number=number, what="x", content={}, made_by=caseworker(), made_on=date(2023, 4, 25)
    )


def proposal(**values):
    town = AgreementFactory().parties.get(kind="municipality")
    ChangeProposal.objects.create(
        party=town, version=1, made_by=caseworker(), made_on=date(2023, 4, 25), **{"text": "Bitte.", **values}
    )


def covered_twice():
    row = AgreementFactory()
    known = row.coverage.get()
    Coverage.objects.create(agreement=row, municipality=known.municipality, party=known.party)


def association_twice():
    row, union = AgreementFactory(), AssociationFactory()
    for _ in range(2):
        Party.objects.create(agreement=row, kind="association", association=union)


def party_that_represents_itself():
    party(represented_by=F("id"))


def office_that_is_represented():
    row = AgreementFactory()
    row.parties.filter(kind="state_office").update(represented_by=row.parties.get(kind="municipality"))


def original(number=1, agreement=None):
    return Original.objects.create(agreement=agreement or AgreementFactory(), number=number)


def two_originals_of_one_number():
    row = AgreementFactory()
    for _ in range(2):
        original(agreement=row)


def archive_of_a_party():
    row = AgreementFactory()
    Whereabouts.objects.create(
        original=original(agreement=row), kind="archive", party=row.parties.first(), since_on=date(2023, 4, 25),
        entered_by=caseworker(),
    )  # fmt: skip


def signing_day(**values):
    SigningDay.objects.create(
        **{
            "agreement": AgreementFactory(), "takes_place_on": date(2023, 4, 25), "place": "Rathaus",
            "arranged_on": date(2023, 4, 25), "arranged_by": caseworker(),
        } | values
    )  # fmt: skip


def ticked_twice():
    row = AgreementFactory()
    for _ in range(2):
        ChecklistTick.objects.create(
            agreement=row, key="seal", ticked_on=date(2023, 4, 25), ticked_by=caseworker()
        )  # fmt: skip


def signed_file(**values):
    SignedFile.objects.create(
        agreement=AgreementFactory(), document=DocumentFactory(), received_on=date(2023, 4, 25),
        received_by=caseworker(), is_final_text=True, is_continuation=True, **values,
    )  # fmt: skip


AGREEMENT_NONSENSE = AMENDMENT_NONSENSE | {
    "agreement_signed_on_iff_concluded": [
        lambda: agreement("signed", signed_on=None),
        lambda: agreement("finalised", signed_on=date(2023, 4, 25)),
    ],
    "agreement_concluded_has_number": [lambda: agreement("signed", register_number=None)],
    "agreement_number_only_where_it_may_be": [
        lambda: agreement("consultation", register_number=1),
        lambda: agreement("withdrawn", register_number=1),
        lambda: agreement("finalised", kind="preliminary", register_number=1),
        lambda: agreement("signed", is_example=True),
    ],
    "cooperationagreement_register_number_key": [
        lambda: [agreement("finalised", register_number=7), agreement("finalised", register_number=7)]
    ],
    "agreement_draft_iff_never_shown": [
        lambda: agreement(consultation_on=date(2023, 4, 25)),
        lambda: agreement("consultation", consultation_on=None),
    ],
    "agreement_fixed_text_iff_fixed": [
        lambda: agreement("finalised", finalised_on=None),
        lambda: agreement("finalised", final_document=None),
        lambda: agreement("finalised", text_hash=""),
        lambda: agreement("consultation", finalised_on=date(2023, 4, 25)),
        lambda: agreement("approved", text_hash="0" * 64),
    ],
    "agreement_approved_by_second_person": [
        lambda: agreement("approved", approved_by=caseworker()),
        lambda: agreement("approved", approved_by=None),
        lambda: agreement("approved", edited_by=F("approved_by")),
        lambda: agreement("approved", edited_for=F("approved_by")),
        lambda: agreement("consultation", approved_alone_reason="Niemand war da."),
    ],
    "agreement_approved_when_past_consultation": [
        lambda: agreement("approved", status="consultation"),
        lambda: agreement("approved", approved_on=None, approved_by=None),
    ],
    "agreement_recorded_went_no_way": [
        lambda: agreement("recorded", source=""),
        lambda: agreement("recorded", consultation_on=date(2023, 4, 25)),
        lambda: agreement("recorded", approved_on=date(2023, 4, 25), approved_by=lead()),
        lambda: agreement("recorded", finalised_on=date(2023, 4, 25)),
        lambda: agreement("recorded", text_hash="0" * 64),
        lambda: agreement("recorded", final_document=DocumentFactory()),
    ],
    "agreement_recorded_day_is_a_span": [
        lambda: agreement("recorded", signed_earliest_on=None),
        lambda: agreement("recorded", signed_earliest_on=date(2023, 4, 26)),
        lambda: agreement("signed", signed_earliest_on=date(2023, 4, 25)),
        lambda: agreement("signed", source="Presse"),
    ],
    "agreement_ended_iff_ended": [
        lambda: agreement("signed", ended_on=date(2023, 4, 25)),
        lambda: agreement("ended", ended_on=None),
    ],
    "agreement_withdrawn_iff_withdrawn": [
        lambda: agreement("withdrawn", withdrawn_on=None),
        lambda: agreement("consultation", withdrawn_on=date(2023, 4, 25)),
    ],
    "register_counter_single_row": [lambda: RegisterCounter.objects.create(pk=2)],
    "template_number_once": [
        lambda: [template(), AgreementTemplate.objects.create(kind="agreement", name="Noch eine", number=1)]
    ],
    "template_one_draft_per_kind": [
        lambda: [AgreementTemplate.objects.create(kind="x", name="x", number=number) for number in (1, 2)]
    ],
    "template_one_open_end_per_kind": [
        lambda: [
            AgreementTemplate.objects.create(
                kind="x", name="x", number=number, status="in_force", starts_on=date(2023, 4, number)
            )
            for number in (1, 2)
        ]
    ],
    "template_valid_iff_in_force": [
        lambda: template(status="draft"),
        lambda: template(starts_on=None),
        lambda: AgreementTemplate.objects.create(kind="x", name="x", ends_on=date(2023, 4, 25)),
    ],
    "template_ends_after_start": [lambda: template(ends_on=date(2019, 2, 5))],
    "coverage_once": [covered_twice],
    "version_number_once": [lambda: (lambda row: [version(row, 7), version(row, 7)])(AgreementFactory())],
    "proposal_says_something": [lambda: proposal(text="")],
    "proposal_settled_completely": [
        lambda: proposal(settled_on=date(2023, 4, 25)),
        lambda: proposal(answer="Ja."),
        lambda: proposal(settled_on=date(2023, 4, 25), settled_by=caseworker()),
    ],
    "replaced_copy_has_reason": [
        lambda: ReplacedCopy.objects.create(
            agreement=AgreementFactory(), document=DocumentFactory(), reason="", replaced_by=caseworker(),
            replaced_on=date(2023, 4, 25),
        )
    ],
    "party_only_a_town_is_represented": [party_that_represents_itself, office_that_is_represented],
    "party_association_once": [association_twice],
    "template_clause_position": [two_sample_clauses_in_one_place],
    "clause_position": [two_clauses_in_one_place],
    "party_is_exactly_its_kind": [
        lambda: party(municipality=None),
        lambda: party(kind="state_office"),
        lambda: party(kind="police"),
        lambda: party(kind="association"),
        lambda: party(association=AssociationFactory()),
    ],
    "party_municipality_once": [second_party_of_the_same_town],
    "party_state_office_and_police_once": [
        lambda: Party.objects.create(agreement=AgreementFactory(), kind="state_office")
    ],
    "party_consent_complete": [
        lambda: party(agreed_on=date(2023, 4, 25)),
        lambda: party(agreed_version=1, agreed_by=caseworker()),
    ],
    "signatory_signature_complete": [
        lambda: signatory(signed_on=date(2023, 4, 25)),
        lambda: signatory(signed_on=date(2023, 4, 25), mode="in_person"),
        lambda: signatory(mode="video"),
        lambda: signatory(place="Rathaus"),
        lambda: signatory(deputy_note="i. V."),
    ],
    "signatory_has_office": [lambda: signatory(office="")],
    "signatory_acting_complete": [
        lambda: signatory(acting_name="Anna Beispiel"),
        lambda: signatory(changed_on=date(2023, 4, 25)),
        lambda: signatory(changed_on=date(2023, 4, 25), acting_name="Anna Beispiel", acting_office="Beigeordnete"),
    ],
    "signatory_mandate_only_by_mandate": [
        lambda: signatory(mandate_on=date(2023, 4, 1)),
        lambda: signatory(authority="holder", mandate_reference="Az. 7"),
    ],
    "signatory_seal_only_beside_a_hand": [
        lambda: signatory(seal="affixed"),
        lambda: signatory(seal="affixed", medium="electronic", signed_on=date(2023, 4, 25), mode="video"),
    ],
    "original_number_once": [two_originals_of_one_number],
    "original_counts_from_one": [lambda: original(0)],
    "whereabouts_party_only_where_one_is": [archive_of_a_party],
    "signing_day_is_somewhere": [lambda: signing_day(place="")],
    "signing_day_called_off_with_reason": [
        lambda: signing_day(called_off_on=date(2023, 4, 25)), lambda: signing_day(called_off_because="Krankheit"),
    ],
    "signing_day_takes_some_time": [lambda: signing_day(minutes=5), lambda: signing_day(minutes=601)],
    "checklist_tick_once": [ticked_twice],
    "signed_file_discarded_says_why": [
        lambda: signed_file(discarded_on=date(2023, 4, 25)),
        lambda: signed_file(discard_reason="Falsch."),
    ],
    "guest_is_somebody": [lambda: SigningGuest.objects.create(agreement=AgreementFactory())],
    "party_successor_has_day": [
        lambda: party(succeeded_on=date(2023, 1, 1)),
        lambda: party(succeeds=AgreementFactory().parties.first()),
        lambda: party(
            succeeded_on=date(2023, 1, 1), succeeds=AgreementFactory().parties.first(), agreed_on=date(2023, 1, 1),
            agreed_version=1, agreed_by=UserFactory(),
        ),
    ],
}  # fmt: skip
AGREEMENT_NONSENSE |= agreeing_nonsense(proposal)
