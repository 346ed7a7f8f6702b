//! Files that ask for what they need, and twins that do not.

use super::*;

const KEPT: &str = "services:
  web:
    image: web:1
    ports: [\"80\"]
    healthcheck: {test: [CMD, true]}
    deploy:
      replicas: 2
      resources:
        limits: {cpus: '0.5', memory: 256M}
        reservations: {cpus: '0.25', memory: 128M}
";

const POD: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: web:1
          readinessProbe: {httpGet: {path: /, port: 80}}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {cpu: '1', memory: 256Mi}
";

fn checked(text: &str) -> Checked {
    check(&Asked { text: text.to_owned(), ..Asked::default() }).expect("checked")
}

#[track_caller]
fn rules(text: &str) -> Vec<&'static str> {
    let mut rules: Vec<&str> = checked(text).findings.iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules
}

/// Each change takes away or spoils one thing; nothing else is told then.
#[track_caller]
fn twin(kept: &str, from: &str, to: &str, expected: &[&str]) {
    assert!(kept.contains(from), "{from}");
    assert_eq!(rules(&kept.replace(from, to)), expected, "{from} -> {to}");
}

#[test]
fn what_asks_for_what_it_needs_is_told_and_raises_nothing() {
    let compose = checked(KEPT);
    assert_eq!((compose.kind, rules(KEPT), rules(POD)), ("compose", vec![], vec![]));
    let web = &compose.services[0];
    assert_eq!((web.replicas, web.cpu_limit, web.memory_request), (Some(2), Some(500.0), Some(134_217_728.0)));
    assert!(web.ports.is_empty(), "the machine chooses one");
}

#[test]
fn what_is_missing_in_compose_is_told() {
    twin(KEPT, "    healthcheck: {test: [CMD, true]}\n", "", &["NO_PROBE"]);
    twin(KEPT, "replicas: 2", "replicas: 1", &["ONE_COPY"]);
    twin(KEPT, "memory: 256M", "memory: 64M", &["MEMORY_ABOVE_LIMIT", "MEMORY_SMALL"]);
    twin(KEPT, "limits: {cpus: '0.5', memory: 256M}", "limits: {cpus: '0.5'}", &["MEMORY_UNLIMITED"]);
    twin(KEPT, "cpus: '0.25'", "cpus: '0.75'", &["PROCESSOR_ABOVE_LIMIT"]);
    twin(KEPT, "256M", "much", &["QUANTITY_UNREADABLE"]);
    twin(KEPT, "256M", "'${LIMIT}'", &[]);
    twin(KEPT, "image: web:1\n", "image: web:1\n    restart: 'no'\n", &[]);
    twin(KEPT, "\"80\"", "\"8080:80\"", &["PORT_TAKEN"]);
    let one = KEPT.replace("\"80\"", "\"8080:80\"").replace("replicas: 2", "replicas: 1");
    let other = |port: &str| {
        let service = one.replace("services:\n", "").replace("web:\n", "other:\n").replace("8080:80", port);
        rules(&format!("{one}{service}"))
    };
    assert_eq!(other("8081:80"), ["ONE_COPY", "ONE_COPY"]);
    assert_eq!(other("8080:80/udp"), ["ONE_COPY", "ONE_COPY"]);
    assert_eq!(other("8080:81"), ["ONE_COPY", "ONE_COPY", "PORT_TAKEN"]);
}

#[test]
fn what_is_missing_in_kubernetes_is_told() {
    twin(POD, "          readinessProbe: {httpGet: {path: /, port: 80}}\n", "", &["NO_PROBE"]);
    twin(POD, "replicas: 3", "replicas: 1", &["ONE_COPY"]);
    twin(POD, "  replicas: 3\n", "", &["ONE_COPY"]);
    twin(POD, "replicas: 3", "replicas: 0", &["NO_COPY"]);
    twin(POD, "            limits: {cpu: '1', memory: 256Mi}\n", "", &["MEMORY_UNLIMITED"]);
    twin(POD, "cpu: 100m, memory: 128Mi", "cpu: 2, memory: 128Mi", &["PROCESSOR_ABOVE_LIMIT"]);
    twin(POD, "256Mi", "64Mi", &["MEMORY_ABOVE_LIMIT", "MEMORY_SMALL"]);
    twin(POD, "128Mi", "128Mb", &["QUANTITY_UNREADABLE"]);
    twin(
        POD,
        "image: web:1\n",
        "image: web:1\n          ports: [{containerPort: 80, hostPort: 80}]\n",
        &["PORT_TAKEN"],
    );
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec:\n  template:\n    spec:\n      containers: [{name: a, image: b, resources: {limits: {cpu: 1, memory: 1Gi}}}]\n";
    assert_eq!(rules(job), Vec::<&str>::new());
}

#[test]
fn a_file_of_another_kind_is_refused_by_name() {
    for (text, why) in [("FROM a\n", "dockerfile"), ("a: [", "cannot be read"), ("a: 1\n", "unknown")] {
        let told = check(&Asked {
            text: text.to_owned(),
            path: if text.starts_with("FROM") { "Dockerfile".to_owned() } else { String::new() },
        });
        assert!(told.as_ref().is_err_and(|told| told.contains(why)), "{text}: {told:?}");
    }
}
