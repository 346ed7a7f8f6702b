//! Rules of our own about workflows and actions of GitHub.

use crate::rule::rules;

rules! {
    WORKFLOW_OUTSIDERS_CODE Critical High "injection" 829 "Code of a pull request runs with the secrets of the repository"
        "pull_request_target and workflow_run have secrets and a token that writes; the checkout brings the code of a stranger." "Use pull_request, or never run what was checked out."
    WORKFLOW_OPEN_TRIGGER Medium High "injection" 829 "Outsiders can start this workflow with the rights of the repository"
        "A pull request from a fork is enough." "Use pull_request where nothing needs secrets."
    WORKFLOW_INJECTION High High "injection" 94 "Text of an outsider is pasted into a script"
        "A title like `$(curl …)` is run as a command." "Give it to the script as an environment variable and quote it."
    WORKFLOW_PASTED_INPUT Low Medium "injection" 94 "An expression is pasted into a script"
        "Whoever sets its value writes the script." "Give it to the script as an environment variable."
    WORKFLOW_UNPINNED Low High "pinning" 829 "An action is named by a tag"
        "Its owner, or who takes the account over, can move the tag to other code." "Name the commit, with the tag in a comment."
    WORKFLOW_BRANCH Medium High "pinning" 829 "An action is named by a branch or by nothing"
        "Every push there runs here." "Name the commit, with the tag in a comment."
    WORKFLOW_WRITES_ALL Medium High "least-privilege" 269 "The token of a workflow may write everything"
        "A step that is taken over can push and publish." "permissions: contents: read, and what a job needs beside it."
    WORKFLOW_NO_PERMISSIONS Low Medium "least-privilege" 269 "A workflow does not say what its token may do"
        "The setting of the repository decides, which was to write everything for years." "permissions: contents: read"
    WORKFLOW_UNSECURE_COMMANDS High High "injection" 94 "Commands in the output of steps are obeyed"
        "What a step prints can set variables and paths of the next." "Remove ACTIONS_ALLOW_UNSECURE_COMMANDS; write to GITHUB_ENV."
    WORKFLOW_BOT_CONDITION Medium High "authentication" 290 "A condition trusts the name of a bot"
        "The actor is whoever did something last; an outsider can make a bot the actor of their own pull request." "Ask github.event.pull_request.user.login instead."
    WORKFLOW_ALL_SECRETS Medium High "secrets" 200 "All secrets are handed on"
        "A step that needs one gets all of them." "Name the secrets that are needed."
    WORKFLOW_PIPED_DOWNLOAD Medium High "supply-chain" 494 "A script is downloaded and run at once"
        "Whoever holds the other end runs code in this workflow." "Download a fixed version and compare its checksum."
    WORKFLOW_KEPT_CREDENTIALS Low Medium "secrets" 522 "A checkout keeps its credentials, and an artefact is uploaded"
        "The token lies in .git/config and may go out with the artefact." "persist-credentials: false"
    WORKFLOW_SELF_HOSTED Medium Medium "privileged" 250 "Pull requests run on a machine of one's own"
        "Code of a stranger stays on the machine for the next run." "Use machines that are thrown away."
}
