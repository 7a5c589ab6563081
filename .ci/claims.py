#!/usr/bin/env python3
"""Kills a witness, or the member whose claim it decides, in the middle of claims.

claims.py FOLDER KILLS SEED: a member of home.alt claims some names at once; the witness, the member or
both are killed with SIGKILL meanwhile and started again. In the end each name is registered, once: both
hold the same bytes of it, and nobody ever saw a second operation with a certificate in its place.
"""

import base64
import os
import random
import re
import signal
import sys
import threading
import time

from pando_node import Checks, Node, Refused, decode, until

SUFFIX = "home.alt"
AT_ONCE = 4
# So long claims may go on by themselves after a kill; then they are made again, as a person would.
PATIENCE_SECONDS = 3


def bundle(node, name):
    """What the node holds of a name; None when that is nothing, or the node is away."""
    try:
        text = node.call("GET", f"/v1/names/{name}/proof")["proof"]
    except (OSError, ValueError, Refused):
        return None
    proof = base64.b64decode(re.search(r"-----BEGIN[^-]*-----(.*)-----END", text, re.S).group(1))
    return decode(proof)[3]


def operation(bundle):
    """The signed operation that began its tenure, for which the certificate is."""
    return decode(decode(bundle)[2])[0]


class Claim:
    """A name that the member claims, as often as it takes."""

    def __init__(self, name):
        self.name = name
        self.acknowledged = False
        self.refusals = []

    def make(self, member):
        try:
            member.call("POST", "/v1/names", name=self.name, records=["A 192.0.2.1"])
            self.acknowledged = True
        except (OSError, ValueError) as e:
            self.refusals.append(str(e))  # killed meanwhile
        except Refused as e:
            self.refusals.append(str(e))


class Observer:
    """Looks at both nodes all the while, and keeps every operation that it saw at a name."""

    def __init__(self, nodes):
        self.nodes = nodes
        self.seen = {}
        self.names = []
        self.stopped = False
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self):
        while not self.stopped:
            for name in list(self.names):
                for node in self.nodes:
                    self.keep(name, bundle(node, name))
            time.sleep(0.005)

    def keep(self, name, held):
        if held is not None:
            self.seen.setdefault(name, set()).add(operation(held))

    def stop(self):
        self.stopped = True
        self.thread.join()


class Trial:
    def __init__(self, folder, kills, seed):
        self.kills, self.seed = kills, seed
        self.random = random.Random(seed)
        self.checks = Checks()
        self.witness = Node(os.path.join(folder, "witness")).start()
        self.member = Node(os.path.join(folder, "member")).start()
        invite = self.witness.call("POST", "/v1/networks/invite")["invite"]
        self.member.call("POST", "/v1/networks/join", invite=invite)
        self.observer = Observer([self.witness, self.member])
        self.lost = []
        self.again = 0
        self.claims = []

    def run(self):
        took = self.calibrate()
        begin = time.monotonic()
        inside = 0
        for number in range(self.kills):
            inside += self.kill(number, self.random.uniform(0, 1.5 * took))
        took = time.monotonic() - begin
        self.observer.stop()
        self.checks.check(
            f"{self.kills} kills during claims: what was acknowledged is there at once", not self.lost, self.lost
        )
        print(
            f"          seed {self.seed}, {took:.0f} s, {inside} kills inside claims, "
            f"{self.again} of {len(self.claims)} names claimed again",
            flush=True,
        )
        self.settled()
        self.checks.finish()

    def calibrate(self):
        """How long some claims take when nobody is killed."""
        def claimed():
            claim = Claim(f"calm.{SUFFIX}")
            claim.make(self.member)
            return claim.acknowledged

        until("a first claim", claimed)
        begin = time.monotonic()
        claims = self.begin("calibration")
        for claim, thread in claims:
            thread.join()
        self.checks.check(
            "a member's claims are decided by the witness", all(c.acknowledged for c, _ in claims),
            [c.refusals for c, _ in claims],
        )
        return time.monotonic() - begin

    def begin(self, what):
        claims = []
        for i in range(AT_ONCE):
            claim = Claim(f"{what}-{i}.{SUFFIX}")
            claims.append((claim, threading.Thread(target=claim.make, args=(self.member,), daemon=True)))
        self.observer.names = [claim.name for claim, _ in claims]
        self.claims += [claim for claim, _ in claims]
        for _, thread in claims:
            thread.start()
        return claims

    def kill(self, number, delay):
        """Gives whether a claim was under way."""
        claims = self.begin(f"kill{number}")
        time.sleep(delay)
        victims = [[self.witness], [self.member], [self.witness, self.member]][number % 3]
        acknowledged = [claim for claim, _ in claims if claim.acknowledged]
        for victim in victims:
            victim.process.send_signal(signal.SIGKILL)
        for victim in victims:
            victim.end(signal.SIGKILL)
            victim.start()
        for claim in acknowledged:
            if bundle(self.member, claim.name) is None:
                self.lost.append(claim.name)
        for _, thread in claims:
            thread.join()
        self.finish([claim for claim, _ in claims])
        return len(acknowledged) < len(claims)

    def finish(self, claims):
        def missing():
            return [claim for claim in claims if bundle(self.member, claim.name) is None]

        try:
            until("", lambda: not missing(), PATIENCE_SECONDS)
        except TimeoutError:
            pass
        for claim in missing():
            self.again += 1

            def claimed(claim=claim):
                claim.make(self.member)
                return bundle(self.member, claim.name)

            until(f"{claim.name}: {claim.refusals}", claimed)

    def settled(self):
        def same(name):
            held = bundle(self.witness, name)
            return held is not None and held == bundle(self.member, name)

        names = [claim.name for claim in self.claims]
        for name in names:
            until(f"both hold {name}", lambda: same(name))
            self.observer.keep(name, bundle(self.member, name))
        twice = [name for name in names if len(self.observer.seen[name]) != 1]
        self.checks.check(f"all {len(names)} names are registered, both nodes hold the same of each", True)
        self.checks.check("and nobody ever saw two operations certified in one place", not twice, twice)
        mine = {n["name"] for n in self.member.names() if n["mine"]}
        self.checks.check("all are the member's", set(names) <= mine)
        fingerprints = {
            node.call("GET", f"/v1/networks/{SUFFIX}").get("fingerprint") for node in (self.witness, self.member)
        }
        self.checks.check("and the fingerprints are equal", len(fingerprints) == 1 and None not in fingerprints, fingerprints)
        refuses = self.witness.call("GET", "/v1/status").get("notSigning")
        self.checks.check("the witness signs still", refuses is None, refuses)
        for node in (self.witness, self.member):
            node.end()


def main():
    folder, kills, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    Trial(folder, kills, seed).run()


if __name__ == "__main__":
    main()
