//! Networks in every spelling, in every kind of file that names some: all of the world, or none of it.

mod asking;

use asking::{ask, file};

/// The world, and what is as wide as nobody owns.
const WORLD: &[&str] = &[
    "0.0.0.0/0",
    "10.0.0.0/0",
    "000.0.0.0/00",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "64.0.0.0/2",
    "10.0.0.0/7",
    "0.0.0.0/0.0.0.0",
    "::/0",
    "0::/0",
    "::0/0",
    "0:0:0:0:0:0:0:0/0",
    "0000:0000:0000:0000:0000:0000:0000:0000/0",
    "2001:db8::1/0",
    "2000::/3",
    "8000::/1",
    "::ffff:0.0.0.0/96",
    "::ffff:0:0/96",
];

/// What has an owner, or is no network at all.
const OWNED: &[&str] =
    &["10.0.0.0/8", "192.168.1.1/32", "0.0.0.0/32", "fc00::/7", "2001:db8::/32", "::1/128", "::ffff:10.0.0.0/104"];

/// A file with a network in the place of `@`, and the rules of which one must speak.
const FORMS: &[(&str, &str, &[&str])] = &[
    (
        "group.tf",
        "resource \"aws_security_group\" \"a\" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    cidr_blocks = [\"@\"]\n  }\n}\n",
        &["TF_OPEN_PORT"],
    ),
    (
        "group6.tf",
        "resource \"aws_security_group\" \"a\" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    ipv6_cidr_blocks = [\"@\"]\n  }\n}\n",
        &["TF_OPEN_PORT"],
    ),
    (
        "rule.tf",
        "resource \"aws_security_group_rule\" \"a\" {\n  type = \"ingress\"\n  from_port = 22\n  to_port = 22\n  cidr_blocks = [\"@\"]\n}\n",
        &["TF_OPEN_PORT"],
    ),
    (
        "one.tf",
        "resource \"aws_vpc_security_group_ingress_rule\" \"a\" {\n  from_port = 22\n  to_port = 22\n  cidr_ipv4 = \"@\"\n}\n",
        &["TF_OPEN_PORT"],
    ),
    (
        "module.tf",
        "module \"a\" {\n  source = \"terraform-aws-modules/security-group/aws\"\n  ingress_cidr_blocks = [\"@\"]\n  ingress_rules = [\"ssh-tcp\"]\n}\n",
        &["AWS_SG_SSH"],
    ),
    (
        "google.tf",
        "resource \"google_compute_firewall\" \"a\" {\n  source_ranges = [\"@\"]\n  allow {\n    protocol = \"tcp\"\n    ports = [\"22\"]\n  }\n}\n",
        &["GOOGLE_FIREWALL_SSH"],
    ),
    (
        "azure.tf",
        "resource \"azurerm_network_security_rule\" \"a\" {\n  access = \"Allow\"\n  direction = \"Inbound\"\n  destination_port_range = \"22\"\n  source_address_prefix = \"@\"\n}\n",
        &["AZURE_NSG_SSH"],
    ),
    (
        "main.tf.json",
        "{\"resource\": {\"aws_security_group\": {\"a\": {\"ingress\": [{\"from_port\": 22, \"to_port\": 22, \"cidr_blocks\": [\"@\"]}]}}}}",
        &["TF_OPEN_PORT"],
    ),
    (
        "plan.json",
        "{\"format_version\": \"1.2\", \"terraform_version\": \"1.9.0\", \"resource_changes\": [{\"address\": \"aws_security_group.a\", \"mode\": \"managed\", \"type\": \"aws_security_group\", \"name\": \"a\", \"change\": {\"actions\": [\"create\"], \"before\": null, \"after\": {\"ingress\": [{\"from_port\": 22, \"to_port\": 22, \"cidr_blocks\": [\"@\"]}]}}}]}",
        &["TF_OPEN_PORT"],
    ),
    (
        "template.yaml",
        "Resources:\n  A:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      SecurityGroupIngress:\n        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: '@'}\n",
        &["CFN_OPEN_PORT"],
    ),
    (
        "template6.yaml",
        "Resources:\n  A:\n    Type: AWS::EC2::SecurityGroupIngress\n    Properties: {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIpv6: '@'}\n",
        &["CFN_OPEN_PORT"],
    ),
    (
        "policy.yaml",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: b}\nspec:\n  podSelector: {}\n  ingress:\n    - from:\n        - ipBlock: {cidr: '@'}\n",
        &["K8S_POLICY_EGRESS_ALL"],
    ),
    (
        "service.yaml",
        "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: b}\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: ['@']\n",
        &["K8S_LOAD_BALANCER"],
    ),
];

fn rules(path: &str, form: &str, network: &str) -> Vec<String> {
    let found = ask(file(path, &form.replace('@', network)), &["own"]).findings;
    found.into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn the_world_is_told_in_every_spelling_and_kind_of_file() {
    let mut wrong = Vec::new();
    for (path, form, wanted) in FORMS {
        for network in WORLD {
            let told = rules(path, form, network);
            if !wanted.iter().any(|rule| told.iter().any(|told| told == rule)) {
                wrong.push(format!("{path} {network}: {told:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_network_with_an_owner_is_not_told_as_the_world() {
    let mut wrong = Vec::new();
    for (path, form, rule) in FORMS {
        for network in OWNED {
            let told = rules(path, form, network);
            if rule.iter().any(|rule| told.iter().any(|told| told == rule)) {
                wrong.push(format!("{path} {network}: {told:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_port_of_compose_is_open_on_every_interface_by_any_spelling() {
    let fires = |port: &str| {
        let text = format!("services:\n  a:\n    image: a:1\n    ports:\n      - {port}\n");
        rules("compose.yaml", &text, "").contains(&"COMPOSE_OPEN_PORT".to_owned())
    };
    for address in ["0.0.0.0", "000.0.0.0", "0", "[::]", "[0::]", "[0:0:0:0:0:0:0:0]", "[::ffff:0.0.0.0]"] {
        assert!(fires(&format!("\"{address}:8080:80\"")), "{address}");
        let host = address.trim_matches(['[', ']']);
        assert!(fires(&format!("{{target: 80, published: \"8080\", host_ip: \"{host}\"}}")), "{address}");
    }
    for address in ["127.0.0.1", "[::1]", "10.0.0.1"] {
        assert!(!fires(&format!("\"{address}:8080:80\"")), "{address}");
    }
}
