"""The agreements of the world of the walks, with everything that hangs on them, each text marked."""

import io
import uuid
from datetime import date

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

from agreements.actions import (
    amending,
    checking,
    copies,
    discarding,
    drafting,
    fixing,
    notices,
    originals,
    papers,
    proposals,
    recording,
    review,
    signed_files,
    signers,
    signing,
    signing_day,
    stations,
    whereabouts,
    wording,
)
from agreements.actions.drafting import SignatoryEntry
from agreements.actions.signers import Signer
from agreements.actions.signing_day import SigningPlan
from agreements.earlier import Earlier, KnownSignatory
from agreements.models import CooperationAgreement
from audit.actions import record_read
from audit.models import OutgoingMail
from core import dates
from core.dates import Span
from documents.inspection import inspect
from tests import life
from tests.architecture.marks import TOMORROW, YESTERDAY, mark_of
from tests.factories import (
    CarriedConsentFactory,
    caseworker,
    lead,
)


def add(world, towns, world_name, label, status, *, police=None):
    """An agreement in a state, every text of it marked, led there by the ordinary actions."""
    mark = mark_of(*filter(None, (world_name, label)))
    draft = drafting.create(
        by=caseworker(), municipalities=towns, police_directorate=police, file_reference=mark, day_note=mark
    )
    draft.clauses.update(heading=mark, template_text=mark)
    wording.edit_text(draft, by=caseworker(), texts={clause.pk: mark for clause in draft.clauses.all()})
    entries = [SignatoryEntry(party.pk, mark, mark) for party in draft.parties.all()]
    drafting.edit_signatories(draft, by=caseworker(), entries=entries)
    if status == "withdrawn":
        signing.withdraw(draft, by=caseworker(), reason=mark)
    elif status != "draft":
        _show(draft, status, mark)
    row = CooperationAgreement.objects.for_detail().get(pk=draft.pk)
    world.agreements[mark] = row
    if len(towns) > 1 and row.status == "consultation":
        _talk(world, row)
    if row.status == "consultation":
        town = row.parties.get(municipality=towns[0])
        world.proposals[mark] = proposals.propose_change(town, by=caseworker(), text=mark, version=row.version)
        settled = proposals.propose_change(town, by=caseworker(), text=f"{mark} beantwortet", version=row.version)
        proposals.settle_proposal(settled, by=caseworker(), answer=mark)
    if row.status == "signed":
        give_notice(world, row, mark)
    _mark_the_rest(row, mark)
    standing = [item.document for item in row.signed_files.standing()]
    for document in filter(None, (row.final_document, row.signed_copy, *standing)):
        world.documents.setdefault(mark, []).append(document)
        world.mails[mark] = letter(mark)
        record_read("file", document, by=lead(), label=mark, municipalities=row.municipality_ids)
    # A scan that was replaced is the office's alone, as a draft is.
    for replaced in row.replaced_copies.all():
        world.documents.setdefault(mark_of(world_name, "ENTWURF"), []).append(replaced.document)
    for file in row.signed_files.exclude(discarded_on=None):
        world.documents.setdefault(mark_of(world_name, "ENTWURF"), []).append(file.document)
    return row


def record_earlier(world, town, world_name):
    """An Altfall of a town and, to it, a Nachtrag in the making: what has pages only for these two."""
    mark = mark_of(world_name, "ALTFALL")
    known = Earlier(
        span=Span(date(2019, 5, 2), date(2019, 5, 2)), source=mark, municipalities=[town], file_reference=mark,
        signatories=[KnownSignatory(town, mark, mark), KnownSignatory(None, mark, mark)],
    )  # fmt: skip
    row = recording.record_earlier(by=caseworker(), known=known, scan=scan(mark))
    world.agreements[mark] = CooperationAgreement.objects.for_detail().get(pk=row.pk)
    world.documents.setdefault(mark, []).append(row.signed_copy)
    mark = mark_of(world_name, "NACHTRAG")
    content = amending.Content("change", clauses=list(row.clauses.all()))
    draft = amending.draft_amendment(row, by=caseworker(), content=content, file_reference=mark)
    draft.clauses.update(heading=mark, text=mark, template_text=mark)
    world.agreements[mark] = CooperationAgreement.objects.for_detail().get(pk=draft.pk)


def _mark_the_rest(row, mark):
    """Texts to which the way of these agreements does not lead."""
    town = row.parties.exclude(municipality=None)
    town.update(agreed_authority=mark)
    if row.status == "consultation":
        CarriedConsentFactory(party=town[0], reason=mark, what=mark)
        row.parties.model.objects.filter(pk=town[0].pk).get().proposals.update(clause_label=mark)
    if row.status == "signed":
        acting = dict.fromkeys(("acting_name", "acting_office", "acting_reason", "mandate_reference"), mark)
        for signatory in row.signatories:
            type(signatory).objects.filter(pk=signatory.pk).update(
                authority="mandate", mandate_on=YESTERDAY, changed_on=YESTERDAY, **acting
            )
        notice = row.notices.model.objects.filter(agreement=row).first()
        notice.pk, notice.document, notice.taken_back_on, notice.taken_back_reason = None, None, YESTERDAY, mark
        notice.save()


