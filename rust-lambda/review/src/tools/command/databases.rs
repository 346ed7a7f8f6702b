//! Programs that hand what they are told to a database, and what they may not be told.

use super::rules::{Objection, refuse};

const CLIENTS: [&str; 33] = [
    "psql",
    "pgcli",
    "mysql",
    "mycli",
    "mariadb",
    "sqlite3",
    "sqlite",
    "litecli",
    "duckdb",
    "sqlcmd",
    "sqlplus",
    "osql",
    "isql",
    "mongosh",
    "mongo",
    "clickhouse-client",
    "clickhouse",
    "cqlsh",
    "cockroach",
    "usql",
    "snowsql",
    "bq",
    "hive",
    "beeline",
    "impala-shell",
    "spark-sql",
    "presto",
    "trino",
    "db2",
    "cypher-shell",
    "influx",
    "redis-cli",
    "valkey-cli",
];

/// Whether a program hands what flows into it to a database.
pub fn is_client(name: &str) -> bool {
    CLIENTS.contains(&name)
}

/// The objection to statements that a database is given.
pub fn statements(text: &str) -> Option<Objection> {
    let said = text.to_lowercase();
    let words: Vec<&str> =
        said.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let drops = words
        .windows(2)
        .any(|pair| pair[0] == "drop" && ["database", "table", "schema", "user", "role"].contains(&pair[1]));
    let empties = ["truncate", "dropdatabase", "flushall", "flushdb"].iter().any(|word| words.contains(word));
    let all = words.contains(&"delete") && !words.contains(&"where")
        || words.contains(&"update") && !words.contains(&"where");
    (drops || empties || all)
        .then(|| refuse("DATABASE_REMOVED", "It removes or changes everything in a table or database."))
}
