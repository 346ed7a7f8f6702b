use super::change;

/// Lock files of one package, as `(path, text)`: version 1.2.3, of this place, with this checksum.
type Form = (&'static str, fn(place: &str, sum: &str) -> String);

const FORMS: [Form; 10] = [
    ("package-lock.json", |host, sum| {
        format!(
            "{{\"lockfileVersion\": 3, \"packages\": {{\"\": {{}},\n\"node_modules/a\": {{\"version\": \"1.2.3\",\n\"resolved\": \"https://{host}/a/-/a-1.2.3.tgz\",\n\"integrity\": \"sha512-{sum}\"}}}}}}"
        )
    }),
    ("package-lock.json", |host, sum| {
        format!(
            "{{\"lockfileVersion\": 1, \"dependencies\": {{\n\"a\": {{\"version\": \"1.2.3\",\n\"resolved\": \"https://{host}/a/-/a-1.2.3.tgz\",\n\"integrity\": \"sha512-{sum}\"}}}}}}"
        )
    }),
    ("yarn.lock", |host, sum| {
        format!(
            "# yarn lockfile v1\n\na@^1:\n  version \"1.2.3\"\n  resolved \"https://{host}/a/-/a-1.2.3.tgz\"\n  integrity sha512-{sum}\n"
        )
    }),
    ("pnpm-lock.yaml", |host, sum| {
        format!(
            "lockfileVersion: '9.0'\nsettings: {{}}\nimporters: {{}}\npackages:\n  a@1.2.3:\n    resolution: {{tarball: 'https://{host}/a.tgz', integrity: sha512-{sum}}}\n"
        )
    }),
    ("Cargo.lock", |host, sum| {
        format!(
            "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\nsource = \"registry+https://{host}/index\"\nchecksum = \"{sum}\"\n"
        )
    }),
    ("uv.lock", |host, sum| {
        format!(
            "version = 1\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\nsource = {{ registry = \"https://{host}/simple\" }}\nsdist = {{ url = \"https://{host}/a.gz\", hash = \"sha256:{sum}\" }}\n"
        )
    }),
    ("composer.lock", |host, sum| {
        format!(
            "{{\"content-hash\": \"0\", \"packages\": [\n{{\"name\": \"a/a\", \"version\": \"1.2.3\", \"dist\": {{\"type\": \"zip\",\n\"url\": \"https://{host}/a.zip\", \"shasum\": \"{sum}\"}}}}]}}"
        )
    }),
    ("poetry.lock", |_, sum| {
        format!(
            "[[package]]\nname = \"a\"\nversion = \"1.2.3\"\nfiles = [\n    {{file = \"a.whl\", hash = \"sha256:{sum}\"}},\n]\n\n[metadata]\nlock-version = \"2.0\"\n"
        )
    }),
    ("go.sum", |_, sum| format!("example.org/a v1.2.3 h1:{sum}=\nexample.org/a v1.2.3/go.mod h1:mod=\n")),
    ("Gemfile.lock", |_, sum| {
        format!(
            "GEM\n  remote: https://rubygems.org/\n  specs:\n    a (1.2.3)\n\nDEPENDENCIES\n  a\n\nCHECKSUMS\n  a (1.2.3) sha256={sum}\n"
        )
    }),
];

const OLD: &str = "00000000000000000000000000000000000000000000000000000000000000aa";
const NEW: &str = "00000000000000000000000000000000000000000000000000000000000000bb";

#[test]
fn the_same_version_has_the_same_checksum_and_comes_from_the_same_place() {
    for (path, form) in FORMS {
        let before = form("packages.example.org", OLD);
        assert!(change(path, &before, &before).is_silent(), "{path}");
        assert_eq!(
            change(path, &before, &form("packages.example.org", NEW)).loud(),
            ["LOCK_CHECKSUM_CHANGED"],
            "{path}"
        );
        // Another version has another one.
        let next = form("packages.example.org", NEW).replace("1.2.3", "1.3.0");
        assert!(change(path, &before, &next).is_silent(), "{path}: {:?}", change(path, &before, &next));
        for host in [
            "evil.example",
            "packages.example.org.evil.example",
            "packages.example.org@evil.example",
            "packages.example.org:8443",
        ] {
            let after = form(host, OLD);
            if after != before {
                assert_eq!(change(path, &before, &after).loud(), ["LOCK_PLACE_CHANGED"], "{path} {host}");
            }
        }
        for host in ["Packages.Example.org", "packages.example.org:443", "me@packages.example.org"] {
            assert!(change(path, &before, &form(host, OLD)).is_silent(), "{path} {host}");
        }
    }
}

#[test]
fn registries_of_two_names_are_one() {
    let of = |form: Form, from: &str, to: &str| change(form.0, &form.1(from, OLD), &form.1(to, OLD));
    assert!(of(FORMS[2], "registry.yarnpkg.com", "registry.npmjs.org").is_silent());
    // By its host as the rule names it, once as a repository and once as files.
    let index = "index.crates.io";
    let cargo = FORMS[4].1(index, OLD);
    let source = format!("registry+https://{index}/index");
    let git = cargo.replace(&source, &format!("registry+https://{}/{}", "github.com", "rust-lang/crates.io-index"));
    let sparse = cargo.replace(&source, &format!("sparse+https://{index}/"));
    assert!(git != cargo && sparse != cargo, "{cargo}");
    assert!(change("Cargo.lock", &git, &sparse).is_silent() && change("Cargo.lock", &sparse, &git).is_silent());
}

#[test]
fn a_checksum_that_goes_or_grows_weaker_is_told() {
    let (path, form) = FORMS[0];
    let before = form("r.example", OLD);
    let gone = before.replace(&format!(",\n\"integrity\": \"sha512-{OLD}\""), "");
    assert_eq!(change(path, &before, &gone).loud(), ["LOCK_CHECKSUM_GONE"]);
    assert_eq!(change(path, &before, &before.replace("sha512-", "sha1-")).loud(), ["LOCK_CHECKSUM_GONE"]);
    assert!(change(path, &before.replace("sha512-", "sha1-"), &before).is_silent(), "a stronger one is no change");
    let both = before.replace("sha512-", "sha1-x sha512-");
    assert!(change(path, &before, &both).is_silent() && change(path, &both, &before).is_silent());
}

#[test]
fn a_package_that_becomes_another_or_runs_something_is_told() {
    let (path, form) = FORMS[0];
    let before = form("r.example", OLD);
    let with = |said: &str| before.replace("\"version\"", &format!("{said}, \"version\""));
    assert_eq!(change(path, &before, &with("\"name\": \"b\"")).loud(), ["LOCK_PLACE_CHANGED"]);
    assert_eq!(change(path, &before, &with("\"hasInstallScript\": true")).loud(), ["LOCK_RUNS_NEWLY"]);
    assert!(change(path, &with("\"hasInstallScript\": true"), &before).is_silent());
    for place in ["file:../a.tgz", "git+ssh://git@github.com/a/a.git#1", "../a"] {
        let after = before.replace("https://r.example/a/-/a-1.2.3.tgz", place);
        assert_eq!(change(path, &before, &after).loud(), ["LOCK_PLACE_CHANGED"], "{place}");
    }
}

#[test]
fn all_that_go_the_same_way_are_told_once() {
    let packages = |host: &str| {
        let all: Vec<String> = (0..20)
            .map(|at| format!("\"node_modules/p{at}\": {{\"version\": \"1.0.0\", \"resolved\": \"https://{host}/p{at}/-/p{at}-1.0.0.tgz\", \"integrity\": \"sha512-x\"}}"))
            .collect();
        format!("{{\"lockfileVersion\": 3, \"packages\": {{\"\": {{}},\n{}}}}}", all.join(",\n"))
    };
    assert_eq!(
        change("package-lock.json", &packages("a.example"), &packages("b.example")).loud(),
        ["LOCK_PLACE_CHANGED"]
    );
}
