"""SQL that makes tables append-only in the database itself, for every client and every program."""

from __future__ import annotations

FUNCTION = """
CREATE OR REPLACE FUNCTION exeat_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""

GUARDS = {
    "audit_event": ("append_only", "append_only_truncate"),
    "audit_checkpoint": ("append_only", "append_only_truncate"),
    "audit_eventprivate": ("erasure_only", "erasure_only_truncate"),
    "licences_draw": ("append_only", "append_only_truncate"),
    "statistics_report": ("append_only", "append_only_truncate"),
}
"""The triggers that stand in every database of ours, by table."""

ERASURE = """
CREATE OR REPLACE FUNCTION exeat_erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.content IS NULL AND NEW.event_id = OLD.event_id AND NEW.salt = OLD.salt THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% may only be erased: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only(table: str) -> str:
    """Refuse update, delete and truncate on the table."""
    return f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION exeat_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION exeat_append_only();
"""


def erasure_only(table: str) -> str:
    """Refuse everything but setting `content` to null."""
    return f"""
CREATE TRIGGER erasure_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION exeat_erasure_only();
CREATE TRIGGER erasure_only_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION exeat_erasure_only();
"""
