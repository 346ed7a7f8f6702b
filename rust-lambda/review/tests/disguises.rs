//! Compose files and Dockerfiles that say something dangerous in another way, and YAML of which a part is broken.

mod asking;

use asking::{Said, ask, file};

fn own(path: &str, text: &str) -> Said {
    ask(file(path, text), &["own"])
}

fn has(said: &Said, rule: &str) -> bool {
    said.findings.iter().any(|found| found.rule == rule)
}

/// A service with a volume, in the short and the long form, by the name of a volume, and by a variable's default.
fn mounts(path: &str) -> Vec<String> {
    vec![
        format!("services:\n  a:\n    image: a:1\n    volumes:\n      - \"{path}:/x\"\n"),
        format!("services:\n  a:\n    image: a:1\n    volumes:\n      - '{path}:/x:ro'\n"),
        format!(
            "services:\n  a:\n    image: a:1\n    volumes:\n      - {{type: bind, source: \"{path}\", target: /x}}\n"
        ),
        format!(
            "services:\n  a:\n    image: a:1\n    volumes:\n      - type: bind\n        src: {path}\n        target: /x\n"
        ),
        format!("services:\n  a:\n    image: a:1\n    volumes:\n      - \"${{ROOT:-{path}}}:/x\"\n"),
        format!(
            "services:\n  a:\n    image: a:1\n    volumes: [d:/x]\nvolumes:\n  d:\n    driver_opts: {{type: none, o: bind, device: \"{path}\"}}\n"
        ),
    ]
}