def _talk(world, row):
    """What Meerane says in a joint agreement, its returned file and its note are kept from the other party."""
    town, mark = row.parties.get(municipality=world.places.meerane), mark_of("ALPHA", "ANMERKUNG")
    comments = [
        proposals.Comment(mark, row.clauses.first().pk, suggestion=mark),
        proposals.Comment(mark, kind="remark"),
    ]
    kept = proposals.comment_on_clauses(
        town, by=caseworker(), comments=comments, version=row.version, source=proposals.Source(mark)
    )
    proposals.settle_proposal(kept[1], by=caseworker(), answer=mark)
    world.proposals[mark] = kept[0]
    paper = papers.receive_text(
        town, by=caseworker(), received_on=dates.today(), source=mark, version=row.version, file=scan(mark)
    )
    world.documents.setdefault(mark, []).append(paper.document)
    stations.enter_station(row, by=caseworker(), place="council", party=town, starts_on=dates.today(), note=mark)


def give_notice(world, row, mark):
    """The letter of a town, and what the office noted beside it."""
    entry = notices.NoticeEntry(
        received_on=dates.today(), effect="ends", ends_on=TOMORROW, reason=mark, file=scan(f"{mark} Brief")
    )
    world.terminations[mark] = notices.give_notice(row.bearers[0], by=caseworker(), entry=entry)
    world.documents.setdefault(mark, []).append(world.terminations[mark].document)


def _show(draft, status, mark):
    review.open_consultation(draft, by=caseworker())
    parties = draft.parties.all() if status != "consultation" else draft.parties.filter(municipality=None)[:1]
    for party in parties:
        review.consent(party, by=caseworker(), agreed_on=dates.today(), note=mark)
    if status == "consultation":
        return
    review.approve(draft, by=lead())
    if status == "approved":
        return
    fixing.finalise(draft, by=caseworker())
    signing.record_guests(draft, by=caseworker(), guests=[(mark, mark)])
    _prepare_signing(draft, status, mark)
    if status == "signed":
        for signatory in CooperationAgreement.objects.for_detail().get(pk=draft.pk).signatories:
            life.sign_as(signatory, place=mark, deputy_note=mark, signed_name=mark)
        copies.attach_signed_copy(draft, by=caseworker(), file=scan(f"{mark} falsch"))
        copies.replace_signed_copy(draft, by=caseworker(), file=scan(mark), reason=mark)


def _prepare_signing(draft, status, mark):
    """Day, originals and their whereabouts, somebody else who signs, and a signed file that was the wrong one.

    Where nobody has signed yet, the day is called off.
    """
    office = caseworker()
    plan = SigningPlan(TOMORROW, place=mark, video_link=f"https://video.example/{mark}", note=mark)
    signing_day.arrange_signing(draft, by=office, plan=plan)
    if status == "finalised":
        signing_day.call_off_signing(draft, by=office, reason=f"{mark} {mark}")
    checking.tick_off(draft, by=office, keys={"folders"})
    kept = originals.count_originals(draft, by=office, count=2)
    whereabouts.record_whereabouts(
        draft, by=office, originals=[kept[0].pk], kind="archive", since_on=dates.today(), note=mark
    )
    first = CooperationAgreement.objects.for_detail().get(pk=draft.pk).signatories[0]
    signers.change_signatory(first, by=office, signer=Signer(mark, mark, "head"), reason=mark)
    for label in ("falsch", "richtig"):
        signed_files.keep_signed_file(draft, by=office, file=_pdf(f"{mark} {label}"))
        if label == "falsch":
            discarding.discard_signed_file(draft, by=office, reason=mark)


def _pdf(mark):
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": mark})
    buffer = io.BytesIO()
    writer.write(buffer)
    return inspect(f"{mark}.pdf", buffer.getvalue())


def scan(mark):
    """A picture whose name and content carry the mark."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Description", mark)
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2), "white").save(buffer, "PNG", pnginfo=info)
    return inspect(f"{mark}.png", buffer.getvalue())


def letter(mark):
    """A letter that was refused, every text of it marked."""
    return OutgoingMail.objects.create(
        recipient=f"{mark}@stadt.example", subject=mark, message_id=uuid.uuid4().hex, message=mark.encode(), attempts=1,
        last_error=mark,
    )  # fmt: skip
