//! Two texts in the same words but for one filling say two things, wherever the filling stands and whatever the language.

mod common;

use common::are_one;

/// Frames with two fillings, in sentences and in lists.
const APART: [[&str; 2]; 26] = [
    ["Call it from the main thread.", "Call it from any thread."],
    [
        "Call it from the main thread only while the lock is held.",
        "Call it from any thread only while the lock is held.",
    ],
    ["All regions but Paris were affected.", "All regions including Paris were affected."],
    ["All regions but Paris were affected.", "All regions were affected."],
    ["The vendor fixed the bug.", "The vendor will fix the bug."],
    ["The certificate expired on 3 May.", "The certificate expires on 3 May."],
    ["El precio subi\u{f3} a 20 euros.", "El precio subi\u{f3} 20 euros."],
    ["Den Hund bei\u{df}t der Mann.", "Der Hund bei\u{df}t den Mann."],
    ["L'inquilino paga il proprietario.", "Il proprietario paga l'inquilino."],
    [
        "\u{72ac}\u{304c}\u{4eba}\u{3092}\u{565b}\u{3093}\u{3060}\u{3002}",
        "\u{4eba}\u{304c}\u{72ac}\u{3092}\u{565b}\u{3093}\u{3060}\u{3002}",
    ],
    [
        "\u{4ef7}\u{683c}\u{6da8}\u{5230}\u{4e86}20\u{5143}\u{3002}",
        "\u{4ef7}\u{683c}\u{6da8}\u{4e86}20\u{5143}\u{3002}",
    ],
    [
        "\u{5f7c}\u{306f}\u{5f7c}\u{5973}\u{306b}\u{672c}\u{3092}\u{8cb8}\u{3057}\u{305f}\u{3002}",
        "\u{5f7c}\u{306f}\u{5f7c}\u{5973}\u{306b}\u{672c}\u{3092}\u{501f}\u{308a}\u{305f}\u{3002}",
    ],
    [
        "\u{64a}\u{62c}\u{648}\u{632} \u{62d}\u{630}\u{641} \u{627}\u{644}\u{633}\u{62c}\u{644}.",
        "\u{644}\u{627} \u{64a}\u{62c}\u{648}\u{632} \u{62d}\u{630}\u{641} \u{627}\u{644}\u{633}\u{62c}\u{644}.",
    ],
    [
        "\u{92a}\u{939}\u{941}\u{901}\u{91a} \u{915}\u{940} \u{905}\u{928}\u{941}\u{92e}\u{924}\u{93f} \u{939}\u{948}\u{964}",
        "\u{92a}\u{939}\u{941}\u{901}\u{91a} \u{915}\u{940} \u{905}\u{928}\u{941}\u{92e}\u{924}\u{93f} \u{928}\u{939}\u{940}\u{902} \u{939}\u{948}\u{964}",
    ],
    ["Bayer acquired Monsanto.", "Monsanto acquired Bayer."],
    ["Point the staging server at the production database.", "Point the production database at the staging server."],
    ["The employer must give notice.", "The employee must give notice."],
    ["The lessor repairs the roof.", "The lessee repairs the roof."],
    ["A third of the votes suffices.", "A quarter of the votes suffices."],
    ["It is stored on the stack.", "It is stored on the heap."],
    ["Clause 4 (a) applies.", "Clause 4 (b) applies."],
    ["Answer (a) is right.", "Answer (b) is right."],
    [
        "1. Drain the node.\n2. Upgrade the kubelet.\n3. Uncordon the node.",
        "1. Upgrade the kubelet.\n2. Drain the node.\n3. Uncordon the node.",
    ],
    ["```sh\ndocker stop web\ndocker rm web\n```", "```sh\ndocker rm web\ndocker stop web\n```"],
    ["```js\nlock();\nwrite();\nunlock();\n```", "```js\nlock();\nunlock();\nwrite();\n```"],
    ["```python\nx = a\na = b\nb = x\n```", "```python\na = b\nx = a\nb = x\n```"],
];

/// The same in other words, another order or another form.
const ONE: [[&str; 2]; 10] = [
    ["Restart the service.", "Please restart the service."],
    ["After the upgrade, restart the pod.", "Restart the pod after the upgrade."],
    ["The pods were restarted by the operator.", "The operator restarted the pods."],
    ["It conflicts with the lock.", "It conflicts with that lock."],
    ["Paris is the capital of France.", "The capital of France is Paris."],
    ["The cache is cleared every hour.", "The cache gets cleared every hour."],
    ["Deploy the service to the cluster.", "Deploy this service to the cluster."],
    ["```yaml\nname: web\nport: 80\n```", "```yaml\nport: 80\nname: web\n```"],
    [
        "```hcl\nresource \"a\" \"b\" {\n  x = 1\n  y = 2\n}\n```",
        "```hcl\nresource \"a\" \"b\" {\n  y = 2\n  x = 1\n}\n```",
    ],
    ["The index is used by the query.", "The index is used by this query."],
];

#[test]
fn another_filling_is_another_answer() {
    let wrong: Vec<_> = APART.into_iter().filter(|pair| are_one(*pair)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn another_form_of_the_same_is_one_answer() {
    let wrong: Vec<_> = ONE.into_iter().filter(|pair| !are_one(*pair)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
