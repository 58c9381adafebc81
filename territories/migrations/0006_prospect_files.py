"""A file of pressenties is previewed: its lines wait beside the dossier."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territories", "0005_import_keeps_its_file_and_says_what_happened"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProspectFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                (
                    "headings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None, verbose_name="headings"
                    ),
                ),
                (
                    "lines",
                    models.JSONField(default=list, help_text="Number and cells of each.", verbose_name="lines"),
                ),
                (
                    "mapping",
                    models.JSONField(
                        default=dict, help_text="Place of each column, from 1.", verbose_name="columns"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="received at")),
                (
                    "opening",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prospect_file",
                        to="territories.opening",
                        verbose_name="opening",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of pressenties",
                "verbose_name_plural": "files of pressenties",
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="prospectfile",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.version := OLD.version + 1; RETURN NEW;",
                    hash="5dc99a5034d2d78f1179af15ede0e7e00a8754d9",
                    operation="UPDATE",
                    pgid="pgtrigger_raise_version_e5bf0",
                    table="territories_prospectfile",
                    when="BEFORE",
                ),
            ),
        ),
    ]
