"""What the fuzzer cannot know: who sits here, and which consultations there are. Where its data fit the schema, names become names that
exist and ids mostly ids that were given, so that questions are really asked and the consultations really worked on."""

import re

import schemathesis

NAME = re.compile(r"^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$")
ID = re.compile(r"^[A-Za-z0-9_-]{1,80}$")
CIRCLES = ["default", "people"]
EXPERTS = ["architect", "skeptic", "reviewer"]
PERSON = "reviewer"
QUESTION = {"role": "user", "content": "Is 3599 a prime number?"}
# A person would keep the caller waiting.
MODELS = ["circle/default", "expert/architect", "expert/skeptic"]
# Seconds. Longer than the scripted experts take, short enough that nothing is left open.
DEADLINE = 2

# A port of this machine at which nobody listens.
NOWHERE = "http://127.0.0.1:9/"
KEY = re.compile(r"^WEBHOOK_[A-Z0-9_]{1,120}$")
# The only one that is set.
SIGNING_KEY = "WEBHOOK_SECRET"
# No expert here looks at it.
IMAGE = "https://images.example/a.png"

# What may be refused though it fits the schema: see schemathesis.toml.
# Of other people's parameters those are refused that would make the answer another than the one asked for: `notOffered` in the contract.
NOT_OFFERED = {"audio", "function_call", "modalities", "moderation", "n", "tool_choice", "web_search_options"}
BEYOND_THE_SCHEMA = {
    # Stages name who sits, there is nothing to hedge where everybody is asked at once, limits may be too small,
    # the files of a review have a path each, and who sits says whether there is anybody to debate, rank or judge.
    "askCircle": {"schema", "ordered", "options", "sampling", "strategy", "hedgeSeconds", "limits", "review", "deliberation"},
    "estimateConsultation": {"schema", "ordered", "options", "sampling", "strategy", "hedgeSeconds", "limits", "review", "deliberation"},
    # Files or a diff, and of these what can be read.
    "openReview": {"files", "diff", "review", "circle", "baseline", "limits"},
    "createChatCompletion": {"response_format", "messages", "circle", "max_tokens", "max_completion_tokens"} | NOT_OFFERED,
}

# Ids that the server gave, oldest first.
given = []


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = case.operation.definition.raw.get("operationId")
    if operation in ("askCircle", "estimateConsultation", "openReview") and isinstance(case.body, dict):
        name_who_sits(case.body)
    if operation == "createChatCompletion" and isinstance(case.body, dict):
        name_model(case.body)
    if operation == "handInOpinion" and isinstance(case.body, dict) and is_name(case.body.get("expert")):
        case.body["expert"] = PERSON
    wanted = (case.path_parameters or {}).get("id")
    # Every fourth id stays as it is: what does not exist must be answered, too.
    if given and isinstance(wanted, str) and ID.match(wanted) and wanted not in given and len(wanted) % 4 != 0:
        case.path_parameters["id"] = given[-1 - len(wanted) % min(len(given), 8)]


@schemathesis.hook
def after_call(context, case, response):
    operation = case.operation.definition.raw.get("operationId")
    if operation in ("askCircle", "openReview") and response.status_code in (200, 202):
        given.append(response.json()["id"])
    if operation == "createChatCompletion" and "x-consultation-id" in response.headers:
        given.append(response.headers["x-consultation-id"][0])


@schemathesis.check
def only_what_no_schema_says_is_refused(context, response, case):
    allowed = BEYOND_THE_SCHEMA.get(case.operation.definition.raw.get("operationId"))
    if allowed is None or response.status_code != 400 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    body = response.json()
    # A panel without a verdict is no refusal: scripted experts write no JSON where it is asked for.
    if str(body.get("error", {}).get("code", "")).startswith("consultation_"):
        return
    fields = [body["error"]["param"]] if "error" in body else [error["field"] for error in body.get("errors", [])]
    refused = {re.split(r"[.\[]", field or "")[0] for field in fields} or {"the body"}
    assert refused <= allowed, f"fits the schema and is refused for {', '.join(sorted(refused - allowed))}: {body}"


def name_who_sits(body):
    limit(body)
    for image in body["images"] if isinstance(body.get("images"), list) else []:
        name_image(image)
    if is_name(body.get("circle")):
        body["circle"] = CIRCLES[len(body["circle"]) % len(CIRCLES)]
    experts = body.get("experts")
    if isinstance(experts, list) and 0 < len(experts) == len(set(map(str, experts))) <= 50 and all(map(is_name, experts)):
        experts = body["experts"] = EXPERTS[: len(experts)]
    # More answers than there are experts can never come; a circle here has two.
    quorum = body.get("quorum")
    if is_number(quorum) and 2 <= quorum <= 50 and quorum == int(quorum):
        body["quorum"] = min(len(experts), 2) if isinstance(experts, list) and experts else 2
    # One expert alone cannot reach the quorum of the circle, unless the request says that it is enough.
    if quorum is None and "quorum" not in body and isinstance(experts, list) and len(experts) == 1 and is_name(body.get("circle")):
        body["quorum"] = 1


def name_model(body):
    if isinstance(body.get("model"), str) and body["model"]:
        body["model"] = MODELS[len(body["model"]) % len(MODELS)]
    messages = body.get("messages")
    # The question comes last and from the user, as no schema can say; every fourth number of messages stays as it is.
    if isinstance(messages, list) and 0 < len(messages) < 400 and len(messages) % 4 != 0 and messages[-1] != QUESTION:
        messages = body["messages"] = [*messages, QUESTION]
    for message in messages if isinstance(messages, list) else []:
        content = message.get("content") if isinstance(message, dict) else None
        for part in content if isinstance(content, list) else []:
            name_image(part.get("image_url") if isinstance(part, dict) else None)
    circle = body.get("circle")
    if isinstance(circle, dict):
        limit(circle)
        # One expert is a panel of one.
        if is_number(circle.get("quorum")) and 1 <= circle["quorum"] <= 50 and circle["quorum"] == int(circle["quorum"]):
            circle["quorum"] = 1


def name_image(image):
    # Not everything that begins like an address is one.
    if isinstance(image, dict) and isinstance(image.get("url"), str) and image["url"].startswith("https://"):
        image["url"] = IMAGE


def limit(body):
    # Deliveries would go to made-up addresses; that bad ones are refused is tried all the same.
    if isinstance(body.get("webhook"), dict):
        body["webhook"]["url"] = NOWHERE
        if isinstance(body["webhook"].get("key"), str) and KEY.match(body["webhook"]["key"]):
            body["webhook"]["key"] = SIGNING_KEY
    # No schema can say that the minimum is at most the quorum.
    if is_number(body.get("minimum")) and 1 <= body["minimum"] <= 50 and body["minimum"] == int(body["minimum"]):
        body["minimum"] = 1
    if is_number(body.get("deadlineSeconds")) and DEADLINE <= body["deadlineSeconds"] <= 870:
        body["deadlineSeconds"] = DEADLINE


def is_name(value):
    return isinstance(value, str) and NAME.match(value) is not None


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
