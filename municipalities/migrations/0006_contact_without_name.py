from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("municipalities", "0005_people_of_contacts")]

    operations = [migrations.RemoveField("contactperson", "name")]
