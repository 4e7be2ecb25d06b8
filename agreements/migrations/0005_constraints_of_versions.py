from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0004_fill_versions'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='agreementtemplate',
            constraint=models.UniqueConstraint(fields=('kind', 'number'), name='template_number_once'),
        ),
        migrations.AddConstraint(
            model_name='agreementtemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('kind',), name='template_one_draft_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='agreementtemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None), ('status', 'in_force')), fields=('kind',), name='template_one_open_end_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='agreementtemplate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_on', None), ('starts_on', None), ('status', 'draft')), models.Q(('starts_on__isnull', False), ('status', 'in_force')), _connector='OR'), name='template_valid_iff_in_force'),
        ),
        migrations.AddConstraint(
            model_name='agreementtemplate',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='template_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('association__isnull', True), ('kind', 'state_office'), ('municipality__isnull', True), ('police_directorate__isnull', True)), models.Q(('association__isnull', True), ('kind', 'municipality'), ('municipality__isnull', False), ('police_directorate__isnull', True)), models.Q(('association__isnull', False), ('kind', 'association'), ('municipality__isnull', True), ('police_directorate__isnull', True)), models.Q(('association__isnull', True), ('kind', 'police'), ('municipality__isnull', True), ('police_directorate__isnull', False)), _connector='OR'), name='party_is_exactly_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('represented_by', None), models.Q(('kind', 'municipality'), models.Q(('represented_by', models.F('id')), _negated=True)), _connector='OR'), name='party_only_a_town_is_represented'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('agreement', 'association'), name='party_association_once'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['association', 'municipality']), _negated=True), fields=('agreement', 'kind'), name='party_state_office_and_police_once'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.UniqueConstraint(fields=('agreement', 'number'), name='version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='changeproposal',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='proposal_says_something'),
        ),
        migrations.AddConstraint(
            model_name='changeproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('settled_by', None), ('settled_on', None)), models.Q(('settled_by__isnull', False), ('settled_on__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='proposal_settled_completely'),
        ),
        migrations.AddConstraint(
            model_name='coverage',
            constraint=models.UniqueConstraint(fields=('agreement', 'municipality'), name='coverage_once'),
        ),
        migrations.AddConstraint(
            model_name='replacedcopy',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='replaced_copy_has_reason'),
        ),
    ]
