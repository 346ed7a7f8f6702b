"""What the fuzzer cannot know: who sits here, and which consultations there are. Where its data fit the schema, names become names that
exist and ids mostly ids that were given, so that questions are really asked and the consultations really worked on."""

import re

import schemathesis

NAME = re.compile(r"^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$")
ID = re.compile(r"^[A-Za-z0-9_-]{1,80}$")
CIRCLES = ["default", "people"]
EXPERTS = ["architect", "skeptic", "reviewer"]
PERSON = "reviewer"
# Seconds. Longer than the scripted experts take, short enough that nothing is left open.
DEADLINE = 2

# A port of this machine at which nobody listens.
NOWHERE = "http://127.0.0.1:9/"

# Ids that the server gave, oldest first.
given = []


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = case.operation.definition.raw.get("operationId")
    if operation == "askCircle" and isinstance(case.body, dict):
        name_who_sits(case.body)
    if operation == "handInOpinion" and isinstance(case.body, dict) and is_name(case.body.get("expert")):
        case.body["expert"] = PERSON
    wanted = (case.path_parameters or {}).get("id")
    # Every fourth id stays as it is: what does not exist must be answered, too.
    if given and isinstance(wanted, str) and ID.match(wanted) and wanted not in given and len(wanted) % 4 != 0:
        case.path_parameters["id"] = given[-1 - len(wanted) % min(len(given), 8)]


@schemathesis.hook
def after_call(context, case, response):
    if case.operation.definition.raw.get("operationId") == "askCircle" and response.status_code in (200, 202):
        given.append(response.json()["id"])


def name_who_sits(body):
    # Deliveries would go to made-up addresses; that bad ones are refused is tried all the same.
    if isinstance(body.get("webhook"), dict):
        body["webhook"]["url"] = NOWHERE
    if is_name(body.get("circle")):
        body["circle"] = CIRCLES[len(body["circle"]) % len(CIRCLES)]
    experts = body.get("experts")
    if isinstance(experts, list) and 0 < len(experts) == len(set(map(str, experts))) <= 50 and all(map(is_name, experts)):
        experts = body["experts"] = EXPERTS[: len(experts)]
    # More answers than there are experts can never come; a circle here has two.
    quorum = body.get("quorum")
    if is_number(quorum) and 2 <= quorum <= 50 and quorum == int(quorum):
        body["quorum"] = min(len(experts), 2) if isinstance(experts, list) and experts else 2
    if is_number(body.get("deadlineSeconds")) and DEADLINE <= body["deadlineSeconds"] <= 870:
        body["deadlineSeconds"] = DEADLINE


def is_name(value):
    return isinstance(value, str) and NAME.match(value) is not None


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
