use super::change;

fn deployment(replicas: &str, container: &str, rest: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\nspec:\n  replicas: {replicas}\n{rest}  selector:\n    matchLabels: {{app: shop}}\n  template:\n    metadata:\n      labels: {{app: shop}}\n    spec:\n      containers:\n        - name: web\n          image: shop:1.2.3\n{container}"
    )
}

const LIVE: &str = "          livenessProbe:\n            httpGet: {path: /, port: 80}\n";
const READY: &str = "          readinessProbe:\n            httpGet: {path: /, port: 80}\n";

fn object(kind: &str, spec: &str) -> String {
    format!("apiVersion: v1\nkind: {kind}\nmetadata:\n  name: a\n{spec}")
}

#[test]
fn what_leaves_a_service_less_is_told() {
    let probed = format!("{LIVE}{READY}");
    let strategy = |said: &str| format!("  strategy:\n    type: {said}\n");
    let rolling = |said: &str| format!("  strategy:\n    rollingUpdate:\n      maxUnavailable: {said}\n");
    let budget = |said: &str| object("PodDisruptionBudget", &format!("spec:\n  {said}\n"));
    let class = |policy: &str| object("StorageClass", &format!("provisioner: ebs.csi.aws.com\n{policy}"));
    let cases = [
        (deployment("3", "", ""), deployment("0", "", ""), "STOPS_SERVICE"),
        (deployment("3", "", ""), deployment("1", "", ""), "LOSES_AVAILABILITY"),
        (deployment("3", &probed, ""), deployment("3", "", ""), "LOSES_PROBES"),
        (deployment("3", "", ""), deployment("3", "", &strategy("Recreate")), "LOSES_AVAILABILITY"),
        (deployment("3", "", &rolling("1")), deployment("3", "", &rolling("100%")), "LOSES_AVAILABILITY"),
        (
            deployment("3", "", ""),
            deployment("3", "", "").replace("Labels: {app: shop}", "Labels: {app: web}"),
            "CHANGES_IMMUTABLE",
        ),
        (budget("maxUnavailable: 1"), budget("maxUnavailable: 100%"), "LOSES_AVAILABILITY"),
        (budget("minAvailable: 2"), budget("minAvailable: 0"), "LOSES_AVAILABILITY"),
        (class("reclaimPolicy: Retain\n"), class("reclaimPolicy: Delete\n"), "LOSES_DELETION_PROTECTION"),
        (class("reclaimPolicy: Retain\n"), class(""), "LOSES_DELETION_PROTECTION"),
    ];
    for (before, after, rule) in cases {
        let said = change("a.yaml", &before, &after);
        assert_eq!(said.loud(), [rule], "{before}→\n{after}");
        let back = change("a.yaml", &after, &before);
        assert!(rule == "CHANGES_IMMUTABLE" || back.is_silent(), "the other way round: {after}→\n{before}{back:?}");
    }
    for (kind, good, bad) in [
        ("aws_ecs_service", "desired_count = 2", "desired_count = 0"),
        ("aws_autoscaling_group", "max_size = 2", "max_size = 0"),
    ] {
        let of = |inner: &str| format!("resource \"{kind}\" \"a\" {{\n  {inner}\n}}\n");
        assert_eq!(change("m.tf", &of(good), &of(bad)).loud(), ["STOPS_SERVICE"]);
        assert!(change("m.tf", &of(bad), &of(good)).is_silent());
    }
}

#[test]
fn what_leaves_a_service_as_much_is_not() {
    for (before, after) in [
        (deployment("3", "", ""), deployment("5", "", "")),
        (deployment("5", "", ""), deployment("3", "", "")),
        (deployment("0", "", ""), deployment("1", "", "")),
        // Whoever scales it by itself says no number.
        (deployment("3", "", ""), deployment("3", "", "").replace("  replicas: 3\n", "")),
        (deployment("3", LIVE, ""), deployment("3", READY, "")),
        (deployment("3", "", ""), deployment("3", "", "  strategy:\n    type: RollingUpdate\n")),
        (
            deployment("3", "          securityContext: {runAsNonRoot: true}\n", ""),
            deployment("3", "", "")
                .replace("    spec:\n      cont", "    spec:\n      securityContext: {runAsNonRoot: true}\n      cont"),
        ),
        // A container that goes takes its limits along.
        (
            deployment(
                "3",
                "        - name: proxy\n          image: proxy:1\n          resources: {limits: {cpu: 1}}\n",
                "",
            ),
            deployment("3", "", ""),
        ),
    ] {
        let said = change("a.yaml", &before, &after);
        assert!(said.is_silent(), "{before}→\n{after}{said:?}");
    }
}

#[test]
fn a_volume_that_a_service_of_compose_leaves_is_told() {
    let compose = |volumes: &str| {
        format!(
            "services:\n  db:\n    image: postgres:16.3\n    volumes:\n{volumes}volumes:\n  data: {{}}\n  cache: {{}}\n"
        )
    };
    let kept = compose("      - data:/var/lib/postgresql/data\n      - cache:/var/cache\n");
    for after in [
        compose("      - cache:/var/cache\n"),
        compose("      - ./data:/var/lib/postgresql/data\n      - cache:/var/cache\n"),
        compose("      - data:/var/lib/postgresql/data:ro\n      - cache:/var/cache\n"),
    ] {
        assert_eq!(change("compose.yaml", &kept, &after).loud(), ["MAY_DESTROY_DATA"], "{after}");
    }
    for after in [
        compose("      - data:/var/lib/postgresql/data\n"),
        compose("      - {type: volume, source: data, target: /var/lib/postgresql/data}\n"),
        compose("      - data:/var/lib/postgresql\n      - ./init:/docker-entrypoint-initdb.d:ro\n"),
    ] {
        let said = change("compose.yaml", &kept, &after);
        assert!(said.is_silent(), "{after}{said:?}");
    }
}

#[test]
fn modules_and_providers_keep_their_versions() {
    let module = |source: &str, rest: &str| format!("module \"a\" {{\n  source = \"{source}\"\n{rest}}}\n");
    let provider = |version: &str| {
        format!(
            "terraform {{\n  required_providers {{\n    aws = {{\n      source = \"hashicorp/aws\"\n      version = \"{version}\"\n    }}\n  }}\n}}\n"
        )
    };
    let git = "git::https://git.example/vpc.git";
    let of = |version: &str| module("terraform-aws-modules/vpc/aws", &format!("  version = \"{version}\"\n"));
    let commit = "0123456789abcdef0123456789abcdef01234567";
    for (firm, loose) in [
        (module(&format!("{git}?ref=v1.2.3"), ""), module(&format!("{git}?ref=main"), "")),
        (module(&format!("{git}?ref=v1.2.3"), ""), module(git, "")),
        (module(&format!("{git}?ref={commit}"), ""), module(&format!("{git}?ref=v1.2.3"), "")),
        (of("5.1.0"), of("~> 5.1")),
        (of("~> 5.1"), of(">= 5.1")),
        (provider("~> 5.60"), provider(">= 3")),
        (provider(">= 5, < 6"), provider(">= 3")),
        (provider("5.60.0"), provider("~> 5.60")),
    ] {
        assert_eq!(change("m.tf", &firm, &loose).loud(), ["LOSES_PIN"], "{firm}→\n{loose}");
        assert!(change("m.tf", &loose, &firm).is_silent(), "{loose}→\n{firm}");
    }
    for (before, after) in [(of("5.1.0"), of("5.2.0")), (provider("~> 5.60"), provider("~> 6.0"))] {
        assert!(change("m.tf", &before, &after).is_silent());
    }
}
