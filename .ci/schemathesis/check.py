"""Runs Schemathesis with each seed against a server of its own: `check.py ASP FOLDER`.

One line a seed if nothing was found. Otherwise what was found is printed, and the reports and the server's log stay in the
folder. `ASP_SEEDS=3` runs one seed alone.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path
from urllib.parse import quote

# What is tested with which seed: the authored document, and the one that the server emits.
AUTHORED, EMITTED = "the document", "the document that the server emits"
SEEDS = {1: AUTHORED, 2: AUTHORED, 3: AUTHORED, 4: AUTHORED, 5: AUTHORED, 6: EMITTED}

# Once through all phases. Then chains of requests by links again and again: each round of them ends soon, as soon as
# Hypothesis notices that the server remembers what it was told.
PASSES = {"all": [], "chains": ["--phases", "stateful", "--max-time", "12"]}

# How long a pass may take; for a server that hangs.
SECONDS = 120

HERE = Path(__file__).parent
DOCUMENT = HERE.parent.parent / "openapi" / "smart-properties.yaml"


def main(asp, folder):
    shutil.rmtree(folder, ignore_errors=True)
    chosen = [int(seed) for seed in os.environ.get("ASP_SEEDS", "").split(",") if seed] or SEEDS
    whole, has_failed = {}, False
    for seed in chosen:
        tally, problems = with_seed(asp, folder / f"seed-{seed}", seed)
        has_failed = has_failed or bool(problems)
        for operation, statuses in tally.items():
            whole.setdefault(operation, Counter()).update(statuses)
    # Of all seeds together: how far the chains of one get depends on how busy the machine is.
    missing = list(unproven(whole))
    if missing:
        print(f"seeds {', '.join(map(str, chosen))}: {'; '.join(missing)}")
    return 1 if has_failed or missing else 0


def with_seed(asp, place, seed):
    """How often each operation answered with which status, and what is wrong."""
    place.mkdir(parents=True)
    began = time.monotonic()
    with Server(asp, place) as server:
        document = DOCUMENT if SEEDS[seed] == AUTHORED else f"{server.url}/openapi.json"
        tokens = server.tokens()
        problems = [problem for name in PASSES for problem in run(server, tokens, document, seed, place / name)]
    if server.code:
        problems.append(f"the server ended with {server.code}")
    tally = sum_up(place)
    if problems:
        print(f"seed {seed}, {SEEDS[seed]}: {'; '.join(problems)}; see {place}")
    else:
        total = sum(tally.values(), Counter())
        counts = ", ".join(f"{count} times {status}" for status, count in sorted(total.items()))
        print(f"seed {seed}, {SEEDS[seed]}: {counts}, {time.monotonic() - began:.0f} s")
        shutil.rmtree(place)
    return tally, problems


class Server:
    """A server with an empty database, and two tenants of it."""

    def __init__(self, asp, place):
        self.code = None
        self.log = (place / "server.log").open("w")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ASP_")}
        command = [asp, "serve", "--listen", "127.0.0.1:0", "--database", place / "asp.sqlite", "--format", "json"]
        self.process = subprocess.Popen(command, env=clean, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line:
            self.__exit__()
            raise SystemExit(f"the server did not start: {(place / 'server.log').read_text()}")
        ready = json.loads(line)
        self.url = ready["url"]
        self.organization = ready["organization"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.code = self.process.wait()
        self.log.close()

    def control(self, method, path, body=None):
        """What the control API answers."""
        request = urllib.request.Request(f"{self.url}/_emulator{path}", method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        # Not through a proxy, whatever the environment says.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return json.loads(answer.read() or "null")

    def tokens(self):
        """Access tokens of the administrators of two organizations."""
        first = self.control("POST", "/tokens")
        organization = quote(self.control("POST", "/organizations")["id"], safe="")
        client = self.control("POST", "/clients")["id"]
        account = self.control("POST", "/accounts")["id"]
        self.control("PUT", f"/organizations/{organization}/grants/{quote(client, safe='')}")
        roles = {"roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]}
        self.control("PUT", f"/accounts/{quote(account, safe='')}/roles/{organization}", roles)
        second = self.control("POST", "/tokens", {"client": client, "account": account})
        return first["accessToken"], second["accessToken"]


def run(server, tokens, document, seed, place):
    """One pass in a folder of its own; what is wrong."""
    place.mkdir()
    identities = [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {token}"}]}
        for name, token in zip(["first", "second"], tokens)
    ]
    (place / "identities.json").write_text(json.dumps({"auth": identities}))
    (place / "organization.txt").write_text(json.dumps(server.organization) + "\n")
    shutil.copy(HERE / "schemathesis.toml", place)
    environment = dict(
        os.environ,
        ASP_ADDRESS=server.url,
        ASP_TOKEN=tokens[0],
        ASP_HOOKS=str(HERE / "hooks.py"),
        PYTHONDONTWRITEBYTECODE="1",
        NO_PROXY="127.0.0.1",
    )
    command = [
        *[Path(sys.executable).with_name("st"), "run", document, "--url", server.url, "--seed", str(seed)],
        *["--report", "html,ndjson", "--report-dir", "report", *PASSES[place.name]],
    ]
    with (place / "output.txt").open("w+") as output:
        try:
            code = subprocess.run(
                command, cwd=place, env=environment, stdout=output, stderr=subprocess.STDOUT, timeout=SECONDS
            ).returncode
        except subprocess.TimeoutExpired:
            code = f"nothing within {SECONDS} s"
        if code == 0:
            return []
        output.seek(0)
        print(output.read())
    return [f"Schemathesis ended with {code}"]


def sum_up(place):
    """How often each operation answered with which status, in all passes."""
    sums = {}
    for part in place.glob("*/tally.json"):
        for operation, statuses in json.loads(part.read_text()).items():
            sums.setdefault(operation, Counter()).update(statuses)
    return sums


def unproven(tally):
    """What runs without complaints would not have proved: each operation must have done its work, and refused some."""
    if len(tally) != 25:
        yield f"{len(tally)} operations were called"
    for operation, statuses in tally.items():
        for kind in "24":
            if not any(status.startswith(kind) for status in statuses):
                yield f"{operation} never answered {kind}xx"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
