//! Workflows of GitHub: the ways in which words and code of outsiders come in, and their harmless twins.

mod asking;

use asking::{ask, file};
use review::wire::{File, Severity};

const PATH: &str = ".github/workflows/a.yml";

/// A workflow with these lines in its job, each indented by four.
fn workflow(on: &str, lines: &str) -> String {
    let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    format!("name: x\non: {on}\npermissions: {{}}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n{lines}")
}

fn rules(path: &str, text: &str) -> Vec<String> {
    let said = ask(file(path, text), &["own"]);
    assert_ne!(said.kind, "unknown", "{text}");
    let bad = said.findings.into_iter().filter(|one| one.severity >= Severity::Medium);
    bad.map(|one| one.rule).collect()
}

/// What stands between `${{` and `}}`, and comes to a title.
const TITLES: [&str; 14] = [
    "github.event.issue.title",
    "GitHub.Event.Issue.Title",
    "github['event']['issue']['title']",
    "github.event['issue'].title",
    "toJSON(github.event)",
    "toJson(github)",
    "fromJSON(toJSON(github.event)).issue.title",
    "format('{0}', github.event.issue.title)",
    "github.event.issue.title || 'x'",
    "github.event.action == 'opened' && github.event.issue.title || 'x'",
    "github.event.commits[0].message",
    "join(github.event.commits.*.message, ' ')",
    "github.event.pull_request.head.repo.default_branch",
    "\n        github.event.issue.title ",
];

/// The same words where they come to true, to a number, or to what nobody writes.
const HARMLESS: [&str; 9] = [
    "contains(github.event.issue.title, 'x')",
    "github.event.issue.title == 'x'",
    "github.event.issue.title == 'x' && 'a' || 'b'",
    "startsWith(github.head_ref, 'release/')",
    "github.event.issue.number",
    "github.event.pull_request.head.sha",
    "github.event.head_commit.id",
    "'github.event.issue.title'",
    "github.repository",
];

#[test]
fn a_title_in_a_script_is_found_however_it_is_written() {
    for title in TITLES {
        for step in [
            format!("steps:\n- run: |\n    echo \"${{{{ {title} }}}}\""),
            format!(
                "steps:\n- uses: actions/github-script@{COMMIT}\n  with:\n    script: |\n      log(`${{{{ {title} }}}}`)"
            ),
            format!("env:\n  T: ${{{{ {title} }}}}\nsteps:\n- run: echo \"${{{{ env.T }}}}\""),
            format!("steps:\n- run: echo \"${{{{ env.T }}}}\"\n  env:\n    T: x ${{{{ {title} }}}}"),
            format!("strategy:\n  matrix:\n    x: [\"${{{{ {title} }}}}\"]\nsteps:\n- run: echo ${{{{ matrix.x }}}}"),
        ] {
            let text = workflow("issues", &step.replace("\n        github", " github"));
            assert_eq!(rules(PATH, &text), ["WORKFLOW_INJECTION"], "{text}");
        }
    }
}

const COMMIT: &str = "0123456789012345678901234567890123456789";

#[test]
fn what_is_only_asked_about_is_pasted_by_nobody() {
    for value in HARMLESS {
        let text = workflow("issues", &format!("steps:\n- run: echo \"${{{{ {value} }}}}\""));
        assert!(rules(PATH, &text).is_empty(), "{text}");
    }
    for title in TITLES {
        let step = format!("steps:\n- run: echo \"$T\"\n  env:\n    T: ${{{{ {title} }}}}");
        let text = workflow("issues", &step.replace("\n        github", " github"));
        assert!(rules(PATH, &text).is_empty(), "{text}");
    }
}

#[test]
fn a_title_is_followed_over_outputs_and_variables() {
    let made =
        |line: &str| format!("steps:\n- id: t\n  env:\n    T: ${{{{ github.event.issue.title }}}}\n  run: {line}\n");
    let output = made("echo \"t=$T\" >> \"$GITHUB_OUTPUT\"") + "- run: echo \"${{ steps.t.outputs.t }}\"";
    assert_eq!(rules(PATH, &workflow("issues", &output)), ["WORKFLOW_INJECTION"]);
    let fixed = made("echo \"t=1\" >> \"$GITHUB_OUTPUT\"") + "- run: echo \"${{ steps.t.outputs.t }}\"";
    assert!(rules(PATH, &workflow("issues", &fixed)).is_empty());
    for kept in ["echo \"T=$T\" >> \"$GITHUB_ENV\"", "echo \"T=${T}\" >> $GITHUB_ENV", "echo \"$T\" >> $GITHUB_PATH"] {
        assert_eq!(rules(PATH, &workflow("issues", &made(kept))), ["WORKFLOW_KEPT_VARIABLE"], "{kept}");
    }
    assert!(rules(PATH, &workflow("issues", &made("echo \"V=1\" >> $GITHUB_ENV"))).is_empty());
    let jobs = format!(
        "{}  b:\n    needs: a\n    runs-on: ubuntu-24.04\n    steps:\n    - run: echo \"${{{{ needs.a.outputs.o }}}}\"\n",
        workflow("issues", "outputs:\n  o: ${{ github.event.issue.title }}\nsteps: []")
    );
    assert_eq!(rules(PATH, &jobs), ["WORKFLOW_INJECTION"]);
}

