#!/usr/bin/env python3
"""A stranger's node, js-libp2p, on the record topic of a network of Pando nodes.

record-topic.py FOLDER JS_PEER JAVA...: FOLDER for the nodes, JS_PEER with peer.mjs and its modules,
JAVA... the command that prints what a stranger may send (Submissions in the resolver's tests).
"""

import base64
import os
import re
import subprocess
import sys

from pando_node import Checks, JsPeer, Node, until

SUFFIX = "home.alt"
# A third rejected message is one too many: the peer is not listened to any more (gossipsub v1.1, P4).
REJECTED = 3
# As often as gets a peer cut off, and more, if it counted.
IGNORED = 5
NAMES = 40  # one for each peer, and some


def so(condition, seconds=20):
    """Whether the condition comes true in that time."""
    try:
        return bool(until("", condition, seconds))
    except TimeoutError:
        return False


class Submission:
    def __init__(self, line):
        self.kind, self.verdict, self.name, self.address, self.hex = line.split()


class Stranger(JsPeer):
    """A js-libp2p node on the topic that is connected to one Pando node."""

    def __init__(self, folder, topic, node):
        super().__init__(folder, "--topic", topic)
        self.topic, self.node = topic, node
        self.dial()
        self.wait("graft")

    def dial(self):
        self.command("dial", addr=self.node.addresses(SUFFIX)[0])

    def heard(self):
        return [event["data"] for event in self.all("message")]

    def hear(self, condition):
        return self.wait("message", lambda e: condition(e["data"]))["data"]

    def publish(self, submission):
        return self.command("publish", topic=self.topic, hex=submission.hex)["recipients"]

    def is_cut_off(self):
        return bool(self.all("connection-close"))


class Trial:
    def __init__(self, folder, js_folder, java):
        self.checks = Checks()
        self.js_folder, self.java = js_folder, java
        self.first = Node(os.path.join(folder, "first")).start()
        self.second = Node(os.path.join(folder, "second")).start()
        invite = self.first.call("POST", "/v1/networks/invite")["invite"]
        self.second.call("POST", "/v1/networks/join", invite=invite)
        self.network = self.first.call("GET", f"/v1/networks/{SUFFIX}")["id"]
        self.topic = f"/pando/records/1.0.0/{self.network}"
        self.kept = []

    def stranger(self):
        return Stranger(self.js_folder, self.topic, self.first)

    def resolves(self, node, name, address):
        questions = node.questions()
        try:
            return questions.ask(name).addresses == [address]
        except KeyError:
            return False
        finally:
            questions.close()

    def proof(self, name):
        """The bundle's bytes and some around them, as `pando show --proof` has them."""
        text = self.first.call("GET", f"/v1/names/{name}/proof")["proof"]
        return base64.b64decode(re.search(r"-----BEGIN[^-]*-----(.*)-----END", text, re.S).group(1)).hex()

    def served(self, node, submission):
        return self.resolves(node, submission.name, submission.address)

    def run(self):
        ear = self.stranger()
        held = self.hears(ear)
        mark = len(ear.heard())
        kinds = self.submissions(held)
        self.fresh = iter(kinds["new-name"])
        self.accepted(kinds)
        for kind, verdict in {k: of[0].verdict for k, of in kinds.items()}.items():
            if verdict == "IGNORE":
                self.ignored(kind, kinds[kind][:IGNORED])
        self.ignored("duplicate", list(self.kept))
        rejected = {k: of for k, of in kinds.items() if of[0].verdict == "REJECT"}
        unheard = [self.rejected(kind, of[:REJECTED]) for kind, of in rejected.items()]
        self.unheard(unheard)
        self.forwarded(ear, mark)
        self.left_alone(held)
        self.checks.finish()

    def hears(self, ear):
        """What the node publishes; gives the bundle of the last."""
        name = f"blog.{SUFFIX}"
        self.first.call("POST", "/v1/names", name=name, records=["A 192.0.2.1"])
        registered = ear.hear(lambda data: True)
        self.checks.check("js-libp2p hears a new name, as its proof has it", registered in self.proof(name))
        self.first.call("PATCH", f"/v1/names/{name}", add=["TXT hello"], remove=[])
        changed = ear.hear(lambda data: data != registered)
        self.checks.check("and its change, byte for byte", changed in self.proof(name))
        return changed

    def submissions(self, held):
        lines = subprocess.run(
            [*self.java, self.network, SUFFIX, held, str(NAMES), str(IGNORED)],
            check=True, stdout=subprocess.PIPE, text=True,
        ).stdout.splitlines()
        kinds = {}
        for submission in map(Submission, lines):
            kinds.setdefault(submission.kind, []).append(submission)
        return kinds

    def accepted(self, kinds):
        js = self.stranger()
        for submission in [next(self.fresh) for _ in range(IGNORED)] + kinds["newer"][:IGNORED]:
            self.publish(js, submission)
        last = self.kept[IGNORED:]
        self.checks.check(
            "what it publishes, new names and newer records, is served there and on another node",
            so(lambda: all(self.served(n, s) for n in (self.first, self.second) for s in last)),
        )
        js.close()

    def publish(self, js, submission):
        """A valid one."""
        js.publish(submission)
        self.kept.append(submission)

    def ignored(self, kind, submissions):
        js = self.stranger()
        for submission in submissions:
            js.publish(submission)
        valid = next(self.fresh)
        self.publish(js, valid)
        self.checks.check(
            f"{kind}, {len(submissions)} times, does not count against it",
            so(lambda: self.served(self.first, valid)) and not js.is_cut_off(),
        )
        js.close()

    def rejected(self, kind, submissions):
        """Gives a valid one that the peer is not listened to for any more."""
        js = self.stranger()
        for submission in submissions[:-1]:
            js.publish(submission)
        js.publish(submissions[-1])
        cut = so(js.is_cut_off)
        self.checks.check(f"{kind}, {REJECTED} times, gets it cut off", cut)
        valid = next(self.fresh)
        js.dial()
        js.publish(valid)
        js.close()
        return valid

    def unheard(self, submissions):
        js = self.stranger()
        self.checks.check(
            "not even what is valid is taken from those",
            not any(self.served(self.first, s) for s in submissions),
        )
        for submission in submissions:
            self.publish(js, submission)
        self.checks.check(
            "though from somebody else it is", so(lambda: all(self.served(self.second, s) for s in submissions))
        )
        js.close()

    def forwarded(self, ear, mark):
        wanted = [s.hex for s in self.kept]
        so(lambda: len(ear.heard()) - mark >= len(wanted))
        heard = ear.heard()[mark:]
        self.checks.check(
            f"a third peer hears these {len(wanted)}, byte for byte and once, and nothing else",
            sorted(heard) == sorted(wanted),
            f"{len(heard)}, of which {len(set(heard) - set(wanted))} are others",
        )
        ear.close()

    def left_alone(self, held):
        check = self.checks.check
        check("the name that was forged is held as it was", held in self.proof(f"blog.{SUFFIX}"))
        expected = {f"blog.{SUFFIX}"} | {s.name for s in self.kept}
        for node in (self.first, self.second):
            names = {n["name"] for n in node.names()}
            check("and no other name is there", names == expected, names ^ expected)
        for node in (self.first, self.second):
            node.end()
            check("and no node complained", node.is_silent(), node.errors())


def main():
    folder, js_folder, *java = sys.argv[1:]
    Trial(folder, js_folder, java).run()


if __name__ == "__main__":
    main()
