"""The database itself refuses to change or take away lines of the ledger.

Whoever can drop a trigger can still change a line; the chain shows that. The triggers stop everybody else, our
own mistakes first. Emptying the table is refused too: TRUNCATE fires no row triggers, so on PostgreSQL one
trigger for whole statements covers all three. On SQLite, INSERT OR REPLACE deletes without firing the trigger for
deletion, so a third trigger refuses a line whose place is taken.

SQLite rebuilds a table to alter it and loses its triggers: a later migration that alters Line must run
INSTALL again. The tests of this room fail where that is forgotten.
"""

from django.db import migrations

WHY = "audit_line: lines are only ever added"
INSTALL = {
    "sqlite": (
        f"""CREATE TRIGGER audit_line_refuse_update BEFORE UPDATE ON audit_line
            BEGIN SELECT RAISE(ABORT, '{WHY}'); END""",
        f"""CREATE TRIGGER audit_line_refuse_delete BEFORE DELETE ON audit_line
            BEGIN SELECT RAISE(ABORT, '{WHY}'); END""",
        f"""CREATE TRIGGER audit_line_refuse_replace BEFORE INSERT ON audit_line
            WHEN EXISTS (SELECT 1 FROM audit_line WHERE chain = NEW.chain AND seq = NEW.seq)
              OR EXISTS (SELECT 1 FROM audit_line WHERE change_id = NEW.change_id)
              OR EXISTS (SELECT 1 FROM audit_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, '{WHY}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION audit_line_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE TRIGGER audit_line_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_line
           FOR EACH STATEMENT EXECUTE FUNCTION audit_line_refuse_change()""",
    ),
}
REMOVE = {
    "sqlite": (
        "DROP TRIGGER audit_line_refuse_update",
        "DROP TRIGGER audit_line_refuse_delete",
        "DROP TRIGGER audit_line_refuse_replace",
    ),
    "postgresql": (
        "DROP TRIGGER audit_line_refuse_change ON audit_line",
        "DROP FUNCTION audit_line_refuse_change()",
    ),
}


def install(apps, schema_editor):
    for sql in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(sql, params=None)


def remove(apps, schema_editor):
    for sql in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_ledger")]
    operations = [migrations.RunPython(install, remove)]
