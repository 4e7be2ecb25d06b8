"""Addresses are stored in small letters and are unique as they stand; a second index of them refused nothing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_row_history")]

    operations = [migrations.RemoveConstraint(model_name="user", name="user_email_unique_whatever_case")]
