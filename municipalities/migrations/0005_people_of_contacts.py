"""Names of contacts become people: one for each name in each body. Titles and salutations were not kept apart before."""

from django.db import migrations

from core import collation

TITLES = ("Prof. Dr.", "Prof.", "Dr.")
BODIES = ("municipality_id", "police_directorate_id")


def split(name):
    for title in TITLES:
        if name.startswith(f"{title} "):
            return title, name.removeprefix(f"{title} ").strip()
    return "", name


def people_of_contacts(apps, schema_editor):
    ContactPerson = apps.get_model("municipalities", "ContactPerson")
    Person = apps.get_model("municipalities", "Person")
    known = {}
    for contact in ContactPerson.objects.exclude(name="").order_by("pk"):
        key = (*(getattr(contact, body) for body in BODIES), contact.name)
        if key not in known:
            title, name = split(contact.name)
            known[key] = Person.objects.create(title=title, name=name, sort_key=collation.sort_key(name))
        contact.person = known[key]
        contact.save(update_fields=["person"])


def names_of_people(apps, schema_editor):
    ContactPerson = apps.get_model("municipalities", "ContactPerson")
    for contact in ContactPerson.objects.exclude(person=None).select_related("person"):
        contact.name = f"{contact.person.title} {contact.person.name}".strip()
        contact.person = None
        contact.save(update_fields=["name", "person"])
    apps.get_model("municipalities", "Person").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("municipalities", "0004_bearers_contacts_resolutions")]

    operations = [migrations.RunPython(people_of_contacts, names_of_people)]
