//! Statements that empty or drop, and real conditions that give nothing.

mod asking;

use asking::{ask, file};

fn rules(sql: &str) -> Vec<(String, u32)> {
    let found = ask(file("0001.sql", sql), &["change"]).findings;
    found.into_iter().map(|finding| (finding.rule, finding.line)).collect()
}

const ALWAYS: &[&str] = &[
    "true",
    "TRUE",
    "1",
    "(true)",
    "((1 = 1))",
    "1=1",
    "1 = 1",
    "1 >= 1",
    "'a' = 'a'",
    "2 > 1",
    "1 <> 2",
    "id = id",
    "a.id = a.id",
    "id IS NOT NULL",
    "id > 0",
    "id >= 0",
    "id <> -1",
    "NOT false",
    "NOT (1 = 2)",
    "state = 'x' OR true",
    "1 = 1 OR state = 'x'",
    "1 = 1 AND 2 = 2",
    "note LIKE '%'",
    "EXISTS (SELECT 1)",
    "id IN (SELECT id FROM a)",
    "'1'",
    "1 = 1 /* and id = 4 */",
    "true -- id = 4",
    "NOT NOT true",
];

const REAL: &[&str] = &[
    "id = 1",
    "a.id = b.id",
    "state = 'x'",
    "state = state2",
    "true AND id = 4",
    "1 = 1 AND id = 4",
    "NOT id = 4",
    "id = 4 OR id = 5",
    "id BETWEEN 1 AND 1000",
    "created < now() - interval '1 day'",
    "deleted_at IS NOT NULL",
    "id > 100",
    "count > 0",
    "note LIKE 'a%'",
    "EXISTS (SELECT 1 FROM b WHERE b.id = a.id)",
    "id IN (SELECT id FROM b)",
    "id IN (SELECT id FROM a WHERE old)",
    "data #>> '{a,b}' = 'x'",
    "lower(name) = 'x'",
    "random() = random()",
    "(state = 'x' AND (true OR id = 4))",
    "note = 'it''s' AND id = 4",
    "note = E'it\\'s; ' AND id = 4",
    "false",
    "1 = 2",
    "id = ANY(ARRAY[1,2])",
    "note = '#' AND id = 4",
    "CURRENT OF cursor",
];

#[test]
fn a_condition_that_always_holds_is_none() {
    for condition in ALWAYS {
        for (sql, rule) in [
            (format!("DELETE FROM a WHERE {condition}\n;"), "SQL_DELETE_WITHOUT_WHERE"),
            (format!("UPDATE a SET state = 'y' WHERE {condition}\n;"), "SQL_UPDATE_WITHOUT_WHERE"),
            (
                format!("WITH gone AS (DELETE FROM a WHERE {condition}\n RETURNING id) SELECT count(*) FROM gone;"),
                "SQL_DELETE_WITHOUT_WHERE",
            ),
            (format!("DO $$ BEGIN\nDELETE FROM a WHERE {condition}\n; END $$;"), "SQL_DELETE_WITHOUT_WHERE"),
        ] {
            let found = rules(&sql);
            assert!(found.len() == 1 && found[0].0 == rule, "{sql}: {found:?}");
        }
    }
}

#[test]
fn a_real_condition_gives_nothing() {
    for condition in REAL {
        for sql in [
            format!("DELETE FROM a WHERE {condition};"),
            format!("UPDATE a SET state = lower(state), b = (SELECT max(c) FROM d) WHERE {condition};"),
            format!("DELETE FROM a USING (SELECT 1) AS b WHERE {condition};"),
            format!("WITH gone AS (DELETE FROM a WHERE {condition} RETURNING id) SELECT count(*) FROM gone;"),
            format!("DO $$ BEGIN IF true THEN DELETE FROM a WHERE {condition}; END IF; END $$;"),
        ] {
            assert_eq!(rules(&sql), [], "{sql}");
        }
    }
}

