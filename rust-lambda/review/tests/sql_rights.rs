//! What takes away a protection of a database, in many spellings and places, and what only sounds like it.

mod asking;

use asking::{ask, file};

fn rules(path: &str, sql: &str) -> Vec<(String, u32)> {
    let found = ask(file(path, sql), &["change"]).findings;
    found.into_iter().map(|finding| (finding.rule, finding.line)).collect()
}

const TAKEN: &[(&str, &str)] = &[
    ("SQL_ROW_SECURITY_OFF", "ALTER TABLE a DISABLE ROW LEVEL SECURITY"),
    ("SQL_ROW_SECURITY_OFF", "alter table only s.a disable row level security"),
    ("SQL_ROW_SECURITY_OFF", "ALTER TABLE IF EXISTS \"A\" ADD COLUMN b int, DISABLE ROW LEVEL SECURITY"),
    ("SQL_ROW_SECURITY_OFF", "ALTER TABLE a NO FORCE ROW LEVEL SECURITY"),
    ("SQL_ROW_SECURITY_OFF", "ALTER /* x */ TABLE a DISABLE ROW -- y\n LEVEL SECURITY"),
    ("SQL_ROW_SECURITY_OFF", "SET row_security = off"),
    ("SQL_ROW_SECURITY_OFF", "ALTER ROLE app SET row_security TO off"),
    ("SQL_POLICY_DROPPED", "DROP POLICY p ON a"),
    ("SQL_GRANTS_POWER", "ALTER ROLE app SUPERUSER"),
    ("SQL_GRANTS_POWER", "ALTER USER app WITH CREATEROLE"),
    ("SQL_GRANTS_POWER", "CREATE ROLE app LOGIN BYPASSRLS PASSWORD 'x'"),
    ("SQL_GRANTS_POWER", "CREATE ROLE app WITH SUPERUSER LOGIN"),
    ("SQL_GRANTS_POWER", "GRANT pg_execute_server_program TO app"),
    ("SQL_GRANTS_POWER", "GRANT SELECT, FILE ON *.* TO 'app'"),
    ("SQL_GRANTS_ALL", "GRANT ALL ON a TO PUBLIC"),
    ("SQL_GRANTS_ALL", "GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA s TO app"),
    ("SQL_GRANTS_ALL", "GRANT SELECT ON a TO public"),
    ("SQL_GRANTS_ALL", "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT ALL ON TABLES TO app"),
    ("SQL_RUNS_PROGRAM", "COPY a FROM PROGRAM 'curl x'"),
    ("SQL_RUNS_PROGRAM", "COPY (SELECT * FROM a WHERE b = 'x') TO PROGRAM 'nc x 1'"),
    ("SQL_RUNS_PROGRAM", "EXEC xp_cmdshell 'dir'"),
    ("SQL_RUNS_PROGRAM", "EXEC master..xp_cmdshell 'dir'"),
    ("SQL_RUNS_PROGRAM", "SELECT lo_export(1, '/tmp/x')"),
    ("SQL_RUNS_PROGRAM", "SELECT 1 INTO OUTFILE '/tmp/x'"),
    ("SQL_SERVER_CHANGED", "ALTER SYSTEM SET a = 'b'"),
    ("SQL_TRIGGERS_OFF", "ALTER TABLE a DISABLE TRIGGER ALL"),
    ("SQL_TRIGGERS_OFF", "ALTER TABLE a DISABLE TRIGGER USER"),
    ("SQL_TRIGGERS_OFF", "SET session_replication_role = replica"),
    ("SQL_TRIGGERS_OFF", "SET LOCAL session_replication_role TO 'replica'"),
    ("SQL_TRIGGERS_OFF", "SELECT set_config('session_replication_role', 'replica', false)"),
    ("SQL_TRIGGERS_OFF", "SET FOREIGN_KEY_CHECKS = 0"),
    ("SQL_TRIGGERS_OFF", "ALTER TABLE a NOCHECK CONSTRAINT ALL"),
    ("SQL_LOSES_COPY", "ALTER TABLE a SET UNLOGGED"),
    ("SQL_LOSES_COPY", "ALTER TABLE a ENGINE = MEMORY"),
    ("SQL_LOSES_COPY", "SELECT pg_drop_replication_slot('s')"),
    ("SQL_LOSES_COPY", "DROP PUBLICATION p"),
    ("SQL_LOSES_COPY", "PURGE BINARY LOGS BEFORE '2026-01-01'"),
    ("SQL_LOSES_COPY", "ALTER DATABASE a SET RECOVERY SIMPLE"),
    ("SQL_LOCKS_TABLE", "LOCK TABLE a IN ACCESS EXCLUSIVE MODE"),
    ("SQL_LOCKS_TABLE", "LOCK TABLES a WRITE"),
    ("SQL_LOCKS_TABLE", "VACUUM (FULL, VERBOSE) a"),
    ("SQL_LOCKS_TABLE", "VACUUM FULL a"),
    ("SQL_LOCKS_TABLE", "CLUSTER a USING a_pkey"),
    ("SQL_UNTRUSTED_LANGUAGE", "CREATE EXTENSION plpython3u"),
    ("SQL_UNTRUSTED_LANGUAGE", "CREATE EXTENSION IF NOT EXISTS \"plperlu\""),
    ("SQL_UNTRUSTED_LANGUAGE", "CREATE FUNCTION f() RETURNS int AS 'a.so', 'f' LANGUAGE C"),
];

