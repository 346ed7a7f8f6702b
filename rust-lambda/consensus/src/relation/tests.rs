use super::{Relation, Text, of};

fn all(relation: Relation, pairs: &[(&str, &str)]) {
    let wrong: Vec<String> = pairs
        .iter()
        .filter(|(a, b)| of(a, b) != relation || of(b, a) != relation)
        .map(|(a, b)| format!("{a:?} / {b:?}: {:?}", of(a, b)))
        .collect();
    assert!(wrong.is_empty(), "not {relation:?}:\n{}", wrong.join("\n"));
}

#[test]
fn operators_negations_and_paths_are_never_the_same() {
    all(
        Relation::Contradicts,
        &[
            ("DELETE FROM t WHERE id = 5;", "DELETE FROM t WHERE id <> 5;"),
            ("x + 1", "x - 1"),
            ("a < b", "a > b"),
            ("x == y", "x != y"),
            ("a and b", "a or b"),
            ("a && b", "a || b"),
            ("a >= b", "a > b"),
            ("echo hi > out.txt", "echo hi >> out.txt"),
            ("x * 2", "x / 2"),
            ("!ready", "ready"),
            ("not x", "x"),
            ("rm -rf ./build", "rm -rf / build"),
            ("rm -r build", "rm -R build"),
            ("ls -l", "ls -a"),
            ("if (!user.active) { return; }", "if (user.active) { return; }"),
            ("`id = 5`", "`id <> 5`"),
            ("Use `rm -rf ./build`.", "Use `rm -rf / build`."),
            ("{\"enabled\": true}", "{\"enabled\": false}"),
            ("port: 8080", "port: 8081"),
            ("replicas: 3\nimage: web", "replicas: 5\nimage: web"),
            ("^\\d+$", "^\\d*$"),
            ("^[a-z]+$", "^[A-Z]+$"),
            ("FROM node:20", "FROM node:22"),
            ("deny all;", "allow all;"),
            ("listen 80;", "listen 443;"),
            ("timeout = 30", "timeout = 60"),
            ("print(x)", "print(X)"),
            ("git push origin main", "git push --force origin main"),
            ("SELECT name FROM users", "SELECT id FROM users"),
            ("x = -5", "x = 5"),
        ],
    );
}

#[test]
fn one_contrast_in_prose_is_a_contradiction() {
    all(
        Relation::Contradicts,
        &[
            (
                "Yes. The migration takes only a short lock on the table.",
                "No. The migration takes only a short lock on the table.",
            ),
            ("You can delete the bucket.", "You cannot delete the bucket."),
            ("You can delete the bucket.", "You can't delete the bucket."),
            ("Rotate the key before the deployment.", "Rotate the key after the deployment."),
            ("The firewall allows port 22.", "The firewall denies port 22."),
            ("The cache increases latency.", "The cache decreases latency."),
            ("Wait 30 s between retries.", "Wait 30 minutes between retries."),
            ("All tests must pass.", "All tests may pass."),
            ("All nodes restart.", "Some nodes restart."),
            ("Only admins can write.", "Admins can write."),
            ("The limit is 100 requests.", "The limit is 200 requests."),
            ("The function is safe.", "The function is unsafe."),
            ("Store it in Frankfurt.", "Store it in Dublin."),
            ("PostgreSQL", "MySQL"),
            ("Copy from A to B.", "Copy from B to A."),
            ("Der Dienst ist sicher.", "Der Dienst ist nicht sicher."),
            ("Aktiviere den Cache vor dem Start.", "Aktiviere den Cache nach dem Start."),
            ("Le serveur est disponible.", "Le serveur n'est pas disponible."),
            ("Il faut activer le cache.", "Il faut désactiver le cache."),
            ("El servicio está activo.", "El servicio no está activo."),
            ("La porta deve essere aperta.", "La porta deve essere chiusa."),
            ("O serviço não é seguro.", "O serviço é seguro."),
            ("De poort moet open zijn.", "De poort moet gesloten zijn."),
            ("Сервис безопасен.", "Сервис не безопасен."),
            ("应该在部署之前备份。", "应该在部署之后备份。"),
            ("这个操作是安全的。", "这个操作不是安全的。"),
            ("このポートを許可する。", "このポートを禁止する。"),
            ("この操作は安全です。", "この操作は安全ではありません。"),
            ("Ja, das geht.", "Nein, das geht nicht."),
            ("是的，可以。", "不，不可以。"),
            ("はい、できます。", "いいえ、できません。"),
        ],
    );
}

#[test]
fn what_is_harmless_leaves_a_text_the_same() {
    all(
        Relation::Same,
        &[
            ("Paris", "**Paris**."),
            ("The capital is Paris.", "the capital is  *Paris*"),
            ("Use \"Redis\" here", "Use \u{201c}Redis\u{201d} here."),
            ("- one\n- two", "* one\n* two"),
            ("# Title\n\nText here.", "Title\n\nText here"),
            ("DELETE FROM t WHERE id = 5;", "```sql\nDELETE FROM t WHERE id = 5;\n```"),
            ("DELETE FROM t WHERE id = 5;", "delete from t where id=5"),
            ("SELECT *\nFROM users\nWHERE age >= 18;", "select * from users where age >= 18"),
            ("{\"a\": 1, \"b\": [1, 2]}", "{\n  \"b\": [1,2],\n  \"a\": 1\n}"),
            ("rm -r -f ./build", "rm -f -r ./build"),
            ("rm -rf ./build", "rm -r -f ./build"),
            ("docker run --rm -it ubuntu", "docker run -it --rm ubuntu"),
            ("`git push origin main`", "git push origin main"),
            ("x = 1", "x=1"),
            ("Run `npm ci` first.", "Run npm ci first"),
            ("You cannot do that.", "You can't do that."),
            ("print('a')", "print(\"a\")"),
            ("const x = 1;", "const x = 1"),
            ("1,000 users", "1000 users"),
            ("The answer is 42.0", "The answer is 42"),
            ("name: web\nport: 80", "name: \"web\"\nport:   80"),
            ("def f(x):\n    return x + 1", "```python\ndef f(x):\n  return x + 1\n```"),
        ],
    );
}

