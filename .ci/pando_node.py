"""Nodes as processes, for suites: starting, commanding over the control socket, asking over DNS."""

import atexit
import http.client
import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PATIENCE_SECONDS = 60
TYPE_A, TYPE_SOA, TYPE_OPT = 1, 6, 41
NOERROR, NXDOMAIN = 0, 3
EXTENDED_ERROR = 15
CONFIG = """data-dir = "{data}"
[dns]
listen = ["127.0.0.1:{dns}"]
[control]
socket = "{socket}"
[resolution]
system-resolver = "off"
[hosts]
files = []
[[upstream]]
url = "udp://127.0.0.1:9"
operator = "one"
[[upstream]]
url = "udp://127.0.0.1:10"
operator = "two"
[gossip]
listen = ["/ip4/127.0.0.1/tcp/{gossip}"]
mdns = false
port-mapping = false
"""


STARTED = []


@atexit.register
def end_all():
    """Whatever becomes of this program, no process of it stays."""
    for process in STARTED:
        if process.poll() is None:
            process.kill()
            process.wait()


def started(*command, **how):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **how)
    STARTED.append(process)
    return process


def free_port():
    """Free for UDP and TCP, as far as one can know."""
    while True:
        with socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            try:
                udp.bind(tcp.getsockname())
            except OSError:
                continue
            return tcp.getsockname()[1]


def until(what, condition, seconds=PATIENCE_SECONDS):
    """Polls until the condition gives something true, and gives that."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"not in {seconds} s: {what}")
        time.sleep(0.02)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE_SECONDS)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Refused(Exception):
    """The node's answer to a command that it did not carry out."""


class Node:
    """One node; it may be killed and started again on the same data."""

    def __init__(self, folder):
        self.folder = folder
        self.data = os.path.join(folder, "data")
        self.socket = os.path.join(folder, "sock")
        self.dns = free_port()
        self.gossip = free_port()
        self.process = None
        os.makedirs(folder)
        with open(os.path.join(folder, "pando.toml"), "w") as file:
            file.write(
                CONFIG.format(data=self.data, dns=self.dns, socket=self.socket, gossip=self.gossip)
            )

    def start(self, wrapper=()):
        """Until it is ready. The wrapper is a command that runs the one behind it."""
        # Nodes that live a few seconds are not worth the second compiler.
        environment = dict(os.environ, PANDO_BUILD="off", PANDO_JAVA_OPTS="-XX:TieredStopAtLevel=1")
        environment.pop("PANDO_SOCKET", None)
        with open(os.path.join(self.folder, "err"), "a") as errors:
            self.process = started(
                *wrapper, f"{ROOT}/pando", "run", "-c", f"{self.folder}/pando.toml",
                stdin=subprocess.DEVNULL, stderr=errors, env=environment,
            )
        for line in self.process.stdout:
            if line.startswith("ready:"):
                return self
        raise RuntimeError(f"{self.folder} ended with {self.process.wait()}:\n{self.errors()}")

    def errors(self):
        with open(os.path.join(self.folder, "err")) as file:
            return file.read()

    def is_silent(self):
        """Whether it had nothing to complain about but that no upstream is there."""
        return not [
            line for line in self.errors().splitlines()
            if line and " INFO " not in line and "all general upstreams" not in line
        ]

    def running(self):
        return self.process.poll() is None

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait()
        self.process.stdout.close()

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def call(self, method, path, **body):
        """What comes of a command of the control protocol."""
        connection = UnixConnection(self.socket)
        try:
            text = json.dumps(body) if method != "GET" else None
            connection.request(method, path, text, {"Content-Type": "application/json"})
            reply = connection.getresponse()
            content = json.loads(reply.read())
        finally:
            connection.close()
        if reply.status != 200:
            raise Refused(f"{method} {path}: {content}")
        return content

    def names(self):
        """All names in its networks, as its list has them."""
        names, after = [], ""
        while after is not None:
            page = self.call("GET", "/v1/names" + (f"?after={after}" if after else ""))
            names += page["names"]
            after = page.get("next")
        return names

    def addresses(self, suffix):
        return self.call("GET", f"/v1/networks/{suffix}")["addresses"]

    def questions(self):
        return Questions(self.dns)