#[test]
fn what_takes_a_protection_away_is_told_wherever_it_stands() {
    let mut wrong = Vec::new();
    for (rule, sql) in TAKEN {
        for text in [
            format!("SELECT 1 FROM b;\n{sql};"),
            format!("DO $$ BEGIN\n{sql}; END $$;"),
            format!("DO $$ BEGIN IF true THEN\n{sql}; END IF; END $$;"),
            format!("DO $$ BEGIN EXECUTE\n'{}'; END $$;", sql.replace('\'', "''")),
        ] {
            let told = rules("0001.sql", &text);
            if !told.contains(&((*rule).to_owned(), 2)) {
                wrong.push(format!("{text}: {told:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_only_sounds_like_it_gives_nothing() {
    for sql in [
        "SET FOREIGN_KEY_CHECKS = 1;",
        "ALTER TABLE a WITH CHECK CHECK CONSTRAINT ALL;",
        "CREATE UNLOGGED TABLE a (b int);",
        "ALTER TABLE a SET LOGGED;",
        "ALTER TABLE a ENGINE = InnoDB;",
        "SELECT pg_create_logical_replication_slot('s', 'pgoutput');",
        "CREATE PUBLICATION p FOR TABLE a;",
        "ALTER DATABASE a SET RECOVERY FULL;",
        "LOCK TABLE a IN SHARE MODE;",
        "LOCK TABLE a IN ROW EXCLUSIVE MODE;",
        "LOCK TABLES a READ;",
        "VACUUM (ANALYZE) a;",
        "MERGE INTO a USING b ON a.id = b.id WHEN NOT MATCHED THEN INSERT (id) VALUES (b.id);",
        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED AND b.gone THEN DELETE;",
        "ALTER TABLE a ENABLE ROW LEVEL SECURITY;",
        "ALTER TABLE a FORCE ROW LEVEL SECURITY;",
        "ALTER ROLE app NOSUPERUSER NOBYPASSRLS NOCREATEROLE;",
        "CREATE ROLE superuser_reports LOGIN;",
        "GRANT SELECT ON process TO app;",
        "GRANT SELECT ON a TO app;",
        "COPY a FROM '/tmp/program';",
        "COPY a FROM STDIN;",
        "ALTER TABLE a ENABLE TRIGGER ALL;",
        "SET session_replication_role = DEFAULT;",
        "CREATE EXTENSION pgcrypto;",
        "CREATE EXTENSION plpgsql;",
        "CREATE TABLE system (id int);",
        "INSERT INTO a (b) VALUES ('ALTER ROLE app SUPERUSER');",
        "-- ALTER ROLE app SUPERUSER\nSELECT 1 FROM a;",
        "DROP POLICY IF EXISTS p ON a; CREATE POLICY p ON a USING (true);",
        "REVOKE ALL ON a FROM PUBLIC;",
        "SELECT language FROM plpython;",
    ] {
        assert_eq!(rules("0001.sql", sql), [], "{sql}");
    }
    assert_eq!(rules("0001.down.sql", "ALTER TABLE a DISABLE ROW LEVEL SECURITY; DROP POLICY p ON a;"), []);
}

#[test]
fn a_function_with_the_rights_of_its_owner_says_where_it_looks() {
    let fires = |sql: &str| rules("0001.sql", sql).iter().any(|(rule, _)| rule == "SQL_DEFINER_WITHOUT_PATH");
    let body = "$$ BEGIN PERFORM 1; END; $$";
    for sql in [
        format!("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS {body};"),
        format!("CREATE OR REPLACE FUNCTION f() RETURNS void AS {body} LANGUAGE plpgsql SECURITY DEFINER;"),
        format!("CREATE PROCEDURE p() SECURITY DEFINER LANGUAGE plpgsql AS {body};"),
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';".to_owned(),
        "ALTER FUNCTION f() SECURITY DEFINER;".to_owned(),
    ] {
        assert!(fires(&sql), "{sql}");
    }
    for sql in [
        format!("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = s AS {body};"),
        format!("CREATE FUNCTION f() RETURNS void AS {body} LANGUAGE plpgsql SECURITY DEFINER SET search_path TO s;"),
        format!("CREATE FUNCTION f() RETURNS void AS {body} LANGUAGE plpgsql SECURITY INVOKER;"),
        format!("CREATE FUNCTION f() RETURNS void AS {body} LANGUAGE plpgsql;"),
        format!(
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS {body}; ALTER FUNCTION f() SET search_path = s;"
        ),
        "CREATE SQL SECURITY DEFINER VIEW v AS SELECT 1 FROM a;".to_owned(),
    ] {
        assert!(!fires(&sql), "{sql}");
    }
}
