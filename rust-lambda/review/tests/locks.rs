//! Lock files of every package manager: what is plain, from a repository, or without a checksum; and well-kept ones.

mod asking;

use asking::{ask, file};

fn rules(path: &str, text: &str) -> Vec<(String, u32)> {
    let said = ask(file(path, text), &["own"]);
    assert_eq!(said.kind, "lockfile", "{path}");
    said.findings.into_iter().map(|finding| (finding.rule, finding.line)).collect()
}

/// Name, a well-kept text, and what makes it a bad one: what is replaced, by what, rule and line.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str, &'static str, u32)]);

const CASES: &[Case] = &[
    (
        "package-lock.json",
        "{\"lockfileVersion\": 3, \"packages\": {\n\"\": {},\n\"node_modules/a\": {\n\"resolved\": \"https://packages.example.org/a.tgz\",\n\"integrity\": \"sha512-a\"},\n\"lib/b\": {\"version\": \"1\"},\n\"node_modules/b\": {\"resolved\": \"lib/b\", \"link\": true}}}",
        &[
            ("https://packages", "http://packages", "LOCK_PLAIN_HTTP", 4),
            ("https://packages.example.org/a.tgz", "git+ssh://git@example.org/a.git#1", "LOCK_GIT", 4),
            ("\"integrity\": \"sha512-a\"", "\"x\": 1", "LOCK_NO_INTEGRITY", 3),
            (
                "\"resolved\": \"https://packages.example.org/a.tgz\",\n\"integrity\": \"sha512-a\"",
                "\"version\": \"1\"",
                "LOCK_NO_INTEGRITY",
                3,
            ),
        ],
    ),
    (
        "package-lock.json",
        "{\"lockfileVersion\": 1, \"dependencies\": {\n\"a\": {\"version\": \"1\", \"dependencies\": {\n\"b\": {\"version\": \"1\",\n\"resolved\": \"https://packages.example.org/b.tgz\", \"integrity\": \"sha512-a\"}},\n\"resolved\": \"https://packages.example.org/a.tgz\", \"integrity\": \"sha512-a\"}}}",
        &[
            ("https://packages.example.org/b", "http://packages.example.org/b", "LOCK_PLAIN_HTTP", 4),
            ("b.tgz\", \"integrity\": \"sha512-a\"", "b.tgz\"", "LOCK_NO_INTEGRITY", 3),
        ],
    ),
    (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\nsettings: {}\nimporters: {}\npackages:\n  a@1.0.0:\n    resolution: {integrity: sha512-a}\n",
        &[
            (
                "{integrity: sha512-a}",
                "{tarball: 'http://example.org/a.tgz', integrity: sha512-a}",
                "LOCK_PLAIN_HTTP",
                6,
            ),
            ("{integrity: sha512-a}", "{type: git, repo: 'https://example.org/a', commit: '1'}", "LOCK_GIT", 6),
            ("{integrity: sha512-a}", "{tarball: 'https://example.org/a.tgz'}", "LOCK_NO_INTEGRITY", 5),
        ],
    ),
    (
        "yarn.lock",
        "# yarn lockfile v1\n\na@^1:\n  version \"1.0.0\"\n  resolved \"https://packages.example.org/a.tgz\"\n  integrity sha512-a\n",
        &[
            ("https://", "http://", "LOCK_PLAIN_HTTP", 5),
            ("https://packages.example.org/a.tgz", "git+https://example.org/a.git#1", "LOCK_GIT", 5),
            ("  integrity sha512-a\n", "", "LOCK_NO_INTEGRITY", 3),
        ],
    ),
    (
        "yarn.lock",
        "a@^1:\n  version \"1.0.0\"\n  resolved \"https://packages.example.org/a.tgz#0123456789012345678901234567890123456789\"\n",
        &[("#0123456789012345678901234567890123456789", "", "LOCK_NO_INTEGRITY", 1)],
    ),
    (
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry+https://example.org/index\"\nchecksum = \"00\"\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n",
        &[
            ("registry+https", "registry+http", "LOCK_PLAIN_HTTP", 6),
            ("registry+https://example.org/index\"\nchecksum = \"00\"", "git+https://example.org/a#1\"", "LOCK_GIT", 6),
            ("checksum = \"00\"\n", "", "LOCK_NO_INTEGRITY", 3),
        ],
    ),
    (
        "poetry.lock",
        "[[package]]\nname = \"a\"\nversion = \"1\"\nfiles = [\n    {file = \"a.whl\", hash = \"sha256:0\"},\n]\n\n[metadata]\nlock-version = \"2.0\"\n",
        &[
            ("    {file = \"a.whl\", hash = \"sha256:0\"},\n", "", "LOCK_NO_INTEGRITY", 1),
            (
                "]\n\n[metadata]",
                "]\n\n[package.source]\ntype = \"git\"\nurl = \"https://example.org/a\"\n\n[metadata]",
                "LOCK_GIT",
                9,
            ),
            (
                "]\n\n[metadata]",
                "]\n\n[package.source]\ntype = \"legacy\"\nurl = \"http://example.org/a\"\n\n[metadata]",
                "LOCK_PLAIN_HTTP",
                10,
            ),
        ],
    ),
    (
        "uv.lock",
        "version = 1\n\n[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { registry = \"https://example.org/simple\" }\nwheels = [\n    { url = \"https://example.org/a.whl\", hash = \"sha256:0\" },\n]\n\n[[package]]\nname = \"own\"\nversion = \"1\"\nsource = { editable = \".\" }\n",
        &[
            ("registry = \"https", "registry = \"http", "LOCK_PLAIN_HTTP", 6),
            ("registry = \"https://example.org/simple\"", "git = \"https://example.org/a\"", "LOCK_GIT", 6),
            (", hash = \"sha256:0\"", "", "LOCK_NO_INTEGRITY", 3),
        ],
    ),
    (
        "Pipfile.lock",
        "{\"_meta\": {\"hash\": {\"sha256\": \"0\"}, \"sources\": [\n{\"name\": \"x\", \"url\": \"https://example.org/simple\"}]},\n\"default\": {\n\"a\": {\"hashes\": [\"sha256:0\"], \"version\": \"==1\"}}, \"develop\": {}}",
        &[
            ("https://example.org/simple", "http://example.org/simple", "LOCK_PLAIN_HTTP", 2),
            ("\"hashes\": [\"sha256:0\"]", "\"git\": \"https://example.org/a\"", "LOCK_GIT", 4),
            ("\"hashes\": [\"sha256:0\"], ", "", "LOCK_NO_INTEGRITY", 4),
        ],
    ),
    (
        "Gemfile.lock",
        "GEM\n  remote: https://example.org/\n  specs:\n    a (1)\n\nDEPENDENCIES\n  a\n",
        &[("https", "http", "LOCK_PLAIN_HTTP", 2), ("GEM\n", "GIT\n", "LOCK_GIT", 2)],
    ),
    (
        "composer.lock",
        "{\"content-hash\": \"0\", \"packages\": [\n{\"name\": \"a/a\", \"dist\": {\"type\": \"zip\",\n\"url\": \"https://example.org/a.zip\", \"shasum\": \"\"}}]}",
        &[("https", "http", "LOCK_PLAIN_HTTP", 3)],
    ),
];

