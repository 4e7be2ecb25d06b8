"""What the walks ask for: arguments for every URL there is, query strings, and something to send."""

from tests.architecture.marks import mark_of

# Beside the plain page: filters and searches that could reach rows on their own way.
QUERIES = {
    "portal:home": ["stichtag=2023-04-25", "stichtag=2030-01-01"],
    # Never the marks themselves: a page repeats what was typed.
    "portal:search": ["q=meerane", "q=werdau", "q=lpr", "q=beratung", "q=beispiel&art=personen", "q=pdf&art=dokumente",
                      "q=1&art=vereinbarungen", "q=vermerk&art=kontakte", "q=&art=kontakte", "q=a"],
    "portal:seeing": ["funktion=coordination", "funktion=state_lead", "funktion=x"],
    "portal:municipalities": ["q=meerane", "q=14524190", "landkreis=14524", "sortierung=-name", "seite=2"],
    "agreements:list": ["q=meerane", "q=1", "q=lpr", "zustand=draft", "zustand=consultation", "landkreis=14524",
                        "polizei=zwickau", "art=preliminary", "jahr=2023", "bis=2023-04-25",
                        "sortierung=nummer", "sortierung=-unterzeichnet", "seite=2"],
    "portal:mailing_kommunen": ["q=meerane", "landkreis=14524&funktion=coordination&stelle=kommunen&adresse=person&"
                                "portion=1", "funktion=coordination", "portion=x"],
    "portal:mailing_vereinbarungen": ["zustand=draft", "q=meerane"],
    "portal:mailing_zusammenschluesse": ["q=meerane"],
    "portal:mailing_beratung": ["q=meerane", "thema=jugend"],
    "portal:associations": ["q=meerane", "q=145", "art=alliance", "seite=2"],
    "portal:association": ["am=2020-01-01", "am=gestern"],
    "accounts:list": ["q=meerane", "q=beispiel", "funktion=coordination", "seite=2"],
    "portal:activation_create": ["kommune={meerane}"],
    "portal:coach_assign": ["kommune={meerane}"],
    "agreements:export_xlsx": ["q=meerane", "zustand=draft"],
    "agreements:export_csv": ["q=lpr", "landkreis=14524", "bis=2023-04-25"],
    "agreements:parties_on": ["am=2020-01-01", "am=2030-01-01", "am=gestern"],
    "agreements:consolidated": ["am=2030-01-01", "am=gestern"],
    "agreements:versions": ["von=1&bis=2", "von=&bis=3", "von=2&bis=3"],
    "advice:list": ["q=meerane", "landkreis=14524", "thema=jugend"],
    "advice:create": ["kommune={meerane}", "kontakt={call}", "termin={appointment}"],
    "advice:arrange": ["kommune={werdau}", "kontakt={call}"],
    "portal:call": ["kommune={meerane}", "kommune={werdau}"],
    "portal:call_surroundings": ["municipalities={meerane}", "municipalities={werdau}"],
    "tasks:list": ["ansicht=stelle", "ansicht=alle", "frist=erledigt", "ansicht=alle&frist=erledigt",
                   "ansicht=alle&kommune={meerane}", "ansicht=alle&kommune={werdau}", "frist=ueberfaellig"],
    "tasks:create": ["kommune={meerane}"],
    "portal:outbox": ["zustand=wartet", "zustand=aufgegeben", "zustand=x"],
    "portal:own_events": ["art=gelesen", "person=1", "actor=1"],
    "agreements:pack": ["q=meerane", "polizei=zwickau", "akte=offen"],
    "filing:package": ["stand"],
    "imports:rows": ["ansicht=fragen", "ansicht=offen", "ansicht=x", "seite=2"],
    "agreements:create": ["kommune={meerane}", "kommune={werdau}"],
}  # fmt: skip


def arguments(pattern):
    return tuple(sorted(pattern.pattern.regex.groupindex))