#[test]
fn whatever_is_dropped_or_emptied_is_told_wherever_it_stands() {
    for (sql, rule) in [
        ("TRUNCATE a", "SQL_DROPS_DATA"),
        ("TRUNCATE TABLE a, b CASCADE", "SQL_DROPS_DATA"),
        ("DROP TABLE a CASCADE", "SQL_DROPS_DATA"),
        ("DROP SCHEMA a CASCADE", "SQL_DROPS_DATA"),
        ("DROP OWNED BY a", "SQL_DROPS_DATA"),
        ("DROP TYPE a CASCADE", "SQL_DROPS_DATA"),
        ("DROP EXTENSION a CASCADE", "SQL_DROPS_DATA"),
        ("ALTER TABLE a DROP COLUMN b CASCADE", "SQL_DROPS_DATA"),
        ("ALTER TABLE a DROP PARTITION p1", "SQL_DROPS_DATA"),
        ("DROP VIEW a CASCADE", "SQL_DROPS_CASCADE"),
        ("DROP FUNCTION a(int) CASCADE", "SQL_DROPS_CASCADE"),
        ("ALTER TABLE a DROP CONSTRAINT b CASCADE", "SQL_DROPS_CASCADE"),
        ("DELETE FROM a", "SQL_DELETE_WITHOUT_WHERE"),
        ("DELETE a", "SQL_DELETE_WITHOUT_WHERE"),
        ("UPDATE a SET b = lower(b)", "SQL_UPDATE_WITHOUT_WHERE"),
        ("UPDATE a SET b = (SELECT c FROM d WHERE d.id = 4)", "SQL_UPDATE_WITHOUT_WHERE"),
    ] {
        for text in [
            format!("\n{sql};"),
            format!("/*!40000\n{sql} */;"),
            format!("DO $$ BEGIN\n{sql}; PERFORM 1; END $$;"),
            format!("DO $$ BEGIN PERFORM 1;\n{sql}; END $$;"),
            format!("DO LANGUAGE plpgsql $body$ BEGIN IF now() > '2020-01-01' THEN\n{sql}; END IF; END $body$;"),
            format!("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$\n{sql}; $$;"),
            format!("DO $$ BEGIN EXECUTE\n'{sql}'; END $$;"),
            format!("DO\n'BEGIN {sql}; END';"),
            format!("-- a\n{sql}"),
        ] {
            if text.starts_with("DO") && sql == "DELETE a" {
                continue;
            }
            assert_eq!(rules(&text), [(rule.to_owned(), 2)], "{text}");
        }
        // PostgreSQL ends a comment at a carriage return too.
        assert_eq!(rules(&format!("-- a\r{sql};\n")), [(rule.to_owned(), 1)], "{sql}");
    }
}

#[test]
fn no_sentence_in_a_comment_hides_what_comes_behind_it() {
    for comment in [
        "-- rollback plan: restore the backup of last night",
        "-- Rollback is not possible",
        "--rollback",
        "-- migrate:downtime of an hour",
        "-- undo",
    ] {
        assert_eq!(rules(&format!("{comment}\nTRUNCATE a;")), [("SQL_DROPS_DATA".to_owned(), 2)], "{comment}");
    }
    for mark in
        ["-- +goose Down", "-- migrate:down", "-- migrate:down transaction:false", "-- +migrate Down", "--//@UNDO"]
    {
        assert_eq!(rules(&format!("SELECT 1;\n{mark}\nDROP TABLE a;")), [], "{mark}");
    }
}

#[test]
fn only_what_a_file_makes_anew_may_go_again_and_each_name_counts() {
    for sql in [
        "CREATE TABLE a (id int);\nTRUNCATE a, users;",
        "CREATE TABLE a (id int);\nDROP TABLE users, a;",
        "CREATE TABLE IF NOT EXISTS users (id int);\nTRUNCATE users;",
        "CREATE TABLE a (id int);\nDROP TABLE IF EXISTS a, users CASCADE;",
        "SELECT 1;\nDO $$ BEGIN EXECUTE 'DROP ' || 'TABLE users'; END $$;",
        "SELECT 1;\nEXEC('DROP ' + 'TABLE users');",
        "SELECT 1;\nDO $$ BEGIN EXECUTE concat('TRUN', 'CATE users'); END $$;",
    ] {
        assert_eq!(rules(sql), [("SQL_DROPS_DATA".to_owned(), 2)], "{sql}");
    }
    assert_eq!(rules("CREATE TABLE a (b int);\nCREATE TABLE b (c int);\nDROP TABLE a, b;"), []);
    for sql in [
        "SELECT 1;\nMERGE INTO a USING b ON 1 = 1 WHEN MATCHED THEN DELETE;",
        "SELECT 1;\nMERGE a USING b ON false WHEN NOT MATCHED BY SOURCE THEN DELETE;",
    ] {
        assert_eq!(rules(sql), [("SQL_DELETE_WITHOUT_WHERE".to_owned(), 2)], "{sql}");
    }
}

