"""What Schemathesis is told beyond the document: links between operations, and which refusals only the state explains."""

import atexit
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import schemathesis
from schemathesis.openapi.checks import RejectedPositiveData

sys.path.insert(0, str(Path(__file__).parent))

from links import add_links  # noqa: E402

RESIDENTIAL = "/enterprise/residential/v1"
HOSPITALITY = "/enterprise/hospitality/v1"

# Of the pattern of ids.
PREFIX = "amzn1.alexa.unit.did."
LINE_TERMINATORS = set("\n\r\u2028\u2029")


@schemathesis.hook
def before_load_schema(context, raw_schema):
    add_links(raw_schema)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Drops the complaint that a request was refused with 400 though the schemas allow it, if a rule that schemas can't
    express says so. Each such rule is in the document as text; whether it applies is asked of the server, so a refusal for
    no reason still fails."""
    if isinstance(failure, RejectedPositiveData) and response.status_code == 400:
        return not is_refused_by_rule(case)
    return True


def is_refused_by_rule(case):
    operation = case.operation.definition.raw["operationId"]
    # Values of the path are as they were sent, percent-encoded.
    path = {name: urllib.parse.unquote(value) for name, value in (case.path_parameters or {}).items()}
    query, body = (case.query or {}), case.body
    # Patterns are ECMAScript's, whose `.` stands for no line terminator. Schemathesis makes texts by Python's, where only the
    # line feed is none.
    ids = [*path.values(), *query.values(), *(body.values() if isinstance(body, dict) else [])]
    if any(isinstance(text, str) and text.startswith(PREFIX) and set(text) & LINE_TERMINATORS for text in ids):
        return True
    match operation:
        case "listHomeCommunities" | "listHomes" | "listProperties" | "listRoomTypes" | "listRooms":
            # "The continuation token isn't the one from the previous page of the same query": any text is a string.
            return "nextToken" in query
        case "createHomeCommunity" | "createProperty":
            # "The parent that it names is unknown."
            return get(f"{HOSPITALITY}/properties", organizationId=body["organizationId"]) is None
        case "createHome":
            return unit(f"{RESIDENTIAL}/homeCommunities", body["homeCommunityId"]) is None
        case "createRoomType":
            return unit(f"{HOSPITALITY}/properties", body["propertyId"]) is None
        case "createRoom":
            room_type = unit(f"{HOSPITALITY}/roomTypes", body["roomTypeId"])
            # "Another room of the property has that name."
            return room_type is None or is_taken(room_type["propertyId"], body["name"])
        case "updateRoom":
            room = unit(f"{HOSPITALITY}/rooms", path["roomId"])
            room_type = room and unit(f"{HOSPITALITY}/roomTypes", room["roomTypeId"])
            return room_type is not None and is_taken(room_type["propertyId"], body["name"], besides=room["id"])
        case "updateHomeCommunity":
            # "It differs from the id in the body." And moving a unit is not defined; this server refuses it.
            community = unit(f"{RESIDENTIAL}/homeCommunities", path["id"]) or body
            return body["id"] != path["id"] or community["organizationId"] != body["organizationId"]
        case "updateHome":
            home = unit(f"{RESIDENTIAL}/homes", path["id"]) or body
            return body["id"] != path["id"] or home["homeCommunityId"] != body["homeCommunityId"]
        case "deleteHomeCommunity":
            # "Delete its homes first."
            return has_any(f"{RESIDENTIAL}/homes", "homes", homeCommunityId=path["id"])
        case "deleteProperty":
            return has_any(f"{HOSPITALITY}/roomTypes", "roomTypes", propertyId=path["propertyId"])
        case "deleteRoomType":
            return has_any(f"{HOSPITALITY}/rooms", "rooms", roomTypeId=path["roomTypeId"])
    return False


def is_taken(property_id, name, besides=None):
    """Whether a room of the property has the name, besides one."""
    room_types = every(f"{HOSPITALITY}/roomTypes", "roomTypes", propertyId=property_id)
    rooms = (every(f"{HOSPITALITY}/rooms", "rooms", roomTypeId=room_type["id"]) for room_type in room_types)
    return any(room["name"] == name and room["id"] != besides for rooms_of_type in rooms for room in rooms_of_type)


def has_any(path, items, **query):
    page = get(path, **query)
    return page is not None and len(page[items]) > 0


def every(path, items, **query):
    """The items of all pages."""
    while True:
        page = get(path, **query)
        yield from page[items]
        query["nextToken"] = (page.get("paginationContext") or {}).get("nextToken")
        if not query["nextToken"]:
            return


def unit(collection, unit_id):
    return get(f"{collection}/{urllib.parse.quote(unit_id, safe='')}")


def get(path, **query):
    """What the server answers, or nothing unless that is a success."""
    url = f"{os.environ['ASP_ADDRESS']}{path}?{urllib.parse.urlencode(query)}"
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {os.environ['ASP_TOKEN']}"})
    try:
        with opener.open(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError:
        return None


# Not through a proxy, whatever the environment says.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

# How often each operation answered with which status.
tally = {}


@schemathesis.hook
def after_call(context, case, response):
    statuses = tally.setdefault(case.operation.definition.raw["operationId"], {})
    statuses[str(response.status_code)] = statuses.get(str(response.status_code), 0) + 1


@atexit.register
def write_tally():
    Path("tally.json").write_text(json.dumps(tally))