#[test]
fn what_an_action_hands_on_is_pasted_by_outsiders() {
    let steps = |uses: &str, with: &str, output: &str| {
        let with = if with.is_empty() { String::new() } else { format!("  with:\n    x: {with}\n") };
        let uses =
            if uses.contains('/') && !uses.starts_with('.') { format!("{uses}@{COMMIT}") } else { uses.to_owned() };
        format!("steps:\n- id: t\n  uses: {uses}\n{with}- run: echo \"${{{{ steps.t.outputs.{output} }}}}\"")
    };
    let title = "${{ github.event.issue.title }}";
    for (uses, with, output) in [
        ("tj-actions/changed-files", "", "all_changed_files"),
        ("tj-actions/branch-names", "", "current_branch"),
        ("dorny/paths-filter", "", "src_files"),
        ("peter-evans/find-comment", "", "comment-body"),
        ("xt0rted/pull-request-comment-branch", "", "head_ref"),
        ("acme/clean", title, "text"),
        ("./.github/actions/clean", title, "text"),
        ("actions/github-script", "return `${{ github.event.issue.title }}`", "result"),
    ] {
        let told = rules(PATH, &workflow("issues", &steps(uses, with, output)));
        assert!(told.contains(&"WORKFLOW_INJECTION".to_owned()), "{uses} {output} {told:?}");
    }
    for (uses, with, output) in [
        ("tj-actions/changed-files", "", "any_changed"),
        ("dorny/paths-filter", "", "src"),
        ("actions/cache", "k", "cache-hit"),
        ("acme/clean", "a", "text"),
        ("acme/clean", title, "comment-id"),
        ("acme/clean", "${{ github.sha }}", "text"),
        ("docker/metadata-action", "${{ github.head_ref }}", "tags"),
        ("actions/checkout", "${{ github.event.pull_request.head.ref }}", "commit"),
        ("actions/create-release", "${{ github.ref }}", "upload_url"),
        ("actions/setup-node", "24", "node-version"),
    ] {
        let told = rules(PATH, &workflow("issues", &steps(uses, with, output)));
        assert!(!told.contains(&"WORKFLOW_INJECTION".to_owned()), "{uses} {output} {told:?}");
    }
}

#[test]
fn values_that_name_each_other_come_to_an_end() {
    let text = workflow("issues", "env:\n  A: ${{ env.B }}\n  B: ${{ env.A }}\nsteps:\n- run: echo ${{ env.A }}");
    assert!(rules(PATH, &text).is_empty());
}

#[test]
fn values_that_name_each_other_too_often_are_named() {
    let many = |name: &str| format!("${{{{ env.{name} }}}}").repeat(200);
    let env: String =
        ('A'..'H').zip('B'..'I').map(|(one, next)| format!("  {one}: {}\n", many(&next.to_string()))).collect();
    let text = workflow("issues", &format!("env:\n{env}steps:\n- run: echo ${{{{ env.A }}}}"));
    let said = ask(file(PATH, &text), &["own"]);
    assert!(said.missed.iter().any(|one| one.why.contains("too often")), "{:?}", said.missed);
}

#[test]
fn a_quote_in_a_title_decides_a_condition() {
    let condition = |text: &str| workflow("issues", &format!("steps:\n- if: {text}\n  run: make"));
    let pasted = condition("contains('${{ github.event.issue.title }}', 'x')");
    assert_eq!(rules(PATH, &pasted), ["WORKFLOW_PASTED_CONDITION"]);
    for kept in ["contains(github.event.issue.title, 'x')", "${{ contains(github.event.issue.title, 'x') }}"] {
        assert!(rules(PATH, &condition(kept)).is_empty(), "{kept}");
    }
}

#[test]
fn the_input_of_an_action_is_its_callers_text() {
    let action = |run: &str| {
        format!("name: x\ninputs:\n  t: {{}}\nruns:\n  using: composite\n  steps:\n  - {run}\n    shell: bash\n")
    };
    assert_eq!(rules("action.yml", &action("run: echo \"${{ inputs.t }}\"")), ["WORKFLOW_CALLERS_TEXT"]);
    assert!(rules("action.yml", &action("run: echo \"$T\"\n    env: { T: \"${{ inputs.t }}\" }")).is_empty());
    assert!(rules(PATH, &workflow("workflow_dispatch", "steps:\n- run: echo ${{ inputs.t }}")).is_empty());
}