#[test]
fn what_only_sounds_like_it_gives_nothing() {
    for sql in [
        "DROP VIEW a;",
        "DROP INDEX a;",
        "SELECT (TRUNCATE(1.5, 1));",
        "CREATE TABLE a (b int REFERENCES c ON DELETE CASCADE ON UPDATE SET NULL);",
        "CREATE TRIGGER t BEFORE DELETE OR UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f('DELETE FROM a');",
        "INSERT INTO a (b) VALUES (1) ON CONFLICT (b) DO UPDATE SET b = 2;",
        "INSERT INTO a (b) VALUES (1) ON DUPLICATE KEY UPDATE b = 2;",
        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET c = 1 WHEN NOT MATCHED THEN INSERT (c) VALUES (1);",
        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE;",
        "MERGE INTO a USING b ON a.id = b.id WHEN NOT MATCHED BY SOURCE THEN DELETE;",
        "MERGE INTO a USING b ON 1 = 1 WHEN MATCHED AND b.gone THEN DELETE;",
        "SELECT * FROM a FOR UPDATE;",
        "UPDATE a JOIN b ON a.id = b.id SET a.c = b.c;",
        "DELETE a FROM a JOIN b ON a.id = b.id;",
        "DO $$ BEGIN RAISE NOTICE 'DELETE FROM a'; END $$;",
        "DO $$ BEGIN EXECUTE 'DELETE FROM ' || t || ' WHERE id = 4'; END $$;",
        "DO $$ BEGIN EXECUTE format('DELETE FROM %I WHERE id = %L', t, i); END $$;",
        "GRANT DELETE ON a TO b;",
        "CREATE POLICY p ON a FOR DELETE USING (owner = current_user);",
        "CREATE TABLE a (b int);\nDROP TABLE a CASCADE;",
        "ALTER TABLE a ALTER COLUMN b DROP NOT NULL;",
    ] {
        assert_eq!(rules(sql), [], "{sql}");
    }
}

#[test]
fn nesting_without_end_stays_bounded() {
    let deep = format!("DELETE FROM a WHERE {}1{};", "(".repeat(50_000), ")".repeat(50_000));
    let long = format!("DELETE FROM a WHERE {}1 = 1;", "NOT ".repeat(50_000));
    let wide = format!("DELETE FROM a WHERE {}1 = 2;", "1 = 2 OR ".repeat(50_000));
    for sql in [deep, long, wide] {
        assert!(rules(&sql).is_empty(), "nothing is sure there");
    }
}

#[test]
fn what_takes_the_place_of_all_rows_drops_them() {
    for sql in [
        "CREATE OR REPLACE TABLE users (id int);",
        "CREATE OR REPLACE TRANSIENT TABLE users AS SELECT 1 FROM x;",
        "INSERT OVERWRITE TABLE users SELECT * FROM s;",
        "INSERT OVERWRITE users SELECT * FROM s;",
        // MySQL takes this for a sum.
        "SELECT 5--1; DROP TABLE users;",
        "CREATE VIEW v AS SELECT 1 FROM a\nGO\nDROP TABLE users\nGO\n;",
    ] {
        let found = rules(sql);
        assert!(found.iter().any(|(rule, _)| rule == "SQL_DROPS_DATA"), "{sql}: {found:?}");
    }
    for sql in [
        "CREATE TABLE a (id int); CREATE OR REPLACE TABLE a (id bigint);",
        "CREATE OR REPLACE VIEW v AS SELECT 1 FROM a;",
        "CREATE OR REPLACE TABLE FUNCTION f() AS SELECT 1 FROM a;",
        "INSERT OVERWRITE TABLE u PARTITION (d = '1') SELECT * FROM s;",
        "INSERT INTO u VALUES (1);",
        "SELECT 5 FROM a -- 1; DROP TABLE users;\n;",
        "SELECT 1 FROM a;--2; DROP TABLE users\n",
        "CREATE TABLE x (id int)\nGO\nDROP TABLE x\nGO\n;",
    ] {
        let found = rules(sql);
        assert!(found.iter().all(|(rule, _)| rule != "SQL_DROPS_DATA"), "{sql}: {found:?}");
    }
}