#[test]
fn well_kept_lock_files_give_nothing_and_each_fault_is_told_on_its_line() {
    for (path, text, faults) in CASES {
        assert_eq!(rules(path, text), [], "{path}");
        for (old, new, rule, line) in *faults {
            assert!(text.contains(old), "{path}: {old}");
            let found = rules(path, &text.replacen(old, new, 1));
            assert_eq!(found, [((*rule).to_owned(), *line)], "{path}: {new}");
        }
    }
}

#[test]
fn what_is_loaded_is_what_the_name_and_version_say() {
    let npm = |key: &str, said: &str, place: &str| {
        let text = format!(
            "{{\"lockfileVersion\": 3, \"packages\": {{\n\"\": {{}},\n\"{key}\": {{{said}\n\"resolved\": \"{place}\",\n\"integrity\": \"sha512-a\"}}}}}}"
        );
        rules("package-lock.json", &text)
    };
    let version = "\"version\": \"1.2.3\",";
    let alias = "\"name\": \"b\", \"version\": \"1.2.3\",";
    for (key, said, place) in [
        ("node_modules/a", version, "https://r.example/a/-/a-1.2.3.tgz"),
        ("node_modules/x/node_modules/a", version, "https://r.example/npm/npm/a/-/a-1.2.3.tgz?x=1"),
        ("node_modules/@s/a", version, "https://r.example/@s/a/-/a-1.2.3.tgz"),
        ("node_modules/@s/a", version, "https://r.example/@s%2fa/-/a-1.2.3.tgz"),
        ("node_modules/@s/a", version, "https://r.example/@s/a/-/@s/a-1.2.3.tgz"),
        ("node_modules/a", alias, "https://r.example/b/-/b-1.2.3.tgz"),
        ("node_modules/a", "", "https://r.example/a/-/a-1.2.3.tgz"),
        ("node_modules/a", version, "https://r.example/download/a/1.2.3/0123"),
    ] {
        assert_eq!(npm(key, said, place), [], "{key} {said} {place}");
    }
    for (key, said, place) in [
        ("node_modules/a", version, "https://r.example/evil/-/evil-1.2.3.tgz"),
        ("node_modules/a", version, "https://r.example/evil-a/-/evil-a-1.2.3.tgz"),
        ("node_modules/a", version, "https://r.example/a/-/a-1.0.0.tgz"),
        ("node_modules/@s/a", version, "https://r.example/a/-/a-1.2.3.tgz"),
        ("node_modules/a", version, "https://r.example/@s/a/-/b-1.2.3.tgz"),
        ("node_modules/a", alias, "https://r.example/a/-/a-1.2.3.tgz"),
    ] {
        assert_eq!(npm(key, said, place), [("LOCK_OTHER_PACKAGE".to_owned(), 4)], "{key} {said} {place}");
    }
    let yarn = |key: &str, place: &str| {
        rules("yarn.lock", &format!("{key}:\n  version \"1.2.3\"\n  resolved \"{place}\"\n  integrity sha512-a\n"))
    };
    assert_eq!(yarn("a@^1, a@^1.2", "https://r.example/a/-/a-1.2.3.tgz"), []);
    assert_eq!(yarn("\"a@npm:b@^1\"", "https://r.example/b/-/b-1.2.3.tgz"), []);
    assert_eq!(yarn("a@^1", "https://r.example/b/-/b-1.2.3.tgz"), [("LOCK_OTHER_PACKAGE".to_owned(), 3)]);
}

#[test]
fn schemes_are_known_in_any_letters() {
    for (scheme, rule) in [("HTTP://", "LOCK_PLAIN_HTTP"), ("Http://", "LOCK_PLAIN_HTTP"), ("GIT+ssh://", "LOCK_GIT")] {
        let text =
            format!("a@^1:\n  version \"1.0.0\"\n  resolved \"{scheme}r.example/a.tgz\"\n  integrity sha512-a\n");
        assert_eq!(rules("yarn.lock", &text), [(rule.to_owned(), 3)], "{scheme}");
    }
}
