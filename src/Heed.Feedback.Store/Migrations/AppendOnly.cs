namespace Heed.Feedback.Store.Migrations;

/// <summary>Refusals that keep events and items append-only for every program. A payload goes only after its erasure is noted.</summary>
internal static class AppendOnly
{
    // Also INSERT OR REPLACE, which deletes without a delete trigger.
    private const string Sqlite = """
        CREATE TRIGGER {0}_update BEFORE UPDATE ON {0} BEGIN SELECT RAISE(ABORT, '{0} are append-only'); END;
        CREATE TRIGGER {0}_delete BEFORE DELETE ON {0} WHEN {1} BEGIN SELECT RAISE(ABORT, '{0} are append-only'); END;
        CREATE TRIGGER {0}_replace BEFORE INSERT ON {0} WHEN EXISTS (SELECT 1 FROM {0} WHERE {2})
        BEGIN SELECT RAISE(ABORT, '{0} are append-only'); END;
        """;

    private const string Postgres = """
        CREATE TRIGGER {0}_update BEFORE UPDATE ON {0} FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER {0}_truncate BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER {0}_delete BEFORE DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION {1}();
        """;

    private const string Functions = """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END $body$;
        CREATE FUNCTION refuse_unerased() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
          IF NOT EXISTS (SELECT 1 FROM erasures WHERE sequence = OLD.sequence) THEN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END IF;
          RETURN OLD;
        END $body$;
        """;

    public static IEnumerable<string> Statements(bool sqlite) => sqlite
        ?
        [
            Sqlite.Replace("{0}", "events").Replace("{1}", "1").Replace("{2}", "id = NEW.id OR sequence = NEW.sequence"),
            Sqlite.Replace("{0}", "payloads").Replace("{1}", "NOT EXISTS (SELECT 1 FROM erasures WHERE sequence = OLD.sequence)").Replace("{2}", "sequence = NEW.sequence"),
            Sqlite.Replace("{0}", "items").Replace("{1}", "1").Replace("{2}", "id = NEW.id OR sequence = NEW.sequence"),
        ]
        : [Functions, Postgres.Replace("{0}", "events").Replace("{1}", "refuse_change"), Postgres.Replace("{0}", "payloads").Replace("{1}", "refuse_unerased"), Postgres.Replace("{0}", "items").Replace("{1}", "refuse_change")];
}
