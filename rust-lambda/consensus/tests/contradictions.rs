//! Which texts deny each other: the same value in another form, a denial turned back by an opposite, a denial in a side
//! clause and a clause at the other end are no contradictions; another value, and a denial of what is said, are.

use consensus::relation::of;
use consensus::wire::Relation;
use proptest::prelude::*;

/// Pairs that do not deny each other.
const IN_ORDER: [(&str, &str); 37] = [
    ("The release is on 3 March 2026.", "The release is on 2026-03-03."),
    ("The release is on March 3, 2026.", "The release is on 3 March 2026."),
    ("The release is on 3/3/2026.", "The release is on March 3, 2026."),
    ("Das Release ist am 3. März 2026.", "Das Release ist am 03.03.2026."),
    ("La version sort le 3 mars 2026.", "La version sort le 2026-03-03."),
    ("The plan costs $1,200 a year.", "The plan costs USD 1200 a year."),
    ("The plan costs $1,200 a year.", "The plan costs 1,200 dollars a year."),
    ("It costs $5 a month.", "It costs 5 USD a month."),
    ("Der Plan kostet 1.200 € im Jahr.", "Der Plan kostet 1200 Euro im Jahr."),
    ("The budget is €2.5 million.", "The budget is EUR 2,500,000."),
    ("The timeout is 90 minutes.", "The timeout is 1.5 hours."),
    ("The timeout is 90 s.", "The timeout is 1 min 30 s."),
    ("The job runs at 3 pm.", "The job runs at 15:00."),
    ("The error rate is 25%.", "The error rate is 25 percent."),
    ("Memory is limited to 1 GiB.", "Memory is limited to 1024 MiB."),
    ("There are twelve shards.", "There are 12 shards."),
    (
        "Use PostgreSQL, because SQLite cannot take many writers.",
        "Use PostgreSQL, because SQLite can take only one writer.",
    ),
    ("Choose B: A cannot be rolled back.", "Choose B, as A can't be rolled back."),
    (
        "Use Redis for the cache, since Memcached cannot persist its data.",
        "Use Redis for the cache: it persists its data.",
    ),
    ("Pick option two. Option one cannot scale.", "Pick option two. It scales."),
    ("Do not run this in production.", "Don't run this in production."),
    ("Never store passwords in plain text.", "Do not store passwords in plain text."),
    ("You should not use eval.", "Avoid using eval."),
    ("It is not safe.", "It isn't safe."),
    ("It is not possible to roll back.", "It is impossible to roll back."),
    ("The table is not locked.", "The table isn't locked."),
    ("Man darf den Schlüssel nicht teilen.", "Der Schlüssel darf nicht geteilt werden."),
    ("Il ne faut pas partager la clé.", "La clé ne doit pas être partagée."),
    ("No, the index is not needed.", "No. You do not need the index."),
    ("The port is not open.", "The port is closed."),
    ("The flag is disabled.", "The flag is not enabled."),
    ("This is unsafe.", "This is not safe."),
    ("The check failed.", "The check did not pass."),
    ("Without an index the query is slow.", "The query is not fast without an index."),
    ("Restart the pod after the upgrade.", "After the upgrade, restart the pod."),
    ("Use at least 3 replicas.", "Use three or more replicas."),
    ("The limit is 10 MB.", "The limit is 10 megabytes."),
];

/// Pairs that do.
const DENYING: [(&str, &str); 16] = [
    ("The release is on 3 March 2026.", "The release is on 2026-03-04."),
    ("The plan costs $1,200 a year.", "The plan costs USD 1300 a year."),
    ("The plan costs $1,200 a year.", "The plan costs EUR 1200 a year."),
    ("The job runs at 3 pm.", "The job runs at 3 am."),
    ("The job runs at 3 pm.", "The job runs at 16:00."),
    ("The timeout is 90 minutes.", "The timeout is 1.6 hours."),
    ("The error rate is 25%.", "The error rate is 35 percent."),
    ("The index cannot be built without a lock.", "The index can be built without a lock."),
    ("You cannot roll this back.", "You can roll this back."),
    ("It is not safe to drop the column.", "It is safe to drop the column."),
    ("The service does not store the key.", "The service stores the key."),
    ("Yes, the index is needed.", "No, the index is not needed."),
    ("The port is open.", "The port is not open."),
    ("The port is not open.", "The port is not closed."),
    (
        "The migration takes a long lock on the table, so run it at night.",
        "Running the migration by day is fine, as it takes only a short lock on the table.",
    ),
    ("Allow traffic from the office network only.", "Traffic from the office network should be denied."),
];

