"""How somebody is written to: Briefanrede and address, for every case there is; nothing is guessed."""

import pytest

from municipalities.addressing import (
    NOBODY,
    Addressee,
    address_lines,
    addressee_of,
    letter_salutation,
    natural_name,
    spoken_title,
    surname_of,
)
from tests.factories import ContactFactory, MunicipalityFactory, PersonFactory

MS, MR = "ms", "mr"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"salutation": MS, "title": "Dr.", "name": "Erika Weber", "official_title": "Oberbürgermeisterin"},
         "Sehr geehrte Frau Oberbürgermeisterin Dr. Weber,"),
        ({"salutation": MR, "name": "Jörg Schmeißer", "official_title": "Bürgermeister"},
         "Sehr geehrter Herr Bürgermeister Schmeißer,"),
        ({"salutation": MR, "name": "Jens Köhler"}, "Sehr geehrter Herr Köhler,"),
        ({"salutation": MS, "name": "Tia Köhler"}, "Sehr geehrte Frau Köhler,"),
        ({"salutation": MS, "title": "Prof. Dr.", "name": "Erika Weber"}, "Sehr geehrte Frau Prof. Dr. Weber,"),
        ({"salutation": MR, "title": "Dr.-Ing.", "name": "Jens Weber"}, "Sehr geehrter Herr Dr. Weber,"),
        ({"salutation": MS, "title": "Dipl.-Ing.", "name": "Erika Weber"}, "Sehr geehrte Frau Weber,"),
        ({"salutation": MS, "name": "Erika von der Heyde"}, "Sehr geehrte Frau von der Heyde,"),
        ({"salutation": MR, "name": "Carl Freiherr von Friesen", "official_title": "Landrat"},
         "Sehr geehrter Herr Landrat Freiherr von Friesen,"),
        ({"salutation": MS, "name": "Garcia Lopez, Maria"}, "Sehr geehrte Frau Garcia Lopez,"),
        ({"salutation": MS, "name": "Erika Müller-Lüdenscheidt"}, "Sehr geehrte Frau Müller-Lüdenscheidt,"),
        ({"salutation": MR, "name": "Hans Weber jun."}, "Sehr geehrter Herr Weber,"),
        ({"salutation": MR, "name": "Köhler"}, "Sehr geehrter Herr Köhler,"),
        ({"name": "Kim Schulz"}, "Guten Tag Kim Schulz,"),
        ({"name": "Kim Schulz", "title": "Dr.", "official_title": "Oberbürgermeister"}, "Guten Tag Dr. Kim Schulz,"),
        ({"name": "Schulz, Kim"}, "Guten Tag Kim Schulz,"),
        ({"name": "Schulz"}, NOBODY),
        ({}, NOBODY),
        ({"official_title": "Oberbürgermeisterin", "office": "Rathaus"}, NOBODY),
        ({"salutation": MS, "name": "  "}, NOBODY),
    ],
)  # fmt: skip
def test_letter_salutation(values, said):
    assert letter_salutation(Addressee(**values)) == said


@pytest.mark.parametrize(
    ("name", "surname"),
    [("Erika Weber", "Weber"), ("Ludwig van Beethoven", "van Beethoven"), ("Anna zu Rhein", "zu Rhein"),
     ("Gräfin Dönhoff", "Gräfin Dönhoff"), ("Weber sen.", "Weber"), ("jun.", ""), ("", ""), ("Li", "Li"),
     ("de la Cruz, Ana", "de la Cruz"), ("Erika  Weber ", "Weber")],
)  # fmt: skip
def test_surname(name, surname):
    assert surname_of(name) == surname


@pytest.mark.parametrize(
    ("title", "spoken"),
    [("Dr.", "Dr."), ("Dr. med.", "Dr."), ("Dr. Dr. h. c.", "Dr."), ("Professorin Dr.", "Prof. Dr."), ("", ""),
     ("PD Dr.", "Dr."), ("M. A.", ""), ("Dipl.-Verw. (FH)", ""), ("Univ.-Prof. Dr.", "Dr.")],
)  # fmt: skip
def test_spoken_title(title, spoken):
    assert spoken_title(title) == spoken


def test_natural_name_turns_round_what_a_comma_divides():
    assert natural_name("Garcia Lopez, Maria") == "Maria Garcia Lopez"
    assert natural_name(" Erika   Weber ") == "Erika Weber"


WEBER = {
    "name": "Erika Weber", "salutation": MS, "title": "Dr.", "body": "Stadt Meerane", "department": "Hauptamt",
    "street": "Lörracher Platz 1", "postal_code": "08393", "city": "Meerane",
}  # fmt: skip
END = ["Lörracher Platz 1", "08393 Meerane"]


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (WEBER, ["Stadt Meerane", "Hauptamt", "Frau Dr. Erika Weber", *END]),
        (WEBER | {"official_title": "Bürgermeisterin", "department": ""},
         ["Stadt Meerane", "Frau Bürgermeisterin", "Dr. Erika Weber", *END]),
        (WEBER | {"salutation": MR, "name": "Jens Weber", "title": ""},
         ["Stadt Meerane", "Hauptamt", "Herrn Jens Weber", *END]),
        (WEBER | {"salutation": "", "title": ""}, ["Stadt Meerane", "Hauptamt", "Erika Weber", *END]),
        (WEBER | {"name": "", "title": "", "salutation": "", "office": "Koordination"},
         ["Stadt Meerane", "Hauptamt", "Koordination", *END]),
        ({"body": "Stadt Meerane", "office": "Koordination"}, ["Stadt Meerane", "Koordination"]),
        (WEBER | {"street": ""}, ["Stadt Meerane", "Hauptamt", "Frau Dr. Erika Weber", "08393 Meerane"]),
    ],
)  # fmt: skip
def test_address_lines(values, lines):
    assert address_lines(Addressee(**values)) == lines


@pytest.mark.django_db
def test_a_contact_as_a_letter_sees_it(meerane):
    weber = PersonFactory(salutation=MS, title="Dr.", name="Erika Weber")
    row = ContactFactory(municipality=meerane, person=weber, official_title="Bürgermeisterin", office="Leitung",
                         street="Lörracher Platz 1", postal_code="08393", city="Meerane")  # fmt: skip
    to = addressee_of(row)
    assert letter_salutation(to) == "Sehr geehrte Frau Bürgermeisterin Dr. Weber,"
    assert address_lines(to) == ["Stadt Meerane", "Frau Bürgermeisterin", "Dr. Erika Weber", *END]
    village = MunicipalityFactory(kind="community", name="Oybin")
    assert addressee_of(ContactFactory(municipality=village)).body == "Gemeinde Oybin"
    assert addressee_of(ContactFactory(municipality=None)).body == "Geschäftsstelle des Landespräventionsrates"
    police = ContactFactory(municipality=None, police_directorate=meerane.district.police_directorate)
    assert addressee_of(police).body == "Polizeidirektion Zwickau"