class Cbor:
    """Reads the registry's narrow CBOR: unsigned integers, strings, arrays and maps."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def read(self):
        kind, size = self.data[self.at] >> 5, self.data[self.at] & 31
        self.at += 1
        if size >= 24:
            length = 1 << (size - 24)
            size = int.from_bytes(self.data[self.at : self.at + length])
            self.at += length
        if kind == 0:
            return size
        if kind in (2, 3):
            self.at += size
            return self.data[self.at - size : self.at]
        if kind == 4:
            return [self.read() for _ in range(size)]
        return {self.read(): self.read() for _ in range(size)}


def decode(data):
    return Cbor(data).read()


def level(bundle):
    """The tenure of a bundle, then what only grows in one: g, whether it is revoked, seq (I3)."""
    fields = decode(bundle)
    tenure = g = 0
    for key in (2, 3):
        if key in fields:
            operation = decode(decode(decode(fields[key])[0])[0])
            tenure, g = operation[5], max(g, operation[3])
    seq = decode(decode(fields[4])[0])[2] if 4 in fields else 0
    return tenure, (g, int(5 in fields), seq)


def goes_back(before, after):
    if after[0] != before[0]:
        return after[0] < before[0]
    return any(new < old for old, new in zip(before[1], after[1]))


class Answer:
    """The rcode, addresses, the SOA's serial number and whether the name is said to be revoked."""

    def __init__(self, message):
        _, _, self.rcode = message[0], message[1], message[3] & 15
        counts = struct.unpack_from("!4H", message, 4)
        self.addresses, self.serial, self.revoked = [], None, False
        at = 12
        for _ in range(counts[0]):
            at = skip_name(message, at) + 4
        for section, count in enumerate(counts[1:]):
            for _ in range(count):
                at = skip_name(message, at)
                kind, _, _, length = struct.unpack_from("!HHIH", message, at)
                self.record(section, kind, message, at + 10, length)
                at += 10 + length

    def record(self, section, kind, message, at, length):
        if section == 0 and kind == TYPE_A:
            self.addresses.append(socket.inet_ntoa(message[at : at + 4]))
        if section == 0 and kind == TYPE_SOA:
            self.serial = struct.unpack_from("!I", message, at + length - 20)[0]
        if kind == TYPE_OPT:
            end = at + length
            while at < end:
                code, size = struct.unpack_from("!HH", message, at)
                if code == EXTENDED_ERROR and b"revoked" in message[at + 6 : at + 4 + size]:
                    self.revoked = True
                at += 4 + size


def skip_name(message, at):
    while message[at]:
        if message[at] >= 0xC0:
            return at + 2
        at += 1 + message[at]
    return at + 1


class Questions:
    """Asks one node, several questions at a time. For one thread."""

    AT_ONCE = 32
    TIMEOUT_SECONDS = 2

    def __init__(self, port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(self.TIMEOUT_SECONDS)

    def ask(self, name, kind=TYPE_A):
        return dict(self.ask_all([name], kind))[name]

    def ask_all(self, names, kind):
        """Pairs of a name and its answer, as they come; ends early when nobody answers any more."""
        waiting = {}
        names = iter(names)
        following = next(names, None)
        try:
            while following is not None or waiting:
                while following is not None and len(waiting) < self.AT_ONCE:
                    number = random.randrange(1 << 16)
                    if number not in waiting:
                        waiting[number] = following
                        self.socket.send(question(number, following, kind))
                        following = next(names, None)
                message = self.socket.recv(4096)
                name = waiting.pop(struct.unpack_from("!H", message)[0], None)
                if name is not None:
                    yield name, Answer(message)
        except OSError:
            return

    def close(self):
        self.socket.close()


def question(number, name, kind):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    options = struct.pack("!BHHIH", 0, TYPE_OPT, 1232, 0, 0)
    return struct.pack("!6H", number, 0x100, 1, 0, 0, 1) + labels + struct.pack("!BHH", 0, kind, 1) + options


class JsPeer:
    """A node of js-libp2p: peer.mjs with --commands, whose README says what it takes and tells."""

    def __init__(self, folder, *options):
        self.process = started(
            "node", "peer.mjs", "--commands", "--sign-policy", "StrictNoSign", "--msg-id", "sha256",
            "--heartbeat", "200", *options, cwd=folder, stdin=subprocess.PIPE,
        )
        self.events = []
        self.commands = 0
        self.changed = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()
        self.id = self.wait("listening")["peer"]

    def read(self):
        for line in self.process.stdout:
            with self.changed:
                self.events.append(json.loads(line))
                self.changed.notify_all()

    def all(self, event):
        with self.changed:
            return [e for e in self.events if e["event"] == event]

    def wait(self, event, wanted=lambda e: True, seconds=PATIENCE_SECONDS):
        """The first such event, past or to come."""
        deadline = time.monotonic() + seconds
        with self.changed:
            while True:
                for found in self.events:
                    if found["event"] == event and wanted(found):
                        return found
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"no {event} in {seconds} s; last: {self.events[-5:]}")
                self.changed.wait(left)

    def command(self, what, **arguments):
        self.commands += 1
        number = self.commands
        self.process.stdin.write(json.dumps({"id": number, "do": what, **arguments}) + "\n")
        self.process.stdin.flush()
        ended = lambda e: e.get("id") == number  # noqa: E731
        with self.changed:
            while True:
                for found in self.events:
                    if found["event"] in ("done", "failed") and ended(found):
                        if found["event"] == "failed":
                            raise RuntimeError(f"{what}: {found}")
                        return found
                if not self.changed.wait(PATIENCE_SECONDS):
                    raise TimeoutError(f"js-libp2p does not answer {what}")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Checks:
    """The lines of a suite, as .ci/checks.sh has them."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, holds, why=""):
        if holds:
            self.passed += 1
            print(f"  ok      {what}", flush=True)
        else:
            self.failed += 1
            print(f"  NOT OK  {what} {why}", flush=True)
        return holds

    def finish(self):
        print(f"  {self.passed} checks passed, {self.failed} failed, 0 skipped")
        sys.exit(0 if self.failed == 0 and self.passed else 1)
