"""The read log, append-only like the record of actions; neither table may be emptied at one stroke."""

import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


CREATE = """
CREATE TRIGGER audit_event_never_emptied BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_append_only();
CREATE TRIGGER read_event_append_only BEFORE UPDATE OR DELETE ON audit_readevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_append_only();
CREATE TRIGGER read_event_never_emptied BEFORE TRUNCATE ON audit_readevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_append_only();
"""
DROP = """
DROP TRIGGER audit_event_never_emptied ON audit_auditevent;
DROP TRIGGER read_event_append_only ON audit_readevent;
DROP TRIGGER read_event_never_emptied ON audit_readevent;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='Zeitpunkt')),
                ('actor_label', models.CharField(max_length=200, verbose_name='Name zum Zeitpunkt')),
                ('process', models.CharField(blank=True, max_length=100, verbose_name='Befehl')),
                ('kind', models.CharField(choices=[('file', 'Datei'), ('pdf', 'PDF'), ('export', 'Export')], max_length=10, verbose_name='Art')),
                ('label', models.CharField(max_length=300, verbose_name='Bezeichnung')),
                ('object_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('subject_label', models.CharField(blank=True, max_length=400, verbose_name='Gegenstand')),
                ('municipality_ids', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveBigIntegerField(), blank=True, default=list, size=None)),
                ('details', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='Einzelheiten')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Person')),
                ('content_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'Lesevorgang',
                'verbose_name_plural': 'Lesevorgänge',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='audit_reade_content_6c5a62_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('actor__isnull', False), models.Q(('process', ''), _negated=True), _connector='OR'), name='read_event_by_person_or_process'), models.CheckConstraint(condition=models.Q(models.Q(('content_type', None), ('object_id', None)), models.Q(('content_type__isnull', False), ('object_id__isnull', False)), _connector='OR'), name='read_event_subject_whole_or_none')],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