def samples(world, names):
    """Arguments for a URL with the marks of the rows they name; no mark: nobody is kept from it by the rows."""
    agreements = [(row, {mark}) for mark, row in world.agreements.items()]
    meerane, werdau = world.places.meerane, world.places.werdau
    by_arguments = {
        (): lambda: [({}, set())],
        ("municipality_id",): lambda: [
            ({"municipality_id": meerane.pk}, {mark_of("ALPHA", "ORT")}),
            ({"municipality_id": werdau.pk}, {mark_of("BETA", "ORT")}),
        ],
        ("agreement_id",): lambda: [({"agreement_id": row.pk}, marks) for row, marks in agreements],
        ("agreement_id", "party_id"): lambda: pairs(agreements, "party_id", lambda row: row.sorted_parties),
        ("agreement_id", "proposal_id"): lambda: [
            ({"agreement_id": row.party.agreement_id, "proposal_id": row.pk}, {mark})
            for mark, row in world.proposals.items()
        ],
        ("agreement_id", "number"): lambda: [
            ({"agreement_id": row.pk, "number": row.version}, marks) for row, marks in agreements
        ],
        ("agreement_id", "termination_id"): lambda: [
            ({"agreement_id": row.agreement_id, "termination_id": row.pk}, {mark})
            for mark, row in world.terminations.items()
        ],
        ("agreement_id", "signatory_id"): lambda: pairs(agreements, "signatory_id", lambda row: row.signatories),
        ("contact_id",): lambda: [({"contact_id": row.pk}, {mark}) for mark, row in world.contacts.items()],
        ("association_id",): lambda: [({"association_id": world.association.pk}, set())],
        ("membership_id",): lambda: [({"membership_id": world.membership.pk}, set())],
        ("district_id",): lambda: [({"district_id": meerane.district.pk}, set())],
        ("directorate_id",): lambda: [({"directorate_id": meerane.district.police_directorate_id}, set())],
        ("person_id",): lambda: [({"person_id": row.person.pk}, {mark}) for mark, row in world.contacts.items()],
        ("resolution_id",): lambda: [({"resolution_id": row.pk}, {mark}) for mark, row in world.resolutions.items()],
        ("document_id",): lambda: [
            ({"document_id": row.pk}, {mark}) for mark, rows in world.documents.items() for row in rows
        ],
        ("advice_contact_id",): lambda: [({"advice_contact_id": row.pk}, {mark}) for mark, row in world.calls.items()],
        ("appointment_id",): lambda: [({"appointment_id": row.pk}, {mark}) for mark, row in world.appointments.items()],
        ("consultation_id",): lambda: [
            ({"consultation_id": row.pk}, {mark}) for mark, row in world.consultations.items()
        ],
        ("task_id",): lambda: [({"task_id": row.pk}, {mark}) for mark, row in world.tasks.items()],
        ("responsibility_id",): lambda: [({"responsibility_id": world.responsibility.pk}, set())],
        ("kind", "subject_id"): lambda: logs(world),
        ("record_id", "record_kind"): lambda: files(world),
        # Two agreements and one of every other kind: a package takes its time.
        ("extent", "record_id", "record_kind"): lambda: [
            ({**values, "extent": "neu"}, marks) for values, marks in list(files(world))[-10:]
        ],
        ("package_id",): lambda: [({"package_id": row.pk}, {mark}) for mark, row in world.packages.items()],
        ("mail_id",): lambda: [({"mail_id": row.pk}, {mark}) for mark, row in world.mails.items()],
        ("import_kind",): lambda: [
            ({"import_kind": "ansprechpersonen"}, set()),
            ({"import_kind": "nichts"}, {"nobody"}),
        ],
        ("import_id",): lambda: [({"import_id": row.pk}, {mark}) for mark, row in world.imports.items()],
        ("template_id",): lambda: [({"template_id": world.template.pk}, set())],
        ("assignment_id",): lambda: [
            ({"assignment_id": held_by(world, "koordination_meerane")}, {mark_of("ALPHA", "EINLADUNG")}),
            ({"assignment_id": held_by(world, "koordination_werdau")}, {mark_of("BETA", "EINLADUNG")}),
            ({"assignment_id": held_by(world, "leserecht")}, OF_THE_OFFICE),
        ],
        ("user_id",): lambda: [({"user_id": world.people["mitarbeit_meerane"].pk}, OF_THE_OFFICE)],
        ("absence_id",): lambda: [({"absence_id": world.absence.pk}, OF_THE_OFFICE)],
        ("invitation_id",): lambda: [({"invitation_id": row.pk}, {mark}) for mark, row in world.invitations.items()],
        ("activation_id",): lambda: [({"activation_id": row.pk}, {mark}) for mark, row in world.activations.items()],
        ("version",): lambda: [({"version": 1}, set())],
        ("word",): lambda: [({"word": "impressum"}, set())],
        ("version", "word"): lambda: [({"word": "impressum", "version": 1}, set())],
        ("report_id",): lambda: [({"report_id": world.report.pk}, OF_THE_OFFICE)],
        ("token",): lambda: [({"token": world.token}, set())],
        ("link",): lambda: [({"link": world.link}, set())],
        ("contact_id", "link"): lambda: [({"link": world.link, "contact_id": world.linked_contact.pk}, set())],
        ("notice_id",): lambda: [({"notice_id": row.pk}, {mark}) for mark, row in world.notices.items()],
        # Of a passkey: nobody's number, too.
        ("pk",): lambda: [({"pk": 0}, set())],
        # Nobody's number: for an account django-allauth would note its address, even before the key is looked at.
        ("key", "uidb36"): lambda: [({"uidb36": "zzzzz", "key": "abc-def"}, set())],
    }
    assert names in by_arguments, f"The walk has no sample for a URL with the arguments {names}."
    return by_arguments[names]()


