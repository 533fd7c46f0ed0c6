from django.db import migrations

from exeat.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(append_only("statistics_report"), migrations.RunSQL.noop)]