#[test]
fn code_of_a_pull_request_is_found_by_every_way_in() {
    let checkout = |reference: &str| {
        format!("steps:\n- uses: actions/checkout@{COMMIT}\n  with:\n    ref: {reference}\n- run: make")
    };
    let named = [
        checkout("${{ github.event.pull_request.head.sha }}"),
        checkout("${{ github.event.pull_request.merge_commit_sha }}"),
        checkout("${{ github.head_ref }}"),
    ];
    let numbered = [
        checkout("refs/pull/${{ github.event.issue.number }}/head"),
        "steps:\n- run: git fetch origin pull/$N/head && git checkout FETCH_HEAD && make".to_owned(),
        "steps:\n- run: gh pr checkout $N && make".to_owned(),
    ];
    for step in &named {
        let text = workflow("pull_request_target", step);
        assert!(rules(PATH, &text).contains(&"WORKFLOW_OUTSIDERS_CODE".to_owned()), "{text}");
        // There the value is empty, and the repository's own code is checked out.
        assert!(rules(PATH, &workflow("[pull_request, issue_comment]", step)).is_empty(), "{step}");
    }
    for step in numbered {
        for on in
            ["issue_comment", "pull_request_target", "discussion_comment", "{ issue_comment: { types: [created] } }"]
        {
            let text = workflow(on, &step);
            assert!(rules(PATH, &text).contains(&"WORKFLOW_OUTSIDERS_CODE".to_owned()), "{text}");
        }
        for on in ["pull_request", "push", "schedule"] {
            assert!(rules(PATH, &workflow(on, &step)).is_empty(), "{on} {step}");
        }
        let asked = format!("if: github.event.comment.author_association == 'OWNER'\n{step}");
        assert!(rules(PATH, &workflow("issue_comment", &asked)).is_empty(), "{asked}");
    }
}

#[test]
fn a_file_of_a_foreign_artefact_is_not_run() {
    let steps = |with: &str, run: &str| {
        format!("steps:\n- uses: actions/download-artifact@{COMMIT}\n  with:\n    {with}\n- run: {run}")
    };
    let foreign = "run-id: ${{ github.event.workflow_run.id }}";
    for run in [
        "bash ./x.sh",
        "./x.sh",
        "chmod +x x.sh && ./x.sh",
        "source x.env",
        "node dist/x.js",
        "cat x.env >> $GITHUB_ENV",
    ] {
        let found = rules(PATH, &workflow("workflow_run", &steps(foreign, run)));
        assert!(found.contains(&"WORKFLOW_ARTEFACT_RUN".to_owned()), "{run}");
    }
    for run in ["cat number.txt", "make", "node -p 1", "bash -c true", "jq . x.json"] {
        let found = rules(PATH, &workflow("workflow_run", &steps(foreign, run)));
        assert!(!found.contains(&"WORKFLOW_ARTEFACT_RUN".to_owned()), "{run}");
    }
    let own = rules(PATH, &workflow("workflow_run", &steps("name: x", "./x.sh")));
    assert!(!own.contains(&"WORKFLOW_ARTEFACT_RUN".to_owned()));
}

#[test]
fn a_container_of_a_job_has_not_the_machine() {
    for given in [
        "options: --privileged",
        "options: -v /:/host",
        "volumes: [\"/var/run/docker.sock:/x\"]",
        "volumes: [\"/:/host\"]",
    ] {
        let text = workflow("push", &format!("container:\n  image: x\n  {given}\nsteps: []"));
        assert_eq!(rules(PATH, &text), ["WORKFLOW_PRIVILEGED"], "{given}");
    }
    for given in ["options: --cpus 1", "volumes: [\"data:/data\"]", "volumes: [\"./x:/x\"]"] {
        let text = workflow("push", &format!("container:\n  image: x\n  {given}\nsteps: []"));
        assert!(rules(PATH, &text).is_empty(), "{given}");
    }
}

fn changed(before: &str, after: &str) -> Vec<String> {
    let file = File { before: Some(before.to_owned()), ..file(PATH, after) };
    let mut rules: Vec<String> = ask(file, &["own"]).findings.into_iter().map(|one| one.rule).collect();
    rules.retain(|rule| ["LOSES", "WIDENS", "MAY_FAIL"].iter().any(|word| rule.contains(word)));
    rules
}

#[test]
fn a_change_that_widens_a_token_or_lets_tests_fail_is_told() {
    let job = |permissions: &str, step: &str| {
        format!("on: push\n{permissions}jobs:\n  a:\n    runs-on: x\n    steps:\n    - name: t\n{step}")
    };
    let (read, test) = ("permissions: { contents: read }\n", "      run: npm test\n");
    let before = job(read, test);
    assert_eq!(changed(&before, &job("", test)), ["WORKFLOW_LOSES_PERMISSIONS"]);
    let wider = "permissions: { contents: write, id-token: write }\n";
    assert_eq!(changed(&before, &job(wider, test)), ["WORKFLOW_WIDENS_PERMISSIONS"; 2]);
    assert_eq!(changed(&before, &job(read, "      run: npm test || true\n")), ["WORKFLOW_MAY_FAIL"]);
    assert_eq!(
        changed(&before, &job(read, "      run: npm test\n      continue-on-error: true\n")),
        ["WORKFLOW_MAY_FAIL"]
    );
    for same in [job(read, test), job("permissions: {}\n", test), job(read, "      run: npm test --all\n")] {
        assert!(changed(&before, &same).is_empty(), "{same}");
    }
    assert!(changed(&job("", test), &job(wider, test)).is_empty());
    assert!(changed(&job(read, "      run: rm x || true\n"), &job(read, "      run: rm x || true\n")).is_empty());
}