# Rows without text of their own that only the office may open.
OF_THE_OFFICE = {mark_of("AMT", "KONTAKT")}


def held_by(world, name):
    return world.people[name].assignments.get().pk


def logs(world):
    """The log of one record of every kind, and of a kind that does not exist."""
    for mark, row in world.agreements.items():
        yield {"kind": "vereinbarung", "subject_id": row.pk}, {mark}
    for mark, row in world.contacts.items():
        yield {"kind": "ansprechperson", "subject_id": row.pk}, {mark}
    for mark, rows in world.documents.items():
        yield {"kind": "dokument", "subject_id": rows[0].pk}, {mark}
    for kind, rows in (
        ("beschluss", world.resolutions), ("freischaltung", world.activations), ("kontakt", world.calls),
        ("kuendigung", world.terminations),
        ("termin", world.appointments), ("beratung", world.consultations), ("aufgabe", world.tasks),
        ("paket", world.packages),
    ):  # fmt: skip
        for mark, row in rows.items():
            yield {"kind": kind, "subject_id": row.pk}, {mark}
    for mark, row in world.contacts.items():
        yield {"kind": "person", "subject_id": row.person_id}, {mark}
    # Which associations, districts and sample texts there are is no secret; their logs are for the office alone.
    yield {"kind": "zusammenschluss", "subject_id": world.association.pk}, OF_THE_OFFICE
    yield {"kind": "landkreis", "subject_id": world.places.meerane.district_id}, OF_THE_OFFICE
    yield {"kind": "polizeidirektion", "subject_id": world.places.zwickau.pk}, OF_THE_OFFICE
    yield {"kind": "mustertext", "subject_id": world.template.pk}, OF_THE_OFFICE
    yield {"kind": "kommune", "subject_id": world.places.meerane.pk}, {mark_of("ALPHA", "ORT")}
    for mark, row in world.imports.items():
        yield {"kind": "datenuebernahme", "subject_id": row.pk}, {mark}
    yield {"kind": "gibt-es-nicht", "subject_id": 1}, {"nobody"}


