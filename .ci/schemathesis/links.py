"""Links between operations, derived from the document: which value of an exchange can go into which next request.

The document has none, since its profile allows none. Yet it says what belongs together: the id of each kind of unit has a
named schema, such as `RoomTypeId`, and each place that holds such an id refers to it. So an id that a response or its
request holds goes to each place of the same schema in the next request. Schemathesis guesses links by names when it is
not told; it takes an organization's id for a home community's, and doesn't see that `createRoom` answers with a room.
"""

METHODS = ("get", "post", "put", "delete")
SUCCESS = ("200", "201", "204")

# How many units a page is to hold, so that there is a second one.
SMALL = 1


def add_links(document):
    """Adds the links to a document in memory."""
    operations = [
        (operation, item.get("parameters", []) + operation.get("parameters", []))
        for item in document["paths"].values()
        for method, operation in item.items()
        if method in METHODS
    ]
    places = [(operation, _inputs(document, operation, parameters)) for operation, parameters in operations]
    count = 0
    for source, inputs in places:
        status = next(status for status in SUCCESS if status in source["responses"])
        # A copy: responses that operations share would share their links.
        response = source["responses"][status] = dict(_resolve(document, source["responses"][status]))
        values = {}
        for name, (location, field) in inputs:
            part = f"body#/{field}" if location == "body" else f"{location}.{field}"
            values[name] = f"$request.{part}"
        # What the response says of a unit is newer than what the request said.
        for name, pointer in _outputs(document, response):
            values[name] = f"$response.body#{pointer}"
        links = response.setdefault("links", {})
        for target, needs in places:
            link = _link(target, [(values.get(name), place) for name, place in needs])
            if link is not None:
                links[f"{source['operationId']}-{target['operationId']}"] = link
                if "x-pagination" in target and source is not target:
                    small = dict(link, parameters=link["parameters"] | {f"query.{target['x-pagination']['limit']}": SMALL})
                    links[f"{source['operationId']}-{target['operationId']}-page"] = small
        if "x-pagination" in source:
            links["next-page"] = _next_page(document, source, inputs)
        count += len(links)
    return count


def _inputs(document, operation, parameters):
    """The places of a request that hold an id: the name of its schema, and where it is."""
    found = []
    for parameter in (_resolve(document, parameter) for parameter in parameters):
        if name := _id_schema(document, parameter["schema"]):
            found.append((name, (parameter["in"], parameter["name"])))
    content = operation.get("requestBody", {}).get("content", {})
    for media in content.values():
        for field, schema in _resolve(document, media["schema"]).get("properties", {}).items():
            if name := _id_schema(document, schema):
                found.append((name, ("body", field)))
    return found


def _outputs(document, response):
    """The places of a response that hold an id: the name of its schema, and a JSON pointer. Of a list, its first item."""
    for media in response.get("content", {}).values():
        for field, schema in _resolve(document, media["schema"]).get("properties", {}).items():
            if name := _id_schema(document, schema):
                yield name, f"/{field}"
            schema = _resolve(document, schema)
            if schema.get("type") == "array":
                for inner, item in _resolve(document, schema["items"]).get("properties", {}).items():
                    if name := _id_schema(document, item):
                        yield name, f"/{field}/0/{inner}"


def _link(target, pairs):
    """A link that brings values to places of its target; none without a value for each place in the path."""
    known = [(value, place) for value, place in pairs if value is not None]
    if not known or any(value is None and location == "path" for value, (location, _) in pairs):
        return None
    link = _empty(target)
    body = {}
    for value, (location, field) in known:
        if location == "body":
            body[field] = value
        else:
            link["parameters"][f"{location}.{field}"] = value
    if body:
        link["requestBody"] = body
    return link


def _next_page(document, operation, inputs):
    """The same request again, with the continuation token that came."""
    pages = operation["x-pagination"]
    link = _empty(operation)
    for _, (_, field) in inputs:
        link["parameters"][f"query.{field}"] = f"$request.query.{field}"
    # Not what the request said, which may have said nothing; with another limit the token is refused.
    link["parameters"][f"query.{pages['limit']}"] = SMALL
    link["parameters"][f"query.{pages['requestToken']}"] = f"$response.body#{pages['responseToken']}"
    return link


def _empty(target):
    # Declared links promise their values. These are for when there are any: lists may be empty, and tokens missing.
    return {"operationId": target["operationId"], "parameters": {}, "x-schemathesis": {"is_inferred": True}}


def _id_schema(document, schema):
    """The name of the schema of an id that this one refers to."""
    reference = schema.get("$ref", "")
    if "pattern" in _resolve(document, schema) and reference.endswith("Id"):
        return reference.rsplit("/", 1)[-1]
    return None


def _resolve(document, node):
    """The node itself, or what its reference leads to; references lead into the document only."""
    while "$ref" in node:
        target = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node
