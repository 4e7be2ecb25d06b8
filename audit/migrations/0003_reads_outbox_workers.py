"""Read log, outbox and workers' signs of life; neither log can be changed, nor emptied at one stroke."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
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
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='geschrieben')),
                ('recipient', models.EmailField(max_length=320, verbose_name='An')),
                ('subject', models.CharField(max_length=400, verbose_name='Betreff')),
                ('message_id', models.CharField(max_length=300, verbose_name='Message-ID')),
                ('message', models.BinaryField(verbose_name='Nachricht')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='Versuche')),
                ('next_try_at', models.DateTimeField(auto_now_add=True, verbose_name='nächster Versuch')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='gesendet')),
                ('failed_at', models.DateTimeField(blank=True, null=True, verbose_name='aufgegeben')),
                ('last_error', models.CharField(blank=True, max_length=300, verbose_name='letzter Fehler')),
                ('blanked_at', models.DateTimeField(blank=True, null=True, verbose_name='Inhalt gelöscht')),
            ],
            options={
                'verbose_name': 'Ausgehende Mail',
                'verbose_name_plural': 'Postausgang',
                'ordering': ['-created_at', '-pk'],
            },
        ),
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
            ],
            options={
                'verbose_name': 'Lesevorgang',
                'verbose_name_plural': 'Lesevorgänge',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('worker_id', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='Arbeitsprozess')),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='gestartet')),
                ('beat_at', models.DateTimeField(verbose_name='letztes Lebenszeichen')),
            ],
            options={
                'verbose_name': 'Lebenszeichen',
                'verbose_name_plural': 'Lebenszeichen',
                'ordering': ['-beat_at'],
            },
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=django.contrib.postgres.indexes.GinIndex(fields=['municipality_ids'], name='audit_audit_municip_533fdf_gin'),
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('failed_at', None), ('sent_at', None)), fields=['next_try_at'], name='outgoing_mail_waiting'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.UniqueConstraint(fields=('message_id', 'recipient'), name='outgoing_mail_once_per_recipient'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at', None), ('failed_at', None), _connector='OR'), name='outgoing_mail_sent_or_given_up'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('blanked_at', None), ('sent_at__isnull', False), ('failed_at__isnull', False), _connector='OR'), name='outgoing_mail_blanked_only_when_done'),
        ),
        migrations.AddField(
            model_name='readevent',
            name='actor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Person'),
        ),
        migrations.AddField(
            model_name='readevent',
            name='content_type',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype'),
        ),
        migrations.AddIndex(
            model_name='readevent',
            index=models.Index(fields=['content_type', 'object_id'], name='audit_reade_content_6c5a62_idx'),
        ),
        migrations.AddIndex(
            model_name='readevent',
            index=django.contrib.postgres.indexes.GinIndex(fields=['municipality_ids'], name='audit_reade_municip_241311_gin'),
        ),
        migrations.AddConstraint(
            model_name='readevent',
            constraint=models.CheckConstraint(condition=models.Q(('actor__isnull', False), models.Q(('process', ''), _negated=True), _connector='OR'), name='read_event_by_person_or_process'),
        ),
        migrations.AddConstraint(
            model_name='readevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content_type', None), ('object_id', None)), models.Q(('content_type__isnull', False), ('object_id__isnull', False)), _connector='OR'), name='read_event_subject_whole_or_none'),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