#[test]
fn folders_of_the_machine_are_known_by_every_spelling() {
    let mut wrong = Vec::new();
    for (rule, paths) in [
        (
            "COMPOSE_HOST_PATH",
            [
                "/",
                "//",
                "/./",
                "/../",
                "/etc/..",
                "///",
                "/etc",
                "//etc/",
                "/x/../etc",
                "/var/run",
                "/root/.",
                "../../../../..",
            ],
        ),
        (
            "COMPOSE_DOCKER_SOCKET",
            [
                "/var/run/docker.sock",
                "/run/docker.sock",
                "//var/run/docker.sock",
                "/var/./run/docker.sock",
                "/var/run/docker.sock/",
                "/var/run/../run/docker.sock",
                "/run/containerd/containerd.sock",
                "/run/podman/podman.sock",
                "/run/crio/crio.sock",
                "/tmp/../var/run/docker.sock",
                "/var//run//docker.sock",
                "/proc/1/root/run/docker.sock",
            ],
        ),
    ] {
        for path in paths {
            for text in mounts(path) {
                if !has(&own("compose.yaml", &text), rule) {
                    wrong.push(format!("{rule} {text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for path in ["./data", "data", "/data", "../data", "/var/lib/app", "/etc/localtime", "~/data", "${DATA}"] {
        for text in mounts(path) {
            let said = own("compose.yaml", &text);
            assert!(!has(&said, "COMPOSE_HOST_PATH") && !has(&said, "COMPOSE_DOCKER_SOCKET"), "{text}");
        }
    }
}

#[test]
fn a_default_is_what_counts() {
    let text = "services:\n  a:\n    image: a:1\n    privileged: ${P:-true}\n    network_mode: \"${N-host}\"\n";
    let said = own("compose.yaml", text);
    assert!(has(&said, "COMPOSE_PRIVILEGED") && has(&said, "COMPOSE_HOST_NAMESPACE"), "{:?}", said.findings);
}

#[test]
fn what_stands_in_another_file_is_named() {
    for (text, line) in [
        ("services:\n  a:\n    extends:\n      file: base.yaml\n      service: b\n", 4),
        ("include:\n  - base.yaml\nservices:\n  a:\n    image: a:1\n", 2),
        ("services:\n  a:\n    image: a:1\ninclude:\n  - path: [base.yaml]\n", 5),
    ] {
        let said = own("compose.yaml", text);
        let named = said.missed.iter().any(|missed| missed.why.contains("base.yaml") && missed.line == Some(line));
        assert!(named, "{text}: {:?}", said.missed);
    }
    let own_base = "services:\n  a:\n    extends: {service: b}\n  b:\n    image: b:1\n";
    assert!(own("compose.yaml", own_base).missed.is_empty());
}

#[test]
fn root_is_told_by_any_spelling_of_the_last_user() {
    let fires = |text: &str| has(&own("Dockerfile", text), "DOCKER_ROOT");
    for user in ["00", "+0", "-0", "000:1000", "\"0\"", "$U", "${U}", "${X:-0}", "${X:-root}:root"] {
        for text in [
            format!("FROM a:1\nARG U=0\nUSER {user}\n"),
            format!("FROM a:1\nENV U 00\nUSER app\nUSER {user}\nCMD [\"a\"]\n"),
            format!("ARG U=0\nFROM a:1 AS b\nUSER app\nFROM b\nUSER \\\n  {user}\n"),
        ] {
            // `root` and `0` in full are told by others.
            let plain = text.contains("ARG U=0") && user.contains('U') || user.contains("X");
            assert!(fires(&text) || plain, "{text}");
        }
    }
    for user in ["app", "1000", "10:0", "${X:-app}"] {
        assert!(!fires(&format!("FROM a:1\nUSER 00\nUSER {user}\n")), "{user}");
    }
}

#[test]
fn a_script_that_nobody_has_read_is_told_by_every_carrier() {
    for command in [
        "sh <(curl https://a.b/x)",
        "bash -c \"$(curl -fsSL https://a.b/x)\"",
        "wget -qO- https://a.b/x | sh",
        "eval \"$(wget -qO- https://a.b/x)\"",
        "curl https://a.b/x | tee x | sudo -E bash",
        "echo Y3VybA== | base64 -d | sh",
        "curl -o x https://a.b/x && sh x",
        "curl -o /tmp/x https://a.b/x; chmod +x /tmp/x; /tmp/x",
        "set -eux; \\\n  wget https://a.b/install.sh && \\\n  # a remark\n  bash install.sh",
    ] {
        for text in
            [format!("FROM a:1\nRUN {command}\n"), format!("FROM a:1\nRUN --mount=type=cache,target=/c {command}\n")]
        {
            let said = own("Dockerfile", &text);
            assert!(has(&said, "DOCKER_UNREAD_SCRIPT"), "{text}: {:?}", said.findings);
        }
    }
    let words = "FROM a:1\nRUN [\"sh\", \"-c\", \"curl https://a.b/x | sh\"]\n";
    assert!(has(&own("Dockerfile", words), "DOCKER_UNREAD_SCRIPT"));
    let document = "FROM a:1\nRUN <<EOF\ncurl https://a.b/x | sh\nEOF\n";
    assert!(has(&own("Dockerfile", document), "DOCKER_UNREAD_SCRIPT"));
    for command in [
        "curl -o x https://a.b/x && echo abc x | sha256sum -c && sh x",
        "curl -fsSL https://a.b/x.tar.gz | tar -xz",
        "echo 'curl https://a.b/x | sh'",
        "wget -O /usr/share/x.gpg https://a.b/x.gpg",
        "apt-get update && apt-get install -y curl",
    ] {
        let said = own("Dockerfile", &format!("FROM a:1\nRUN {command}\n"));
        assert!(!has(&said, "DOCKER_UNREAD_SCRIPT"), "{command}");
    }
}

#[test]
fn a_broken_document_is_named_and_the_others_are_judged() {
    let pod = |name: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec:\n  containers:\n    - {{name: a, image: a, securityContext: {{privileged: true}}}}\n"
        )
    };
    for broken in ["a: [1\n", "a: b: c\n", "\"x\n", "a: *nobody\n", "- 1\nb: 2\n", "{{ .Values.x }}: [\n"] {
        for (text, lines) in [
            (format!("{}---\n{broken}", pod("one")), vec![6]),
            (format!("{}---\n{broken}---\n{}", pod("one"), pod("two")), vec![6, 7 + broken.lines().count() as u32 + 7]),
            (format!("{broken}---\n{}", pod("one")), vec![broken.lines().count() as u32 + 7]),
        ] {
            let said = own("pods.yaml", &text);
            assert_eq!(said.kind, "kubernetes", "{text}");
            let named = said.missed.iter().filter(|missed| missed.why.starts_with("one of its documents is ")).count();
            assert_eq!(named, 1, "{text}: {:?}", said.missed);
            for line in lines {
                assert!(said.findings.iter().any(|found| found.line == line), "{text} {line}: {:?}", said.findings);
            }
        }
    }
    let alone = own("pods.yaml", "a: [1\n");
    assert!(alone.findings.is_empty() && !alone.missed.is_empty());
}
