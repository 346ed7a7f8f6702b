//! Every row of the tables: no option, no form of a value and no wrapper around it hides what is carried.

use super::carrier::{Form, tests as carriers};
use super::invocation::is_wrapper;
use super::{Asked, Level, check};

/// What is carried: two dangers, and two commands that do no harm.
const DANGERS: [&str; 2] = ["rm -rf /", "bash -c 'rm -rf /'"];
const HARMLESS: [&str; 2] = ["ls -la /", "bash -c 'ls -la'"];

/// What stands around a carrier.
const AROUND: [&str; 12] = [
    "@",
    "sudo -nu root @",
    "sudo -i -u root @",
    "env -iu A B=c @",
    "nice -n5 timeout -k 5 -s KILL 10 @",
    "tini -g -- @",
    "chrt -f 50 @",
    "watch -xn 1 @",
    "xargs -0n1 @",
    "pkexec --user root @",
    "start-up --retries 3 @",
    "kubectl --context prod exec -it pod -c app -- @",
];

fn level(command: &str) -> (Level, String) {
    let found = check(&Asked { command: command.to_owned() }).expect("checked");
    (found.level, found.findings.iter().map(|finding| format!("{} ", finding.rule)).collect())
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The forms of an option with a value.
fn forms(option: &str, value: &str) -> Vec<String> {
    if option.starts_with("--") {
        vec![format!("{option} {value}"), format!("{option}={value}")]
    } else if option.len() == 2 {
        vec![format!("{option} {value}"), format!("{option}{value}")]
    } else {
        vec![format!("{option} {value}")]
    }
}

/// The ways in which a row lets an inner command stand.
fn behind(form: &Form, inner: &str) -> Vec<String> {
    let names = |count: &usize| "n ".repeat((*count).min(2));
    match form {
        Form::Words(count, true) => vec![format!("{}-- {inner}", names(count))],
        Form::Words(count, false) => vec![format!("{}{inner}", names(count)), format!("{}-- {inner}", names(count))],
        Form::Text(count) | Form::Input(count) if *count < 3 => {
            let name = names(count);
            vec![format!("{name}{inner}"), format!("{name}-- {inner}"), format!("{name}{}", quoted(inner))]
        }
        Form::Text(_) | Form::Input(_) => Vec::new(),
        Form::Option(options) => options.iter().flat_map(|option| forms(option, &quoted(inner))).collect(),
        Form::Program(options) => {
            let (program, rest) = inner.split_once(' ').expect("a program with arguments");
            options
                .iter()
                .flat_map(|option| forms(option, program))
                .map(|option| format!("{option} -- {rest}"))
                .collect()
        }
    }
}

/// Every row with each option before and behind its words.
fn commands(inner: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (program, words, options, form) in carriers::table() {
        let words = words.iter().map(|word| format!(" {word}")).collect::<String>();
        let own = if words.is_empty() { &[] } else { carriers::before(program) };
        let plain = |option: &&&str| {
            !matches!(form, Form::Option(names) | Form::Program(names) if names.contains(option))
                && **option != "--entrypoint"
        };
        let before =
            own.iter().flat_map(|option| forms(option, "v")).map(|option| format!("{program} {option}{words} "));
        let after = options.iter().filter(plain).flat_map(|option| forms(option, "v"));
        let heads = before.chain(after.map(|option| format!("{program}{words} {option} ")));
        let unknown = [format!("{program} --unheard-of x{words} "), format!("{program}{words} --unheard-of x ")];
        for head in heads.chain([format!("{program}{words} ")]).chain(unknown) {
            all.extend(behind(form, inner).into_iter().map(|tail| format!("{head}{tail}")));
        }
    }
    all
}

#[test]
fn no_program_is_both_a_wrapper_and_a_carrier() {
    let both: Vec<&str> = carriers::table().map(|(program, ..)| program).filter(|name| is_wrapper(name)).collect();
    assert!(both.is_empty(), "{both:?}");
}

#[test]
fn no_option_hides_what_is_carried() {
    let all: Vec<String> = DANGERS.iter().flat_map(|danger| commands(danger)).collect();
    let wrong: Vec<&String> = all.iter().filter(|command| level(command).0 != Level::Refuse).collect();
    assert!(all.len() > 3_000, "{} commands", all.len());
    assert!(wrong.is_empty(), "{} of {}\n{wrong:#?}", wrong.len(), all.len());
}

#[test]
fn a_known_option_keeps_no_harmless_command_from_being_safe() {
    let harmless =
        HARMLESS.iter().flat_map(|inner| commands(inner)).filter(|command| !command.contains("--unheard-of"));
    let wrong: Vec<String> = harmless
        .map(|command| (level(&command), command))
        .filter(|((level, _), _)| *level != Level::Safe)
        .map(|((_, told), command)| format!("{command}: {told}"))
        .collect();
    assert!(wrong.is_empty(), "{}\n{wrong:#?}", wrong.len());
}

#[test]
fn nothing_around_a_carrier_hides_what_it_carries() {
    let mut wrong = Vec::new();
    for (program, words, _, form) in carriers::table() {
        let words = words.iter().map(|word| format!(" {word}")).collect::<String>();
        for around in AROUND {
            for danger in DANGERS {
                for tail in behind(form, danger) {
                    let command = around.replace('@', &format!("{program}{words} {tail}"));
                    if level(&command).0 != Level::Refuse {
                        wrong.push(command);
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{wrong:#?}", wrong.len());
}

#[test]
fn what_no_table_knows_may_run_what_it_is_given() {
    for command in [
        "bash -c -- 'rm -rf /'",
        "bash -c - 'rm -rf /'",
        "su -c'rm -rf /'",
        "su -lc 'rm -rf /' root",
        "su --comm='rm -rf /'",
        "ssh host -- rm -rf /",
        "ssh -tt host -- rm -rf /",
        "ssh -o ProxyCommand='rm -rf /' host ls",
        "docker --context prod exec c rm -rf /",
        "docker -H tcp://h run --rm alpine rm -rf /",
        "docker exec -itu git c rm -rf /",
        "docker compose --profile x exec web rm -rf /",
        "sudo -i -u root bash -c 'rm -rf /'",
        "sudo -s sh -c 'rm -rf /'",
        "some-runner rm -rf /",
        "some-runner --flag value -- rm -rf /",
        "some-runner 'rm -rf /'",
        "dotenv -- rm -rf /",
        "./deploy.sh \"rm -rf /\"",
        "bash deploy.sh 'rm -rf /'",
        "$RUNNER rm -rf /",
        "git -c alias.x='!rm -rf /' x",
        "git config alias.x '!rm -rf /'",
        "git -c core.sshCommand='rm -rf /' fetch",
        "git rebase -x 'rm -rf /' main",
        "git rebase --exec='rm -rf /' main",
        "git submodule foreach 'rm -rf /'",
        "git bisect run rm -rf /",
        "tar -cf x.tar --checkpoint=1 --checkpoint-action=exec='rm -rf /' .",
        "sed '1e rm -rf /' x",
        "vim -c '!rm -rf /' x",
        "vim '+!rm -rf /' x",
        "salt '*' cmd.run 'rm -rf /'",
        "aws ssm send-command --parameters 'commands=[\"rm -rf /\"]'",
        "aws ssm send-command --parameters '{\"commands\": [\"rm -rf /\"]}'",
        "az vm run-command invoke -n v --scripts 'rm -rf /'",
        "nix develop -c rm -rf /",
        "start-stop-daemon --start --exec /bin/rm -- -rf /",
        "pwsh -Command 'rm -rf /'",
        "node --eval='x'",
        "psql prod <<< 'DROP TABLE users'",
        "echo 'DROP TABLE users;' | psql prod",
        "psql prod <<EOF\nTRUNCATE users;\nEOF",
        "echo 'DROP TABLE users;' | docker exec -i db psql -U app",
        "echo 'DELETE FROM users' > d.sql; psql -f d.sql",
        "echo 'DELETE FROM users' > d.sql; psql < d.sql",
        "echo FLUSHALL | redis-cli -h prod",
        "mysql prod <<< 'drop database prod'",
        "expect -c 'spawn rm -rf /'",
        &format!("{}rm -rf /", "sudo ".repeat(30)),
    ] {
        let (level, told) = level(command);
        assert_eq!(level, Level::Refuse, "{command}: {told}");
    }
}

#[test]
fn an_option_that_is_not_known_before_a_subcommand_is_never_safe() {
    for (command, expected) in [
        ("docker --unheard-of x ps", Level::Caution),
        ("kubectl --unheard-of get pods", Level::Caution),
        ("docker --unheard-of=x ps", Level::Safe),
        ("docker --context prod ps", Level::Safe),
        ("kubectl -n shop -v6 get pods", Level::Safe),
        ("docker --version", Level::Safe),
        ("npm --silent ci", Level::Safe),
        ("git -C x --no-pager log", Level::Safe),
        ("ip -br -c a", Level::Safe),
        ("make reboot", Level::Caution),
    ] {
        let (level, told) = level(command);
        assert_eq!(level, expected, "{command}: {told}");
    }
}

#[test]
fn ordinary_commands_of_programs_that_no_table_knows_are_safe() {
    for command in [
        "make build test",
        "cargo test --release -- --nocapture",
        "go test ./...",
        "npm install rm-cli",
        "pip install -e .",
        "docker build -t app --build-arg A='x y' .",
        "docker rm -f c",
        "docker cp c:/x .",
        "brew install bash curl",
        "conda install -n x python",
        "poetry add --group dev mysql",
        "code --wait 'my file.txt'",
        "terraform plan -var 'name=a b'",
        "gh pr comment -b 'never rm -rf /'",
        "git commit -m 'x=!rm -rf /'",
        "git rm -r .",
        "sed 's/some rm/x/' x",
        "ffmpeg -i a.mp4 -c:v copy b.mp4",
        "mvn -q -DskipTests package",
        "ansible-playbook site.yml -e 'env=prod size=3'",
        "kubectl apply -f x.yaml",
        "tar -xzf x.tar.gz -C /tmp/x",
        "psql -c 'SELECT * FROM users WHERE updated > 1'",
        "psql prod <<< 'SELECT 1'",
        "zip -r x.zip find grep rm",
        "vim -c 'set number' x",
        "k9s --context prod",
        "pytest -k 'not slow and remove'",
    ] {
        let (level, told) = level(command);
        assert_eq!(level, Level::Safe, "{command}: {told}");
    }
}

#[test]
fn many_words_that_may_be_commands_are_tried_in_bounded_time() {
    let since = std::time::Instant::now();
    let (level, told) = level(&format!("runner {}", "bash rm sudo ".repeat(4_000)));
    assert_eq!(level, Level::Caution, "{told}");
    assert!(since.elapsed().as_secs() < 60, "{:?}", since.elapsed());
}
