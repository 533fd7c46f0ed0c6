from django.db import migrations

from exeat.web.audit.triggers import ERASURE, FUNCTION, append_only, erasure_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION exeat_append_only() CASCADE"),
        migrations.RunSQL(ERASURE, "DROP FUNCTION exeat_erasure_only() CASCADE"),
        migrations.RunSQL(append_only("audit_event"), migrations.RunSQL.noop),
        migrations.RunSQL(append_only("audit_checkpoint"), migrations.RunSQL.noop),
        migrations.RunSQL(erasure_only("audit_eventprivate"), migrations.RunSQL.noop),
    ]
