"""Elections in the room: their rules, offices, candidacies, roll, counts and minutes, each kept by triggers."""

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leader.shared.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('elections', '0003_audit_by_statement'),
        ('members', '0013_representative_by_company'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('territories', '0019_affiliation_by_territory'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Election',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('first_bureau', 'first bureau'), ('renewal', 'renewal of the bureau'), ('by_election', 'by-election')], default='first_bureau', max_length=12, verbose_name='what is elected')),
                ('state', models.CharField(choices=[('draft', 'being prepared'), ('sealed', 'roll sealed'), ('open', 'vote open'), ('closed', 'vote closed'), ('counted', 'counted'), ('proclaimed', 'proclaimed'), ('void', 'given up')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('way', models.CharField(choices=[('paper', 'secret ballot on paper'), ('hands', 'show of hands'), ('roll_call', 'roll call')], default='paper', max_length=9, verbose_name='how one votes')),
                ('held_on', models.DateField(verbose_name='day of the vote')),
                ('place', models.CharField(blank=True, max_length=150, verbose_name='place')),
                ('roll_on', models.DateField(help_text='Who is a member on that day votes.', verbose_name='day of the roll')),
                ('convened_on', models.DateField(blank=True, null=True, verbose_name='convened on')),
                ('convened_how', models.CharField(blank=True, max_length=150, verbose_name='convened how')),
                ('candidacies_until', models.DateTimeField(blank=True, null=True, verbose_name='candidacies until')),
                ('article', models.CharField(blank=True, max_length=200, verbose_name='article of the statutes')),
                ('quorum_percent', models.PositiveSmallIntegerField(default=0, help_text='0: no quorum, as when the statutes say nothing.', verbose_name='quorum, in percent')),
                ('quorum_base', models.CharField(choices=[('companies', 'companies on the roll'), ('voices', 'voices on the roll')], default='companies', max_length=9, verbose_name='quorum of')),
                ('majority_base', models.CharField(choices=[('expressed', 'votes expressed, without blank and spoilt ones'), ('cast', 'votes cast, blank and spoilt ones included'), ('registered', 'voices on the roll')], default='expressed', max_length=10, verbose_name='majority of')),
                ('rounds', models.PositiveSmallIntegerField(default=2, help_text='2: more than half is needed in the first, most votes suffice in the second.', verbose_name='rounds')),
                ('second_round', models.CharField(choices=[('top_two', 'the two first candidates for each seat'), ('all', 'all who wish to')], default='top_two', max_length=7, verbose_name='in the second round stand')),
                ('tie_rule', models.CharField(choices=[('oldest', 'the oldest person'), ('longest', 'the company that has been a member the longest'), ('lot', 'a lot drawn in the room')], default='oldest', max_length=7, verbose_name='when votes are equal')),
                ('proxies_per_holder', models.PositiveSmallIntegerField(default=1, help_text='0: no proxies.', verbose_name='proxies for one company at most')),
                ('proxies_until', models.DateTimeField(blank=True, null=True, verbose_name='proxies until')),
                ('term_years', models.PositiveSmallIntegerField(default=3, verbose_name='years of the term')),
                ('cooptation_allowed', models.BooleanField(default=True, verbose_name='the bureau may co-opt for a seat that stays empty')),
                ('round', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='round')),
                ('is_second_call', models.BooleanField(default=False, help_text='No quorum is asked again then, unless the statutes ask one.', verbose_name='second call after a missing quorum')),
                ('roll_sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='hash of the roll')),
                ('sealed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='roll sealed at')),
                ('opened_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='opened at')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed at')),
                ('counted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='counted at')),
                ('proclaimed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='proclaimed at')),
                ('void_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='why it was given up')),
                ('assembly', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='elections', to='elections.assembly', verbose_name='assembly')),
                ('first_round', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following_round', to='elections.election', verbose_name='first round')),
                ('territory', models.ForeignKey(blank=True, help_text='None: the federation itself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='elections', to='territories.territory', verbose_name='territory')),
            ],
            options={
                'verbose_name': 'election',
                'verbose_name_plural': 'elections',
                'ordering': ['-held_on', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Proxy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(verbose_name='given at')),
            ],
            options={
                'verbose_name': 'proxy',
                'verbose_name_plural': 'proxies',
                'ordering': ['giver'],
            },
        ),
        migrations.CreateModel(
            name='RollEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.PositiveSmallIntegerField(default=1, verbose_name='voices')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll_entries', to='members.company', verbose_name='company')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roll', to='elections.election', verbose_name='election')),
                ('representative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roll_entries', to='members.person', verbose_name='votes for the company')),
            ],
            options={
                'verbose_name': 'line of the roll',
                'verbose_name_plural': 'lines of the roll',
                'ordering': ['election', 'company'],
            },
        ),
        migrations.CreateModel(
            name='Candidacy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_name', models.CharField(blank=True, max_length=80, verbose_name='name of the list')),
                ('statement', models.TextField(blank=True, max_length=3000, verbose_name='statement')),
                ('is_withdrawn', models.BooleanField(default=False, verbose_name='withdrawn')),
                ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('company', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.company', verbose_name='company')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='candidacies', to='members.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'candidacy',
                'verbose_name_plural': 'candidacies',
                'ordering': ['contest', 'rank', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CandidacyVotes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voices', models.PositiveIntegerField(verbose_name='voices')),
                ('candidacy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='elections.candidacy', verbose_name='candidacy')),
            ],
            options={
                'verbose_name': 'votes of a candidacy',
                'verbose_name_plural': 'votes of candidacies',
            },
        ),
        migrations.CreateModel(
            name='CandidacyVotesChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('voices', models.PositiveIntegerField(verbose_name='voices')),
                ('candidacy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.candidacy', verbose_name='candidacy')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.candidacyvotes')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('office', 'people for an office'), ('lists', 'closed lists')], default='office', max_length=6, verbose_name='what one chooses')),
                ('seats', models.PositiveSmallIntegerField(default=1, help_text='How many people are elected; for lists: the places of one.', verbose_name='seats')),
                ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('office', models.ForeignKey(blank=True, help_text='None for closed lists: each place of a list has its own.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.office', verbose_name='office')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contests', to='elections.election', verbose_name='election')),
            ],
            options={
                'verbose_name': 'office to fill',
                'verbose_name_plural': 'offices to fill',
                'ordering': ['election', 'rank', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CandidacyChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('list_name', models.CharField(blank=True, max_length=80, verbose_name='name of the list')),
                ('statement', models.TextField(blank=True, max_length=3000, verbose_name='statement')),
                ('is_withdrawn', models.BooleanField(default=False, verbose_name='withdrawn')),
                ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('company', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.company', verbose_name='company')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.person', verbose_name='person')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.candidacy')),
                ('contest', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.contest', verbose_name='office to fill')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='candidacy',
            name='contest',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidacies', to='elections.contest', verbose_name='office to fill'),
        ),
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cast', models.PositiveIntegerField(verbose_name='voices cast')),
                ('blank', models.PositiveIntegerField(default=0, verbose_name='blank')),
                ('spoilt', models.PositiveIntegerField(default=0, verbose_name='spoilt')),
                ('contest', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='count', to='elections.contest', verbose_name='office to fill')),
            ],
            options={
                'verbose_name': 'count',
                'verbose_name_plural': 'counts',
            },
        ),
        migrations.CreateModel(
            name='CountChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('cast', models.PositiveIntegerField(verbose_name='voices cast')),
                ('blank', models.PositiveIntegerField(default=0, verbose_name='blank')),
                ('spoilt', models.PositiveIntegerField(default=0, verbose_name='spoilt')),
                ('contest', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.contest', verbose_name='office to fill')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.count')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Elected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('votes', 'by the votes'), ('oldest', 'equal votes: the oldest person'), ('longest', 'equal votes: the longest membership'), ('lot', 'equal votes: by lot')], default='votes', max_length=7, verbose_name='how')),
                ('has_accepted', models.BooleanField(null=True, verbose_name='accepts')),
                ('candidacy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='elected', to='elections.candidacy', verbose_name='candidacy')),
                ('mandates', models.ManyToManyField(blank=True, related_name='+', to='territories.mandate', verbose_name='mandates')),
            ],
            options={
                'verbose_name': 'elected candidacy',
                'verbose_name_plural': 'elected candidacies',
            },
        ),
        migrations.CreateModel(
            name='ElectedChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('how', models.CharField(choices=[('votes', 'by the votes'), ('oldest', 'equal votes: the oldest person'), ('longest', 'equal votes: the longest membership'), ('lot', 'equal votes: by lot')], default='votes', max_length=7, verbose_name='how')),
                ('has_accepted', models.BooleanField(null=True, verbose_name='accepts')),
                ('candidacy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.candidacy', verbose_name='candidacy')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.elected')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('election', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='minutes', serialize=False, to='elections.election', verbose_name='election')),
                ('pdf', models.BinaryField(verbose_name='document')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('incidents', models.TextField(blank=True, max_length=3000, verbose_name='incidents')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
            ],
            options={
                'verbose_name': 'minutes of an election',
                'verbose_name_plural': 'minutes of elections',
            },
        ),
        migrations.CreateModel(
            name='ContestChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('method', models.CharField(choices=[('office', 'people for an office'), ('lists', 'closed lists')], default='office', max_length=6, verbose_name='what one chooses')),
                ('seats', models.PositiveSmallIntegerField(default=1, help_text='How many people are elected; for lists: the places of one.', verbose_name='seats')),
                ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('office', models.ForeignKey(blank=True, db_constraint=False, help_text='None for closed lists: each place of a list has its own.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territories.office', verbose_name='office')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.contest')),
                ('election', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.election', verbose_name='election')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ElectionChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('first_bureau', 'first bureau'), ('renewal', 'renewal of the bureau'), ('by_election', 'by-election')], default='first_bureau', max_length=12, verbose_name='what is elected')),
                ('state', models.CharField(choices=[('draft', 'being prepared'), ('sealed', 'roll sealed'), ('open', 'vote open'), ('closed', 'vote closed'), ('counted', 'counted'), ('proclaimed', 'proclaimed'), ('void', 'given up')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('way', models.CharField(choices=[('paper', 'secret ballot on paper'), ('hands', 'show of hands'), ('roll_call', 'roll call')], default='paper', max_length=9, verbose_name='how one votes')),
                ('held_on', models.DateField(verbose_name='day of the vote')),
                ('place', models.CharField(blank=True, max_length=150, verbose_name='place')),
                ('roll_on', models.DateField(help_text='Who is a member on that day votes.', verbose_name='day of the roll')),
                ('convened_on', models.DateField(blank=True, null=True, verbose_name='convened on')),
                ('convened_how', models.CharField(blank=True, max_length=150, verbose_name='convened how')),
                ('candidacies_until', models.DateTimeField(blank=True, null=True, verbose_name='candidacies until')),
                ('article', models.CharField(blank=True, max_length=200, verbose_name='article of the statutes')),
                ('quorum_percent', models.PositiveSmallIntegerField(default=0, help_text='0: no quorum, as when the statutes say nothing.', verbose_name='quorum, in percent')),
                ('quorum_base', models.CharField(choices=[('companies', 'companies on the roll'), ('voices', 'voices on the roll')], default='companies', max_length=9, verbose_name='quorum of')),
                ('majority_base', models.CharField(choices=[('expressed', 'votes expressed, without blank and spoilt ones'), ('cast', 'votes cast, blank and spoilt ones included'), ('registered', 'voices on the roll')], default='expressed', max_length=10, verbose_name='majority of')),
                ('rounds', models.PositiveSmallIntegerField(default=2, help_text='2: more than half is needed in the first, most votes suffice in the second.', verbose_name='rounds')),
                ('second_round', models.CharField(choices=[('top_two', 'the two first candidates for each seat'), ('all', 'all who wish to')], default='top_two', max_length=7, verbose_name='in the second round stand')),
                ('tie_rule', models.CharField(choices=[('oldest', 'the oldest person'), ('longest', 'the company that has been a member the longest'), ('lot', 'a lot drawn in the room')], default='oldest', max_length=7, verbose_name='when votes are equal')),
                ('proxies_per_holder', models.PositiveSmallIntegerField(default=1, help_text='0: no proxies.', verbose_name='proxies for one company at most')),
                ('proxies_until', models.DateTimeField(blank=True, null=True, verbose_name='proxies until')),
                ('term_years', models.PositiveSmallIntegerField(default=3, verbose_name='years of the term')),
                ('cooptation_allowed', models.BooleanField(default=True, verbose_name='the bureau may co-opt for a seat that stays empty')),
                ('round', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='round')),
                ('is_second_call', models.BooleanField(default=False, help_text='No quorum is asked again then, unless the statutes ask one.', verbose_name='second call after a missing quorum')),
                ('roll_sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='hash of the roll')),
                ('sealed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='roll sealed at')),
                ('opened_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='opened at')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed at')),
                ('counted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='counted at')),
                ('proclaimed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='proclaimed at')),
                ('void_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='why it was given up')),
                ('assembly', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.assembly', verbose_name='assembly')),
                ('first_round', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.election', verbose_name='first round')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.election')),
                ('territory', models.ForeignKey(blank=True, db_constraint=False, help_text='None: the federation itself.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territories.territory', verbose_name='territory')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ListPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('candidacy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='elections.candidacy', verbose_name='list')),
                ('company', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.company', verbose_name='company')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.office', verbose_name='office')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='list_places', to='members.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'place of a list',
                'verbose_name_plural': 'places of lists',
                'ordering': ['candidacy', 'rank', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ListPlaceChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('candidacy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.candidacy', verbose_name='list')),
                ('company', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.company', verbose_name='company')),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territories.office', verbose_name='office')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.person', verbose_name='person')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.listplace')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MinutesChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('incidents', models.TextField(blank=True, max_length=3000, verbose_name='incidents')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('election', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='elections.election', verbose_name='election')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RollCallVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidacy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roll_call_votes', to='elections.candidacy', verbose_name='candidacy')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll_call_votes', to='elections.contest', verbose_name='office to fill')),
                ('roll_entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll_call_votes', to='elections.rollentry', verbose_name='line of the roll')),
            ],
            options={
                'verbose_name': 'vote at a roll call',
                'verbose_name_plural': 'votes at roll calls',
            },
        ),
        migrations.CreateModel(
            name='SignOff',
            fields=[
                ('roll_entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sign_off', serialize=False, to='elections.rollentry', verbose_name='line of the roll')),
                ('by_proxy', models.BooleanField(default=False, verbose_name='by proxy')),
            ],
            options={
                'verbose_name': 'sign-off',
                'verbose_name_plural': 'sign-offs',
            },
        ),
        migrations.CreateModel(
            name='RollCallVoteChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('candidacy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.candidacy', verbose_name='candidacy')),
                ('contest', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.contest', verbose_name='office to fill')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.rollcallvote')),
                ('roll_entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.rollentry', verbose_name='line of the roll')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProxyChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('given_at', models.DateTimeField(verbose_name='given at')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.proxy')),
                ('giver', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.rollentry', verbose_name='company represented')),
                ('holder', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.rollentry', verbose_name='company that votes for it')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='proxy',
            name='giver',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='proxy_given', to='elections.rollentry', verbose_name='company represented'),
        ),
        migrations.AddField(
            model_name='proxy',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proxies_held', to='elections.rollentry', verbose_name='company that votes for it'),
        ),
        migrations.CreateModel(
            name='RollEntryChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('weight', models.PositiveSmallIntegerField(default=1, verbose_name='voices')),
                ('company', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.company', verbose_name='company')),
                ('election', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.election', verbose_name='election')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.rollentry')),
                ('representative', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.person', verbose_name='votes for the company')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacyvotes',
            trigger=pgtrigger.compiler.Trigger(name='votes_once_the_vote_is_closed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found text;', func="\n            \n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT c.election_id FROM elections_contest c JOIN elections_candidacy k ON k.contest_id = c.id WHERE k.id = NEW.candidacy_id) FOR SHARE;\n                \n                \n        IF found IS NOT NULL AND found NOT IN ('closed') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'votes_once_the_vote_is_closed';\n        END IF;\n    \n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT c.election_id FROM elections_contest c JOIN elections_candidacy k ON k.contest_id = c.id WHERE k.id = OLD.candidacy_id) FOR SHARE;\n                \n        IF found IS NOT NULL AND found NOT IN ('closed') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'votes_once_the_vote_is_closed';\n        END IF;\n    \n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='b9e290442c4b87edbfe0eb2a4cfd5b9d6853ac0b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_votes_once_the_vote_is_closed_81ff0', table='elections_candidacyvotes', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacyvotes',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_candidacyvoteschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "id", "voices") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "id", "voices" FROM new_rows AS kept; RETURN NULL;', hash='a01fa224a7e3fd74f9a705a6072e236af3b1fe26', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ffa95', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_candidacyvotes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacyvotes',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_candidacyvoteschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "id", "voices") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "id", "voices" FROM (SELECT "candidacy_id", "id", "voices" FROM (SELECT true AS is_new, "candidacy_id", "id", "voices" FROM new_rows UNION ALL SELECT false, "candidacy_id", "id", "voices" FROM old_rows) AS both_sides GROUP BY "candidacy_id", "id", "voices" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='f3c408a1c9c28ab9e603bf87a057c9cb69731414', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c30d7', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_candidacyvotes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacyvotes',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_candidacyvoteschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "id", "voices") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "id", "voices" FROM old_rows AS kept; RETURN NULL;', hash='77a6b02cb76a9eb30a316f6a5b296b4aa1e17f0d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a9973', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_candidacyvotes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacyvoteschange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2a5b6bdbf6147fa8c268ad6889d3a680e96853db', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_67c11', table='elections_candidacyvoteschange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacychange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8ee95143904e80fbfe4671ed90fe39244703d27c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ae4cc', table='elections_candidacychange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='candidacy',
            constraint=models.UniqueConstraint(fields=('contest', 'person'), name='candidacy_once_a_contest', violation_error_message='This person stands for this office already.'),
        ),
        migrations.AddConstraint(
            model_name='candidacy',
            constraint=models.UniqueConstraint(condition=models.Q(('list_name', ''), _negated=True), fields=('contest', 'list_name'), name='candidacy_list_has_its_own_name', violation_error_message='Another list has this name.'),
        ),
        migrations.AddConstraint(
            model_name='candidacy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('list_name', ''), ('person__isnull', False)), models.Q(('person__isnull', True), models.Q(('list_name', ''), _negated=True)), _connector='OR'), name='candidacy_is_a_person_or_a_list', violation_error_message='A candidacy is that of a person or that of a list with a name.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacy',
            trigger=pgtrigger.compiler.Trigger(name='candidacy_stays_once_sealed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found text;', func="\n            IF TG_OP = 'UPDATE' AND true AND to_jsonb(NEW) - ARRAY['statement', 'list_name'] = to_jsonb(OLD) - ARRAY['statement', 'list_name'] THEN RETURN NEW; END IF;\n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT election_id FROM elections_contest WHERE id = NEW.contest_id) FOR SHARE;\n                IF TG_OP = 'UPDATE' AND found IN ('proclaimed', 'void') AND to_jsonb(NEW) - ARRAY['person_id', 'company_id'] = to_jsonb(OLD) - ARRAY['person_id', 'company_id'] THEN RETURN NEW; END IF;\n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'candidacy_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT election_id FROM elections_contest WHERE id = OLD.contest_id) FOR SHARE;\n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'candidacy_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='8c2c8e27099a660112a2ed14026b91514b88166c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_candidacy_stays_once_sealed_56216', table='elections_candidacy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_candidacychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement" FROM new_rows AS kept; RETURN NULL;', hash='e3bd4f235483c4806dcdc26b7295d8f253749916', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_cd931', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_candidacy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_candidacychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement" FROM (SELECT "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement" FROM (SELECT true AS is_new, "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement" FROM new_rows UNION ALL SELECT false, "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement" FROM old_rows) AS both_sides GROUP BY "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='c0d5f63149b324a85db5bc57d734da6d4346ef24', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_61e93', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_candidacy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_candidacychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "company_id", "contest_id", "id", "is_withdrawn", "list_name", "person_id", "rank", "statement" FROM old_rows AS kept; RETURN NULL;', hash='987e60fb6e596b49557e5acb1ae1bf799bea72fc', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e8630', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_candidacy', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='count',
            constraint=models.CheckConstraint(condition=models.Q(('cast__gte', django.db.models.expressions.CombinedExpression(models.F('blank'), '+', models.F('spoilt')))), name='count_blank_and_spoilt_were_cast', violation_error_message='More blank and spoilt votes than votes cast.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='count',
            trigger=pgtrigger.compiler.Trigger(name='count_once_the_vote_is_closed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found text;', func="\n            \n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT election_id FROM elections_contest WHERE id = NEW.contest_id) FOR SHARE;\n                \n                \n        IF found IS NOT NULL AND found NOT IN ('closed') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'count_once_the_vote_is_closed';\n        END IF;\n    \n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT election_id FROM elections_contest WHERE id = OLD.contest_id) FOR SHARE;\n                \n        IF found IS NOT NULL AND found NOT IN ('closed') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'count_once_the_vote_is_closed';\n        END IF;\n    \n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='67be76184a23bbf24fd756113d11f12d666f2ab5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_count_once_the_vote_is_closed_1c22d', table='elections_count', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='count',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_countchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "blank", "cast", "contest_id", "id", "spoilt") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "blank", "cast", "contest_id", "id", "spoilt" FROM new_rows AS kept; RETURN NULL;', hash='c0ea4912b0876cbbd55b447f15b84a040ecc2a91', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ac019', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_count', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='count',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_countchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "blank", "cast", "contest_id", "id", "spoilt") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "blank", "cast", "contest_id", "id", "spoilt" FROM (SELECT "blank", "cast", "contest_id", "id", "spoilt" FROM (SELECT true AS is_new, "blank", "cast", "contest_id", "id", "spoilt" FROM new_rows UNION ALL SELECT false, "blank", "cast", "contest_id", "id", "spoilt" FROM old_rows) AS both_sides GROUP BY "blank", "cast", "contest_id", "id", "spoilt" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='f079953ff3512a0b9bd3d3a7bcf7e1443aa8c90e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fe3bd', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_count', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='count',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_countchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "blank", "cast", "contest_id", "id", "spoilt") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "blank", "cast", "contest_id", "id", "spoilt" FROM old_rows AS kept; RETURN NULL;', hash='d04aaba4afc25750d534a827b4e550da6c658d52', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fd9eb', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_count', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c6a96cafaa20f5f486477d83a143b6f63af7ab46', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef00d', table='elections_countchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='elected',
            trigger=pgtrigger.compiler.Trigger(name='elected_until_proclaimed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found text;', func="\n            \n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT c.election_id FROM elections_contest c JOIN elections_candidacy k ON k.contest_id = c.id WHERE k.id = NEW.candidacy_id) FOR SHARE;\n                \n                \n        IF found IS NOT NULL AND found NOT IN ('closed', 'counted') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'elected_until_proclaimed';\n        END IF;\n    \n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT c.election_id FROM elections_contest c JOIN elections_candidacy k ON k.contest_id = c.id WHERE k.id = OLD.candidacy_id) FOR SHARE;\n                \n        IF found IS NOT NULL AND found NOT IN ('closed', 'counted') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'elected_until_proclaimed';\n        END IF;\n    \n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='c8bad61d1a4c07b55f7e9b2597af0dab8fcba9fe', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_elected_until_proclaimed_9b43e', table='elections_elected', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='elected',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electedchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "has_accepted", "how", "id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "has_accepted", "how", "id" FROM new_rows AS kept; RETURN NULL;', hash='6350745f3f61c35fad8dd1ad4429f075c2b8bf47', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1d8b3', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_elected', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='elected',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electedchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "has_accepted", "how", "id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "has_accepted", "how", "id" FROM (SELECT "candidacy_id", "has_accepted", "how", "id" FROM (SELECT true AS is_new, "candidacy_id", "has_accepted", "how", "id" FROM new_rows UNION ALL SELECT false, "candidacy_id", "has_accepted", "how", "id" FROM old_rows) AS both_sides GROUP BY "candidacy_id", "has_accepted", "how", "id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='7b6cca9513783ae0dbefd1e6d8a0998b3d8e3d61', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c9873', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_elected', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='elected',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electedchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "has_accepted", "how", "id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "has_accepted", "how", "id" FROM old_rows AS kept; RETURN NULL;', hash='5c60527daf407c707907ce578c40371e64edb1fa', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b9921', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_elected', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='electedchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9dc03826df3141de61aaa9a603ef8dcc525e6151', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a1bef', table='elections_electedchange', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='minuteschange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='elections.minutes'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='minutes_have_their_hash', violation_error_message='The minutes have the SHA-256 of their document.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minutes',
            trigger=pgtrigger.compiler.Trigger(name='minutes_never_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b74541ef74474cd0b9f616906d6925e8a0a0756b', operation='UPDATE OR DELETE', pgid='pgtrigger_minutes_never_change_31d42', table='elections_minutes', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minutes',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_minuteschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "election_id", "incidents", "made_at", "sha256") SELECT clock_timestamp(), \'insert\', "election_id", (SELECT _pgh_attach_context()), "election_id", "incidents", "made_at", "sha256" FROM new_rows AS kept; RETURN NULL;', hash='3cc695eaa5143bd99f99b7b365c322a98ce6c45f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_275ae', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_minutes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minutes',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_minuteschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "election_id", "incidents", "made_at", "sha256") SELECT clock_timestamp(), \'update\', "election_id", (SELECT _pgh_attach_context()), "election_id", "incidents", "made_at", "sha256" FROM (SELECT "election_id", "incidents", "made_at", "sha256" FROM (SELECT true AS is_new, "election_id", "incidents", "made_at", "sha256" FROM new_rows UNION ALL SELECT false, "election_id", "incidents", "made_at", "sha256" FROM old_rows) AS both_sides GROUP BY "election_id", "incidents", "made_at", "sha256" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='3d2f20599c1d24516820136828627af065a35bef', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8eb37', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_minutes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minutes',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_minuteschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "election_id", "incidents", "made_at", "sha256") SELECT clock_timestamp(), \'delete\', "election_id", (SELECT _pgh_attach_context()), "election_id", "incidents", "made_at", "sha256" FROM old_rows AS kept; RETURN NULL;', hash='5922dfad34e5c71c1a4bfb5d6d80193a2a82b8a4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_caa98', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_minutes', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.CheckConstraint(condition=models.Q(('proxies_per_holder__lte', 20), ('quorum_percent__lte', 100), ('round__range', (1, 2)), ('rounds__range', (1, 2)), ('term_years__range', (1, 9))), name='election_numbers_are_possible', violation_error_message='A quorum is 0 to 100 percent, there are 1 or 2 rounds, a term has 1 to 9 years, a company holds 20 proxies at most.'),
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_round__isnull', True), ('round', 1)), models.Q(('first_round__isnull', False), ('round', 2)), _connector='OR'), name='election_second_round_follows_a_first', violation_error_message='A second round follows a first one.'),
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), _negated=True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='election_given_up_says_why', violation_error_message='Say why the election is given up: the history keeps it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='raise_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='NEW.version := OLD.version + 1; RETURN NEW;', hash='7aca3b664050ce08d1f289ab1d87d7ef80d1c79e', operation='UPDATE', pgid='pgtrigger_raise_version_d6658', table='elections_election', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='keep_the_rules', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.state <> 'draft' AND to_jsonb(NEW) - string_to_array('state version sealed_at opened_at closed_at counted_at proclaimed_at void_reason assembly_id', ' ')\n        <> to_jsonb(OLD) - string_to_array('state version sealed_at opened_at closed_at counted_at proclaimed_at void_reason assembly_id', ' ') THEN\n        RAISE EXCEPTION 'election % is sealed: its rules stay', OLD.id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'election_keeps_its_rules_once_sealed';\n    END IF;\n    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (\n        'draft>sealed', 'sealed>open', 'open>closed', 'closed>counted', 'counted>closed', 'counted>proclaimed',\n        'draft>void', 'sealed>void', 'open>void', 'closed>void', 'counted>void'\n    ) THEN\n        RAISE EXCEPTION 'an election that is % does not become %', OLD.state, NEW.state\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'election_goes_forward';\n    END IF;\n    RETURN NEW;\n", hash='50d56010505840b8f8835275e9fea3c925f205af', operation='UPDATE', pgid='pgtrigger_keep_the_rules_34039', table='elections_election', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way" FROM new_rows AS kept; RETURN NULL;', hash='271728a3a3954e69986ac39a8c11fcb56a114aad', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9c99b', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_election', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way" FROM (SELECT "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way" FROM (SELECT true AS is_new, "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way" FROM new_rows UNION ALL SELECT false, "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way" FROM old_rows) AS both_sides GROUP BY "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='21a6431c4c5262192f1704b6aa4b6501218c70a5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f1c36', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_election', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "article", "assembly_id", "candidacies_until", "closed_at", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "held_on", "id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "term_years", "territory_id", "tie_rule", "version", "void_reason", "way" FROM old_rows AS kept; RETURN NULL;', hash='f02864260fd976549908ca4ea70c810527419fbc', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b3573', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_election', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contestchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d50900a71d4d2b7fcdc822688fd0a99cd93157e5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_75c28', table='elections_contestchange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.UniqueConstraint(fields=('election', 'office'), name='contest_once_an_office', nulls_distinct=False, violation_error_message='This office, or a choice of lists, is there already.'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('method', 'office'), ('office__isnull', False)), models.Q(('method', 'lists'), ('office__isnull', True)), _connector='OR'), name='contest_has_an_office_or_lists', violation_error_message='Name the office; closed lists have none of their own.'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(('seats__range', (1, 30))), name='contest_has_seats', violation_error_message='1 to 30 seats can be filled at once.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contest',
            trigger=pgtrigger.compiler.Trigger(name='contest_stays_once_sealed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found text;', func="\n            \n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO found FROM elections_election WHERE id = NEW.election_id FOR SHARE;\n                \n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'contest_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO found FROM elections_election WHERE id = OLD.election_id FOR SHARE;\n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'contest_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='7e0a6fb9d364baca054eecf86bde74f5c68aa4a0', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_contest_stays_once_sealed_363d4', table='elections_contest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_contestchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "election_id", "id", "method", "office_id", "rank", "seats") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "election_id", "id", "method", "office_id", "rank", "seats" FROM new_rows AS kept; RETURN NULL;', hash='74c0dfd626254ab34c942a0c59a1dde4734af97b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fb791', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_contest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_contestchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "election_id", "id", "method", "office_id", "rank", "seats") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "election_id", "id", "method", "office_id", "rank", "seats" FROM (SELECT "election_id", "id", "method", "office_id", "rank", "seats" FROM (SELECT true AS is_new, "election_id", "id", "method", "office_id", "rank", "seats" FROM new_rows UNION ALL SELECT false, "election_id", "id", "method", "office_id", "rank", "seats" FROM old_rows) AS both_sides GROUP BY "election_id", "id", "method", "office_id", "rank", "seats" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='075aabb22784650b197c602629290239dc5e16fb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_070ca', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_contest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_contestchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "election_id", "id", "method", "office_id", "rank", "seats") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "election_id", "id", "method", "office_id", "rank", "seats" FROM old_rows AS kept; RETURN NULL;', hash='4b5ae2d70c89302cea160aed7999b9351d130c60', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3abeb', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_contest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='electionchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b66f8acf20072b71a75d3d1aa9ca41a64ae8dc27', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0f6d0', table='elections_electionchange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='listplace',
            constraint=models.UniqueConstraint(fields=('candidacy', 'person'), name='list_place_once_a_person', violation_error_message='This person stands on the list already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listplace',
            trigger=pgtrigger.compiler.Trigger(name='list_place_stays_once_sealed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found text;', func="\n            \n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT c.election_id FROM elections_contest c JOIN elections_candidacy k ON k.contest_id = c.id WHERE k.id = NEW.candidacy_id) FOR SHARE;\n                IF TG_OP = 'UPDATE' AND found IN ('proclaimed', 'void') AND to_jsonb(NEW) - ARRAY['person_id', 'company_id'] = to_jsonb(OLD) - ARRAY['person_id', 'company_id'] THEN RETURN NEW; END IF;\n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'list_place_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT c.election_id FROM elections_contest c JOIN elections_candidacy k ON k.contest_id = c.id WHERE k.id = OLD.candidacy_id) FOR SHARE;\n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'list_place_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='7241c18feeebf7f1e7f11b186b873d22340120c7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_list_place_stays_once_sealed_0b07a', table='elections_listplace', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listplace',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_listplacechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "company_id", "id", "office_id", "person_id", "rank") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "company_id", "id", "office_id", "person_id", "rank" FROM new_rows AS kept; RETURN NULL;', hash='257f5f25e646a702f5ebed73bc799275815e3590', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_47647', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_listplace', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listplace',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_listplacechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "company_id", "id", "office_id", "person_id", "rank") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "company_id", "id", "office_id", "person_id", "rank" FROM (SELECT "candidacy_id", "company_id", "id", "office_id", "person_id", "rank" FROM (SELECT true AS is_new, "candidacy_id", "company_id", "id", "office_id", "person_id", "rank" FROM new_rows UNION ALL SELECT false, "candidacy_id", "company_id", "id", "office_id", "person_id", "rank" FROM old_rows) AS both_sides GROUP BY "candidacy_id", "company_id", "id", "office_id", "person_id", "rank" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='fe362973621df2e237a30053b1a7a3ddf900731d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4cadb', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_listplace', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listplace',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_listplacechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "company_id", "id", "office_id", "person_id", "rank") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "company_id", "id", "office_id", "person_id", "rank" FROM old_rows AS kept; RETURN NULL;', hash='9a32842946c5ca10bc7b1ec43ca35d1a792c290e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_46413', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_listplace', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listplacechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aba15ec0e5659de08986f66c7fce10d5ca85e47a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c4b52', table='elections_listplacechange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signoff',
            trigger=pgtrigger.compiler.Trigger(name='keep_sign_offs', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE election elections_election; broken text;', func="\n    IF TG_OP = 'UPDATE' THEN\n        broken := 'sign_off_never_changes';\n    ELSE\n        SELECT e.* INTO election FROM elections_election e JOIN elections_rollentry r ON r.election_id = e.id\n        WHERE r.id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.roll_entry_id ELSE NEW.roll_entry_id END) FOR SHARE OF e;\n        IF election.state IS DISTINCT FROM 'open' THEN\n            broken := 'sign_off_while_the_vote_is_open';\n        END IF;\n    END IF;\n    IF broken IS NOT NULL THEN\n        RAISE EXCEPTION 'the sign-off is refused' USING ERRCODE = 'check_violation', CONSTRAINT = broken;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='e916f3fc8449a5528235cb1c03a12348f95e8fbc', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_keep_sign_offs_a6a2a', table='elections_signoff', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='rollentry',
            constraint=models.UniqueConstraint(fields=('election', 'company'), name='roll_entry_once_a_company', violation_error_message='This company is on the roll already.'),
        ),
        migrations.AddConstraint(
            model_name='rollentry',
            constraint=models.CheckConstraint(condition=models.Q(('weight__range', (1, 100))), name='roll_entry_has_voices', violation_error_message='A company has 1 to 100 voices.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollentry',
            trigger=pgtrigger.compiler.Trigger(name='roll_stays_once_sealed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found text;', func="\n            \n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO found FROM elections_election WHERE id = NEW.election_id FOR SHARE;\n                IF TG_OP = 'UPDATE' AND found IN ('proclaimed', 'void') AND to_jsonb(NEW) - ARRAY['company_id', 'representative_id'] = to_jsonb(OLD) - ARRAY['company_id', 'representative_id'] THEN RETURN NEW; END IF;\n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO found FROM elections_election WHERE id = OLD.election_id FOR SHARE;\n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='e14293f47c7455b3d395555e5f5645f46bfaea1b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_roll_stays_once_sealed_81309', table='elections_rollentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollentry',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_rollentrychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "election_id", "id", "representative_id", "weight") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "company_id", "election_id", "id", "representative_id", "weight" FROM new_rows AS kept; RETURN NULL;', hash='e055ffdc176d27ae90a008be4dfd09c25da09d85', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_33112', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_rollentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollentry',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_rollentrychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "election_id", "id", "representative_id", "weight") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "company_id", "election_id", "id", "representative_id", "weight" FROM (SELECT "company_id", "election_id", "id", "representative_id", "weight" FROM (SELECT true AS is_new, "company_id", "election_id", "id", "representative_id", "weight" FROM new_rows UNION ALL SELECT false, "company_id", "election_id", "id", "representative_id", "weight" FROM old_rows) AS both_sides GROUP BY "company_id", "election_id", "id", "representative_id", "weight" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='eb4642e49c7a9f99b9a84590703fa262682e4aba', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5089a', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_rollentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollentry',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_rollentrychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "election_id", "id", "representative_id", "weight") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "company_id", "election_id", "id", "representative_id", "weight" FROM old_rows AS kept; RETURN NULL;', hash='75ba13b1cc89b6266715311fe11aef523e25692d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_11411', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_rollentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollcallvotechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a5a7de945d8a6b37146dc9268282aff17442c8c3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aae18', table='elections_rollcallvotechange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='rollcallvote',
            constraint=models.UniqueConstraint(fields=('roll_entry', 'contest', 'candidacy'), name='roll_call_vote_once', nulls_distinct=False, violation_error_message='This answer is recorded already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollcallvote',
            trigger=pgtrigger.compiler.Trigger(name='roll_call_once_the_vote_is_closed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found text;', func="\n            \n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT election_id FROM elections_contest WHERE id = NEW.contest_id) FOR SHARE;\n                \n                \n        IF found IS NOT NULL AND found NOT IN ('closed') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_call_once_the_vote_is_closed';\n        END IF;\n    \n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT election_id FROM elections_contest WHERE id = OLD.contest_id) FOR SHARE;\n                \n        IF found IS NOT NULL AND found NOT IN ('closed') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_call_once_the_vote_is_closed';\n        END IF;\n    \n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='f3ddca027dc5bcddbf999d81e036759847f3ec89', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_roll_call_once_the_vote_is_closed_a5748', table='elections_rollcallvote', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollcallvote',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_rollcallvotechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "contest_id", "id", "roll_entry_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "contest_id", "id", "roll_entry_id" FROM new_rows AS kept; RETURN NULL;', hash='86467c827541eb2c06fa3f32efdc10b129bbf5e3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_535f4', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_rollcallvote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollcallvote',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_rollcallvotechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "contest_id", "id", "roll_entry_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "contest_id", "id", "roll_entry_id" FROM (SELECT "candidacy_id", "contest_id", "id", "roll_entry_id" FROM (SELECT true AS is_new, "candidacy_id", "contest_id", "id", "roll_entry_id" FROM new_rows UNION ALL SELECT false, "candidacy_id", "contest_id", "id", "roll_entry_id" FROM old_rows) AS both_sides GROUP BY "candidacy_id", "contest_id", "id", "roll_entry_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='11e5ed9412b247fba50143d4a857192297231022', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2cd9e', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_rollcallvote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollcallvote',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_rollcallvotechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "candidacy_id", "contest_id", "id", "roll_entry_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "candidacy_id", "contest_id", "id", "roll_entry_id" FROM old_rows AS kept; RETURN NULL;', hash='da1288c716878ee292d546ed1b6c4602362d1ed2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c1e09', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_rollcallvote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proxychange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2166aa0a5c581d0db006c8043c2a6b254591b715', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8186c', table='elections_proxychange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='proxy',
            constraint=models.CheckConstraint(condition=models.Q(('giver', models.F('holder')), _negated=True), name='proxy_to_another_company', violation_error_message='A company gives its proxy to another one.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proxy',
            trigger=pgtrigger.compiler.Trigger(name='proxy_stays_once_sealed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found text;', func="\n            \n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT election_id FROM elections_rollentry WHERE id = NEW.giver_id) FOR SHARE;\n                \n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'proxy_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO found FROM elections_election WHERE id = (SELECT election_id FROM elections_rollentry WHERE id = OLD.giver_id) FOR SHARE;\n                \n        IF found IS NOT NULL AND found NOT IN ('draft') THEN\n            RAISE EXCEPTION 'this election is %', found\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'proxy_stays_once_sealed';\n        END IF;\n    \n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='537d6015f146e866f4ed93e3ae6a2d2dcb2bd4ec', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_proxy_stays_once_sealed_a722e', table='elections_proxy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proxy',
            trigger=pgtrigger.compiler.Trigger(name='proxy_rules', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE election elections_election; broken text;', func="\n    SELECT e.* INTO election FROM elections_election e JOIN elections_rollentry r ON r.election_id = e.id\n    WHERE r.id = NEW.giver_id FOR NO KEY UPDATE OF e;\n    IF election.id <> (SELECT election_id FROM elections_rollentry WHERE id = NEW.holder_id) THEN\n        broken := 'proxy_within_one_election';\n    ELSIF EXISTS (SELECT FROM elections_proxy WHERE holder_id = NEW.giver_id AND id <> NEW.id)\n        OR EXISTS (SELECT FROM elections_proxy WHERE giver_id = NEW.holder_id AND id <> NEW.id) THEN\n        broken := 'proxy_never_in_a_chain';\n    ELSIF (SELECT count(*) FROM elections_proxy WHERE holder_id = NEW.holder_id AND id <> NEW.id)\n        >= election.proxies_per_holder THEN\n        broken := 'proxy_never_above_the_limit';\n    ELSIF clock_timestamp() > election.proxies_until THEN\n        broken := 'proxy_in_time';\n    END IF;\n    IF broken IS NOT NULL THEN\n        RAISE EXCEPTION 'the proxy of entry % is refused', NEW.giver_id\n        USING ERRCODE = 'check_violation', CONSTRAINT = broken;\n    END IF;\n    RETURN NEW;\n", hash='992c95167090a3943bac7c4dad79e3e4f3f71aa7', operation='INSERT OR UPDATE', pgid='pgtrigger_proxy_rules_5ad0c', table='elections_proxy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proxy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_proxychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "given_at", "giver_id", "holder_id", "id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "given_at", "giver_id", "holder_id", "id" FROM new_rows AS kept; RETURN NULL;', hash='45b8dd798db50c5a8f66d29163b2a47b34edf7d4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d4155', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_proxy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proxy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_proxychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "given_at", "giver_id", "holder_id", "id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "given_at", "giver_id", "holder_id", "id" FROM (SELECT "given_at", "giver_id", "holder_id", "id" FROM (SELECT true AS is_new, "given_at", "giver_id", "holder_id", "id" FROM new_rows UNION ALL SELECT false, "given_at", "giver_id", "holder_id", "id" FROM old_rows) AS both_sides GROUP BY "given_at", "giver_id", "holder_id", "id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='a516f4f6114f0d112d53e7fbb96600a041081366', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3fa7f', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_proxy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proxy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_proxychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "given_at", "giver_id", "holder_id", "id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "given_at", "giver_id", "holder_id", "id" FROM old_rows AS kept; RETURN NULL;', hash='049a78a25ae00d17bf2ec53d2b735e71b5d924d4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_9fed4', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_proxy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rollentrychange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='118115a88612e82fdc20ba144733e18d62ca7a4b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_70018', table='elections_rollentrychange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minuteschange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='992a13ee4c7fdacab7dd55651e91af45ea1cae24', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_189e0', table='elections_minuteschange', when='BEFORE')),
        ),
    ])
