//! What is written in many ways and means the same, and what nobody can know.

use std::collections::HashMap;

use super::*;
use crate::plan::to_json;

fn known() -> HashMap<String, Node> {
    let world = || text("0.0.0.0/0");
    HashMap::from([
        ("var.net".to_owned(), world()),
        ("var.nets".to_owned(), list(vec![world()])),
        ("var.off".to_owned(), made(Value::Bool(false))),
        ("var.count".to_owned(), made(Value::Number("2".to_owned()))),
        (
            "local.of".to_owned(),
            made(Value::Map([(Key { text: "nets".to_owned(), line: 1 }, list(vec![world()]))].into())),
        ),
    ])
}

fn said(source: &str) -> Option<String> {
    evaluate(source, &known()).map(|node| to_json(&node).to_string())
}

/// Spellings of a list with one network.
const LISTS: &[&str] = &[
    "[\"0.0.0.0/0\"]",
    "var.nets",
    "[var.net]",
    "[\"${var.net}\"]",
    "local.of.nets",
    "local.of[\"nets\"]",
    "concat([\"0.0.0.0/0\"], [])",
    "concat(var.nets, [])",
    "concat([], [var.nets]...)",
    "tolist([\"0.0.0.0/0\"])",
    "toset([\"0.0.0.0/0\", \"0.0.0.0/0\"])",
    "distinct(concat(var.nets, var.nets))",
    "flatten([[\"0.0.0.0/0\"], []])",
    "compact([\"\", \"0.0.0.0/0\"])",
    "setunion([\"0.0.0.0/0\"], [])",
    "split(\",\", \"0.0.0.0/0\")",
    "[join(\"/\", [\"0.0.0.0\", \"0\"])]",
    "[format(\"%s/%d\", \"0.0.0.0\", 0)]",
    "formatlist(\"%s/0\", [\"0.0.0.0\"])",
    "[replace(\"1.1.1.1/0\", \"1\", \"0\")]",
    "[trimspace(\" 0.0.0.0/0 \")]",
    "[\"0.0.0.0/${0}\"]",
    "[\"0.0.0.0/${1 - 1}\"]",
    "[strrev(\"0/0.0.0.0\")]",
    "[cidrsubnet(\"0.0.0.0/0\", 0, 0)]",
    "true ? [\"0.0.0.0/0\"] : []",
    "var.off ? [] : [\"0.0.0.0/0\"]",
    "var.count > 1 ? var.nets : []",
    "!var.off && true ? var.nets : null",
    "[coalesce(null, \"\", \"0.0.0.0/0\")]",
    "coalescelist([], [\"0.0.0.0/0\"])",
    "try(local.of.missing, [\"0.0.0.0/0\"])",
    "try(local.of.nets, [])",
    "lookup({ a = [\"0.0.0.0/0\"] }, \"a\", [])",
    "lookup({}, \"a\", [\"0.0.0.0/0\"])",
    "merge({ a = [] }, { a = [\"0.0.0.0/0\"] }).a",
    "[element([\"0.0.0.0/0\"], 3)]",
    "[one([\"0.0.0.0/0\"])]",
    "values({ a = \"0.0.0.0/0\" })",
    "[for net in var.nets : net]",
    "[for at, net in var.nets : net if at == 0]",
    "[{ cidr = \"0.0.0.0/0\" }][*].cidr",
    "jsondecode(\"[\\\"0.0.0.0/0\\\"]\")",
    "sensitive([\"0.0.0.0/0\"])",
    "slice([\"1.1.1.1/32\", \"0.0.0.0/0\"], 1, 2)",
    "[\"%{ if true }0.0.0.0/0%{ endif }\"]",
    "(var.nets)",
    "core::concat(var.nets)",
];

#[test]
fn every_spelling_of_a_list_is_that_list() {
    let wrong: Vec<_> = LISTS.iter().filter(|source| said(source).as_deref() != Some("[\"0.0.0.0/0\"]")).collect();
    assert!(wrong.is_empty(), "{:?}", wrong.iter().map(|source| (source, said(source))).collect::<Vec<_>>());
}

/// Functions whose value nobody knows, around what is known.
#[test]
fn what_is_known_beside_what_is_not_stays_known() {
    for source in [
        "concat(var.nets, var.more)",
        "[var.net, data.x.y.z]",
        "flatten([var.nets, [var.more]])",
        "setunion(var.nets, x.y.z)",
    ] {
        let node = evaluate(source, &known()).expect(source);
        assert_eq!(node.items()[0].text(), Some("0.0.0.0/0"), "{source}");
        assert!(node.items()[1].is_open(), "{source}");
    }
}

