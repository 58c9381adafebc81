"""The declared figures of the territories become rows of their own."""

from django.db import migrations


def move(apps, schema_editor):
    """Copy each figure of a territory into a row; running it twice adds nothing."""
    Territory = apps.get_model("territories", "Territory")
    DeclaredFigure = apps.get_model("territories", "DeclaredFigure")
    rows = []
    for territory in Territory.objects.order_by("pk"):
        for subject in ["members", "prospects"]:
            value = getattr(territory, f"{subject}_declared")
            if value is not None:
                rows.append(
                    DeclaredFigure(
                        territory=territory, subject=subject, value=value, told_on=territory.declared_on,
                        source=territory.source or "–",
                    )
                )  # fmt: skip
    DeclaredFigure.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("territories", "0012_prospect_files_and_declared_figures")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=True)]