/// Pairs of code of which one does less: what is commented out is not done.
const COMMENTED_OUT: [(&str, &str); 8] = [
    ("```python\nimport os\nos.remove(path)\n```", "```python\nimport os\n# os.remove(path)\n```"),
    ("rm -rf ./build\nmake", "# rm -rf ./build\nmake"),
    ("```js\nawait lock();\nrun();\n```", "```js\n// await lock();\nrun();\n```"),
    ("```sql\nDELETE FROM t WHERE id = 5;\nSELECT 1;\n```", "```sql\n-- DELETE FROM t WHERE id = 5;\nSELECT 1;\n```"),
    ("```yaml\nreplicas: 3\nname: web\n```", "```yaml\n# replicas: 3\nname: web\n```"),
    ("```c\nlock(&m);\nx++;\n```", "```c\n/* lock(&m); */\nx++;\n```"),
    ("```ini\ndebug = false\nport = 80\n```", "```ini\n; debug = false\nport = 80\n```"),
    (
        "```html\n<script src=\"a.js\"></script>\n<p>x</p>\n```",
        "```html\n<!-- <script src=\"a.js\"></script> -->\n<p>x</p>\n```",
    ),
];

#[test]
fn other_forms_deny_nothing() {
    for (a, b) in IN_ORDER {
        assert_ne!(of(a, b), Relation::Contradicts, "{a} / {b}");
        assert_ne!(of(b, a), Relation::Contradicts, "{b} / {a}");
    }
}

#[test]
fn other_values_and_denials_deny() {
    for (a, b) in DENYING {
        assert_eq!(of(a, b), Relation::Contradicts, "{a} / {b}");
        assert_eq!(of(b, a), Relation::Contradicts, "{b} / {a}");
    }
}

#[test]
fn what_is_commented_out_is_not_done() {
    for (a, b) in COMMENTED_OUT {
        assert_ne!(of(a, b), Relation::Same, "{a} / {b}");
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

proptest! {
    #[test]
    fn every_day_is_one_in_all_forms_and_no_other_day(
        year in 1000_u32..2999,
        month in 1_usize..13,
        day in 1_u32..29,
        form in 0_usize..4,
        other in 0_usize..4,
        later in 0_u32..2,
    ) {
        let said = |form: usize, day: u32| {
            let name = MONTHS[month - 1];
            let written = match form {
                0 => format!("{year}-{month:02}-{day:02}"),
                1 => format!("{day} {name} {year}"),
                2 => format!("{name} {day}, {year}"),
                _ => format!("{day:02}.{month:02}.{year}"),
            };
            format!("The support of this release ends on {written} for all users.")
        };
        let relation = of(&said(form, day), &said(other, day + later));
        prop_assert_eq!(relation, if later == 0 { Relation::Same } else { Relation::Contradicts });
    }

    #[test]
    fn amounts_are_one_in_all_forms_and_no_other_amount(
        amount in 1_u32..9_999_999,
        form in 0_usize..4,
        other in 0_usize..4,
        more in 0_u32..2,
    ) {
        let grouped = |amount: u32| {
            let digits = amount.to_string();
            let parts: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|part| str::from_utf8(part).expect("digits")).collect();
            parts.join(",")
        };
        let said = |form: usize, amount: u32| {
            let written = match form {
                0 => format!("${}", grouped(amount)),
                1 => format!("USD {amount}"),
                2 => format!("{} dollars", grouped(amount)),
                _ => format!("{amount} USD"),
            };
            format!("The whole plan costs {written} in the first year.")
        };
        let relation = of(&said(form, amount), &said(other, amount + more));
        prop_assert_eq!(relation, if more == 0 { Relation::Same } else { Relation::Contradicts });
    }
}