def files(world):
    """The file of every Vorgang; of a kind that does not exist, and of none that has a file."""
    for kind, rows in (
        ("vereinbarung", world.agreements), ("beratung", world.consultations), ("kontakt", world.calls),
        ("termin", world.appointments),
    ):  # fmt: skip
        for mark, row in rows.items():
            yield {"record_kind": kind, "record_id": row.pk}, {mark}
    yield {"record_kind": "kommune", "record_id": world.places.meerane.pk}, {"nobody"}


def pairs(agreements, name, rows_of):
    """Each agreement with a row of its own, and with a row of another: both have to be readable."""
    for row, marks in agreements:
        yield {"agreement_id": row.pk, name: rows_of(row)[1].pk}, marks
    for (row, marks), (other, others) in zip(agreements, [*agreements[1:], agreements[0]], strict=True):
        yield {"agreement_id": row.pk, name: rows_of(other)[1].pk}, marks | others | {"mismatch"}


def in_address(world):
    """What a query string may name."""
    first = {"call": world.calls, "appointment": world.appointments}
    return {
        "meerane": world.places.meerane.pk,
        "werdau": world.places.werdau.pk,
        **{name: next(iter(rows.values())).pk for name, rows in first.items()},
    }


def typed(world, url_arguments):
    """Something acceptable for every form there is, so that a view which forgets to ask would really act."""
    agreement = next((row for row in world.agreements.values() if row.pk == url_arguments.get("agreement_id")), None)
    parties = agreement.sorted_parties if agreement else []
    people = {
        f"personen-{index}-{name}": value
        for index, party in enumerate(parties)
        for name, value in (("party_id", party.pk), ("name", "Erika Beispiel"), ("office", "Leitung"))
    }
    reason = "Der Stadtrat hat am Montag anders beschlossen."
    return {
        "version": agreement.version if agreement else 1, "reason": reason, "zuruecknehmen-reason": reason,
        "agreed_on": "2023-04-25", "signed_on": "2023-04-25", "ended_on": "2023-04-25", "starts_on": "2023-04-25",
        "mode": "video", "place": "Rathaus", "note": "Brief", "guests": "Erika Beispiel, Landrätin",
        "kind": "agreement", "municipalities": [world.places.meerane.pk, world.places.werdau.pk], "police": "none",
        "file_reference": "LPR-NEU", "office": "Leitung", "name": "Erika Beispiel", "role": "other",
        "signed_name": "Erika Beispiel", "dissolved_on": "2023-05-01",
        "council": "Stadtrat", "decided_on": "2023-04-25", "visibility": "2",
        "happened_on": "2023-04-25", "held_on": "2023-04-25", "due_on": "2023-04-26", "takes_place_on": "2023-04-26",
        "start_time": "10:00", "minutes": "60", "title": "Anrufen", "side": "municipality",
        "to": "neu@stadt.example", "subject": "Infopaket", "on": "2023-04-25",
        "schritte-TOTAL_FORMS": 0, "schritte-INITIAL_FORMS": 0, "result": "Ergebnis",
        "personen-TOTAL_FORMS": len(parties), "personen-INITIAL_FORMS": 0, **people,
        "function": "coordination", "body": f"municipality-{world.places.meerane.pk}", "is_confirmed": "on",
        "coach": world.people["coach"].pk, "municipality": f"municipality-{world.places.werdau.pk}", "text": "Vermerk",
        "filed_on": "2023-04-25", "is_stored": "on", "check_value": "0" * 64, "muster_vereinbarung": "LPR/{lfd}",
        "variant": "pdf/a-2a", "remind_after": 30, "keep_packages": 14,
        "anzahl-count": 4, "verbleib-kind": "archive", "verbleib-since_on": "2023-04-25", "keys": ["seal"],
        "verbleib-originals": [row.pk for row in agreement.originals.all()] if agreement else [],
        "step": "senden", "text-0": "Bitte anders.", "kind-0": "change", "source": "E-Mail", "where": "leadership",
        "need": "needed", "authority": "Bürgermeister", "answer": "Übernommen.", "received_on": "2023-04-25",
        "login": "niemand@stadt.example", "password": "x", "email": "niemand@stadt.example",
    }  # fmt: skip