#[test]
fn truth_and_numbers_are_worked_out() {
    for (source, value) in [
        ("!false", "true"),
        ("!(true && false)", "true"),
        ("false && var.unknown", "false"),
        ("true || var.unknown", "true"),
        ("1 + 2 * 3", "7"),
        ("tonumber(\"22\")", "22"),
        ("max(1, 22)", "22"),
        ("contains([\"a\"], \"a\")", "true"),
        ("length(var.nets) == 1", "true"),
        ("\"a\" != \"b\"", "true"),
        ("tobool(\"false\")", "false"),
        ("alltrue([true, !var.off])", "true"),
        ("can(local.of.missing)", "false"),
        ("{ for net in var.nets : net => 1 }", "{\"0.0.0.0/0\":1}"),
        ("jsonencode({ Effect = upper(\"a\") })", "{\"Effect\":\"A\"}"),
        ("cidrsubnet(\"10.0.0.0/8\", 8, 2)", "\"10.2.0.0/16\""),
        ("arn:${lower(\"A\")}", "\"arn:a\""),
    ] {
        assert_eq!(said(source).as_deref(), Some(value), "{source}");
    }
}

#[test]
fn what_only_runs_will_tell_has_no_value() {
    for source in [
        "var.unknown",
        "data.aws_vpc.main.cidr_block",
        "file(\"x\")",
        "templatefile(\"x\", {})",
        "provider::x::y(1)",
        "var.unknown ? [\"0.0.0.0/0\"] : []",
        "each.value",
        "lower(var.unknown)",
        "coalesce(var.unknown, \"a\")",
        "try(var.unknown, \"a\")",
        "join(\",\", concat([\"a\"], var.unknown))",
        "local.of.missing",
        "1 / 0",
    ] {
        assert_eq!(said(source), None, "{source}");
    }
    assert_eq!(said("var.unknown ? 1 : 1").as_deref(), Some("1"), "both arms say the same");
}

#[test]
fn a_name_of_another_resource_is_told_from_what_a_caller_gives() {
    for source in [
        "aws_vpc.main.cidr_block",
        "\"${aws_vpc.main.id}\"",
        "module.a.b[0]",
        "aws_subnet.a[*].id",
        "\"a:${aws_vpc.b.id}/${aws_vpc.c.id}\"",
    ] {
        assert!(is_reference(source), "{source}");
    }
    for source in [
        "var.a",
        "local.a",
        "data.a.b.c",
        "each.value",
        "concat(a.b, c.d)",
        "a.b ? 1 : 2",
        "\"${var.a}\"",
        "!a.b.c",
        "x",
        "ingress.value",
        "ingress.value.nets",
        "\"${aws_vpc.b.id}${var.a}\"",
    ] {
        assert!(!is_reference(source), "{source}");
    }
}

#[test]
fn what_grows_without_end_stops() {
    let numbers = "[0,1,2,3,4,5,6,7,8,9]";
    let loops = (0..8).fold("1".to_owned(), |inner, at| format!("[for a{at} in {numbers} : {inner}]"));
    let texts = (0..30).fold("\"xx\"".to_owned(), |inner, _| format!("join(\"\", [{inner}, \"xxxxxxxx\"])"));
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
    let nested = [
        deep("(", ")"),
        deep("[", "]"),
        deep("!", ""),
        deep("- ", ""),
        deep("true ? 1 : ", ""),
        deep("${", "}"),
        deep("f(", ")"),
    ];
    assert!(nested.iter().all(|source| evaluate(source, &known()).is_none()), "what is too deep stays open");
    for source in [loops, texts] {
        let since = std::time::Instant::now();
        let _ = evaluate(&source, &known());
        assert!(since.elapsed().as_secs() < 5, "{source}");
    }
}

/// A text of 90,000 letters, and a list of 9,000 texts.
fn large() -> HashMap<String, Node> {
    let long = || text("a".repeat(90_000));
    HashMap::from([
        ("local.a".to_owned(), long()),
        ("local.many".to_owned(), list((0..9_000).map(|_| text("b")).collect())),
        ("local.long".to_owned(), list((0..900).map(|_| long()).collect())),
        ("local.sharp".to_owned(), text("ŉ".repeat(40_000))),
    ])
}

#[test]
fn a_text_that_would_be_too_long_is_not_made_first() {
    let known = large();
    for source in [
        "replace(local.a, \"a\", local.a)",
        "join(local.a, local.many)",
        "join(\"\", local.long)",
        "format(\"%s%s\", local.a, local.a)",
        "formatlist(\"%s\", local.long)",
        "formatlist(\"%s%s\", local.a, local.many)",
        "upper(local.sharp)",
        "\"${local.a}${local.a}\"",
    ] {
        // Gigabytes would take seconds to write.
        let began = std::time::Instant::now();
        assert!(evaluate(source, &known).is_none(), "{source}");
        assert!(began.elapsed() < std::time::Duration::from_secs(2), "{source}");
    }
    for (source, length) in [("replace(local.a, \"b\", local.a)", 90_000), ("join(\",\", local.many)", 17_999)] {
        let made = evaluate(source, &known).and_then(|node| node.text().map(str::len));
        assert_eq!(made, Some(length), "{source}");
    }
}