#[test]
fn other_words_only_differ() {
    all(
        Relation::Differs,
        &[
            ("Use a mutex to guard the counter.", "Guard the counter with a mutex."),
            ("The service restarts quickly.", "The service restarts swiftly."),
            ("The capital is Paris.", "The capital of the country is Paris."),
            ("Wait 60 s.", "Wait 1 minute."),
            ("Logical replication works well for this.", "An online schema change tool copies rows in small batches."),
        ],
    );
}

#[test]
fn what_binds_unlike_contradicts() {
    all(
        Relation::Contradicts,
        &[
            ("Clients must not cache the response.", "Clients need not cache the response."),
            ("A restart is required.", "A restart is not required."),
            ("Exactly one leader is elected.", "More than one leader is elected."),
            ("Use at least two approvals.", "Use at most two approvals."),
            ("Call grep with -v.", "Call grep with -V."),
            ("Remove the folder ~/.cache/app.", "Remove the folder ~/.config/app."),
            ("Read it from ./a.ts.", "Read it from ../a.ts."),
            ("Bisogna aumentare la memoria.", "Bisogna ridurre la memoria."),
            ("Us\u{142}uga jest dost\u{119}pna.", "Us\u{142}uga nie jest dost\u{119}pna."),
            ("Wszystkie testy przesz\u{142}y.", "Niekt\u{f3}re testy przesz\u{142}y."),
            ("5!", "5"),
            ("if a:\n    b()\n    c()", "if a:\n    b()\nc()"),
        ],
    );
    all(Relation::Same, &[("a();\nb();", "a(); b();"), ("if (a) {\n  b();\n}", "if (a) { b(); }"), ("`5!`", "5!")]);
}

#[test]
fn statements_in_unlike_words_are_told_apart_by_what_they_name() {
    let apart = |a: &str, b: &str| Text::new(a).is_apart_from(&Text::new(b));
    for (a, b) in [
        ("Delete ~/.cache/app.", "Remove the folder ~/.config/app."),
        ("Two approvals or more are needed.", "Use at most two approvals."),
        ("A cable length of 100 m is allowed.", "The cable may be 100 feet long."),
        ("The file should move out of src into dist.", "Move the file from dist to src."),
        ("By default it listens on 5432.", "The default port is 5433."),
        ("You need --coverage for that.", "Run the tests with --no-coverage."),
    ] {
        assert!(apart(a, b) && apart(b, a), "{a} / {b}");
    }
    for (a, b) in [
        ("Delete ~/.cache/app.", "Remove the folder ~/.cache/app."),
        ("Two approvals or more are needed.", "Use at least two approvals."),
        ("A cable length of 0.1 km is allowed.", "The cable may be 100 m long."),
        ("The file should move out of src into dist.", "Move the file from src to dist."),
        ("By default it listens on 5432.", "The default port is 5432."),
        ("Run five replicas of the service.", "Scale the service to 5 replicas."),
    ] {
        assert!(!apart(a, b) && !apart(b, a), "{a} / {b}");
    }
}

#[test]
fn a_mark_that_nothing_closes_is_an_operator_and_one_letter_is_a_name() {
    for (a, b) in [("*a", "**a"), ("*a", "a"), ("**kwargs", "kwargs"), ("use c", "use C"), ("Drive d:", "Drive D:")] {
        assert_ne!(of(a, b), Relation::Same, "{a:?} / {b:?}");
        assert_ne!(of(b, a), Relation::Same, "{b:?} / {a:?}");
    }
    all(
        Relation::Same,
        &[
            ("*Restart* the pod.", "Restart the pod."),
            ("**Restart the pod.**", "Restart the pod."),
            ("**Use `a` now.**", "Use `a` now."),
            ("A restart helps.", "a restart helps"),
        ],
    );
}

#[test]
fn half_of_something_is_fifty_per_cent_of_it() {
    all(Relation::Same, &[("Half of the users churn.", "50% of the users churn.")]);
    for (a, b) in [
        ("La moitié des clients part.", "50 % des clients part."),
        ("Die Hälfte der Kunden geht.", "50 % der Kunden geht."),
    ] {
        assert_ne!(of(a, b), Relation::Contradicts, "{a:?} / {b:?}");
    }
    all(Relation::Contradicts, &[("Half of the users churn.", "30% of the users churn.")]);
    assert_ne!(
        of("It fails in the second half of the year.", "It fails in the second 50% of the year."),
        Relation::Same
    );
    assert_ne!(of("Auf die Hälfte der Fläche.", "Auf die halbe Fläche."), Relation::Contradicts);
}

#[test]
fn amounts_that_convert_are_told_and_rules_of_tables_are_harmless() {
    for (a, b) in [("Wait 60 seconds.", "Wait 1 minute."), ("Reserve 2 GB.", "Reserve 2000 MB.")] {
        assert!(Text::new(a).is_converted(&Text::new(b)), "{a:?} / {b:?}");
    }
    assert!(!Text::new("Wait 60 seconds.").is_converted(&Text::new("Sleep 1 minute.")));
    all(Relation::Same, &[("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| :-- | --- |\n| 1 | 2 |")]);
    all(
        Relation::Contradicts,
        &[("Wait 60 seconds.", "Wait 60 minutes."), ("Every node keeps a copy.", "No node keeps a copy.")],
    );
}
