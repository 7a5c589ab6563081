#!/usr/bin/env python3
"""Kills a member of a network with SIGKILL while names come to it, and looks whether it ever goes back.

kills.py FOLDER KILLS NAMES SEED: a source node founds home.alt with NAMES really signed names; a victim
joins it and is killed in the middle of its first sync, KILLS times, then as often while the source
changes hundreds of names a second. Until the kill the victim is asked for its names as fast as it
answers: that is the high-water mark. Afterwards its store has to be whole and at the mark or above for
every name, and so have its answers when it is started again; of three times once while the source
stands still, so that nobody helps.
"""

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

from pando_node import (
    NXDOMAIN, ROOT, TYPE_SOA, Checks, Node, Refused, goes_back, level, until,
)

SUFFIX = "home.alt"
FRESH_EVERY = 5
HOT = 150
LIVES = 12
REVOKED = float("inf")
NOTHING = -1, (0, 0, 0)
# How often the victim is started while the source stands still, so that nobody can help it.
ALONE = 1 / 3


class Journal:
    """What the victim was heard to hold: of each name its highest state. Any thread."""

    def __init__(self):
        self.lock = threading.Lock()
        self.served = {}
        self.shown = {}

    def answer(self, name, answer):
        """The zone's sequence number, or infinity when the name is revoked for ever."""
        seq = REVOKED if answer.revoked else answer.serial
        if answer.rcode == NXDOMAIN and not answer.revoked or seq is None:
            return
        with self.lock:
            self.served[name] = max(seq, self.served.get(name, 0))

    def details(self, name, details):
        with self.lock:
            self.shown[name] = details

    def clear(self):
        with self.lock:
            self.served.clear()
            self.shown.clear()


def level_of(details):
    """What `pando show` tells of a name, as level() has it."""
    frozen = int(details["state"] == "FROZEN")
    return details["tenure"] or 0, (details["g"] or 0, frozen, details["seq"])


class Prober:
    """Asks a node for names until nobody answers, and keeps the journal."""

    def __init__(self, node, names, lives, journal, seed):
        self.node, self.names, self.lives, self.journal = node, names, lives, journal
        self.random = random.Random(seed)
        self.asked = 0
        self.stopped = False
        self.threads = [threading.Thread(target=t, daemon=True) for t in (self.ask, self.show)]
        for thread in self.threads:
            thread.start()

    def ask(self):
        questions = self.node.questions()
        for name, answer in questions.ask_all(self.endless(), TYPE_SOA):
            self.journal.answer(name, answer)
            self.asked += 1
        questions.close()

    def endless(self):
        while not self.stopped:
            yield self.random.choice(self.names)

    def show(self):
        while not self.stopped:
            for name in self.lives:
                try:
                    self.journal.details(name, self.node.call("GET", f"/v1/names/{name}"))
                except Refused:
                    pass  # not known yet
                except (OSError, ValueError):
                    return
            if not self.lives:
                return

    def stop(self):
        self.stopped = True
        for thread in self.threads:
            thread.join()


class Changes:
    """Changes names on a node for ever."""

    def __init__(self, node, hot, lives):
        self.node, self.hot, self.lives = node, hot, lives
        self.count = 0
        self.problem = None
        self.stopped = False
        self.threads = [
            threading.Thread(target=self.guarded, args=(t,)) for t in (self.update, self.live)
        ]
        for thread in self.threads:
            thread.start()

    def guarded(self, task):
        try:
            task()
        except Exception as e:  # noqa: BLE001 told at the end
            self.problem = f"{type(e).__name__}: {e}"

    def update(self):
        while not self.stopped:
            self.change("PATCH", self.hot[self.count % len(self.hot)], zoneFile=self.zone())

    def zone(self):
        number = self.count
        return {"name": "changes", "text": f"@ 300 A 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\n"}

    def change(self, method, name, operation="", **how):
        self.node.call(method, f"/v1/names/{name}{operation}", **how)
        self.count += 1

    def live(self):
        """Whole lives: records, release, another tenure, revocation, recovery."""
        while not self.stopped:
            for name in self.lives:
                self.change("POST", name, "/release")
                self.node.call("POST", "/v1/names", name=name, records=["A 192.0.2.1"])
                self.change("PATCH", name, zoneFile=self.zone())
                self.change("POST", name, "/revoke")
                self.change("POST", name, "/recover", key="default", records=["A 192.0.2.2"])
                if self.stopped:
                    return

    def stop(self):
        self.stopped = True
        for thread in self.threads:
            thread.join()


def rows(database):
    """The key, id and state of each bundle."""
    connection = sqlite3.connect(database)
    try:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
        found = connection.execute("SELECT key, id, state FROM bundle ORDER BY net, key").fetchall()
    finally:
        connection.close()
    return whole, found


class Trial:
    def __init__(self, folder, kills, names, seed):
        self.folder, self.kills, self.seed = folder, kills, seed
        self.random = random.Random(seed)
        self.checks = Checks()
        self.journal = Journal()
        self.violations = []
        self.damage = []
        self.in_the_middle = 0
        self.probes = 0
        self.source = self.make_source(names)
        self.victim = Node(os.path.join(folder, "victim"))

    def make_source(self, names):
        node = Node(os.path.join(self.folder, "source"))
        os.makedirs(node.data, mode=0o700)
        classes = ":".join(
            f"{ROOT}/{path}"
            for path in ("registry/target/test-classes", "resolver/target/pando/program/*")
        )
        subprocess.run(
            ["java", "--enable-native-access=ALL-UNNAMED", "-cp", classes,
             "org.pando.registry.figures.LargeRegistry", node.data, str(names)],
            check=True, stdout=subprocess.DEVNULL,
        )
        node.start()
        self.hot = [f"hot{i:03}.{SUFFIX}" for i in range(HOT)]
        self.lives = [f"life{i:03}.{SUFFIX}" for i in range(LIVES)]
        for name in self.hot + self.lives:
            node.call("POST", "/v1/names", name=name, records=["A 192.0.2.1"])
        return node

    def run(self):
        self.everything = [n["name"] for n in self.source.names()]
        self.served = [n for n in self.everything if n not in self.lives]
        self.checks.check(f"a source holds {len(self.everything)} names", True)
        invite = self.source.call("POST", "/v1/networks/invite")["invite"]
        took = self.calibrate(invite)
        self.first_sync(invite, took)
        self.heavy_replication()
        self.converge()
        self.checks.finish()

    def join(self, invite):
        try:
            self.victim.call("POST", "/v1/networks/join", invite=invite)
        except (OSError, ValueError):
            pass  # killed meanwhile

    def is_member(self):
        home = self.victim.call("GET", f"/v1/networks/{SUFFIX}")
        return home["id"] == self.network

    def calibrate(self, invite):
        """How long the first sync takes when nobody is killed."""
        self.network = self.source.call("GET", f"/v1/networks/{SUFFIX}")["id"]
        self.victim.start()
        begin = time.monotonic()
        self.join(invite)
        until("first sync", lambda: self.held() == len(self.everything), 120)
        took = time.monotonic() - begin
        self.checks.check(f"a first sync takes {took:.1f} s", True)
        self.victim.end(signal.SIGKILL)
        return took

    def held(self):
        return self.victim.call("GET", f"/v1/networks/{SUFFIX}")["names"]

    def first_sync(self, invite, took):
        begin = time.monotonic()
        fresh = 0
        for kill in range(self.kills):
            if self.victim.running():
                complete = self.held() == len(self.everything)
            if kill % FRESH_EVERY == 0 or complete:
                if self.victim.running():
                    self.victim.end(signal.SIGKILL)
                shutil.rmtree(self.victim.data)
                self.journal.clear()
                self.victim.start()
                fresh += 1
            if not self.is_member():
                threading.Thread(target=self.join, args=(invite,), daemon=True).start()
            self.kill(self.random.uniform(0, took * 0.6))
        self.report("first sync", begin, f", {self.in_the_middle} kills in the middle, {fresh} syncs begun anew")

    def heavy_replication(self):
        until("the rest of the first sync", lambda: self.held() == len(self.everything), 120)
        changes = Changes(self.source, self.hot, self.lives)
        begin = time.monotonic()
        for _ in range(self.kills):
            self.kill(self.random.uniform(0, 1.5))
        changes.stop()
        rate = changes.count / (time.monotonic() - begin)
        self.checks.check("the source changed names all the while", changes.problem is None, changes.problem)
        self.report("heavy replication", begin, f", {changes.count} changes, {rate:.0f} a second")

    def kill(self, delay):
        """One kill, and everything that was heard before looked up in the store and asked again."""
        prober = Prober(self.victim, self.served, self.lives, self.journal, self.random.random())
        time.sleep(delay)
        self.victim.end(signal.SIGKILL)
        prober.stop()
        self.probes += prober.asked
        self.look_at_store()
        alone = self.random.random() < ALONE
        if alone:
            self.source.pause()
        try:
            self.victim.start()
            self.ask_again()
        finally:
            if alone:
                self.source.go_on()

    def look_at_store(self):
        """A copy of it, as nobody has opened it after the kill."""
        copy = os.path.join(self.folder, "copy")
        os.makedirs(copy)
        for file in ("registry.db", "registry.db-wal"):
            if os.path.exists(os.path.join(self.victim.data, file)):
                shutil.copy(os.path.join(self.victim.data, file), copy)
        whole, found = rows(os.path.join(copy, "registry.db"))
        shutil.rmtree(copy)
        if whole != "ok":
            self.damage.append(whole)
        self.damage += [key for key, id, state in found if hashlib.sha256(state).digest() != id]
        if 0 < len(found) < len(self.everything):
            self.in_the_middle += 1
        states = {f"{key}.{SUFFIX}": state for key, _, state in found}
        for name, seq in self.journal.served.items():
            _, (_, revoked, stored) = level(states[name]) if name in states else NOTHING
            self.compare(name, "stored", seq, REVOKED if revoked else stored)
        for name, details in self.journal.shown.items():
            stored = level(states[name]) if name in states else NOTHING
            if goes_back(level_of(details), stored):
                self.violations.append(f"{name}: {level_of(details)} before, {stored} stored")

    def compare(self, name, what, before, now):
        if now < before:
            self.violations.append(f"{name}: {before} before, {now} {what}")

    def ask_again(self):
        questions = self.victim.questions()
        names = list(self.journal.served)
        answered = 0
        for name, answer in questions.ask_all(names, TYPE_SOA):
            answered += 1
            now = 0 if answer.rcode == NXDOMAIN else answer.serial or 0
            self.compare(name, "served", self.journal.served[name], REVOKED if answer.revoked else now)
        questions.close()
        if answered < len(names):
            self.violations.append(f"{len(names) - answered} of {len(names)} names not answered")
        for name, details in self.journal.shown.items():
            try:
                now = level_of(self.victim.call("GET", f"/v1/names/{name}"))
            except Refused:
                now = NOTHING
            if goes_back(level_of(details), now):
                self.violations.append(f"{name}: {level_of(details)} before, {now} served")

    def report(self, phase, begin, more):
        took = time.monotonic() - begin
        self.checks.check(
            f"{self.kills} kills in the {phase}: every store is whole", not self.damage, self.damage[:5]
        )
        self.checks.check(
            f"no name goes back behind what was heard of it ({self.probes} answers before kills)",
            not self.violations, self.violations[:5],
        )
        print(f"          seed {self.seed}, {took:.0f} s{more}", flush=True)
        self.probes = 0

    def converge(self):
        def same():
            return self.states(self.source) == self.states(self.victim)

        begin = time.monotonic()
        try:
            until("both hold the same", same, 120)
            equal = True
        except TimeoutError:
            equal = False
        self.checks.check(
            f"afterwards both hold the same bytes, {time.monotonic() - begin:.1f} s later", equal
        )
        prints = {n.call("GET", f"/v1/networks/{SUFFIX}").get("fingerprint") for n in (self.source, self.victim)}
        self.checks.check("and the same fingerprint", len(prints) == 1 and None not in prints, prints)
        status = self.victim.call("GET", "/v1/status")
        damaged = sum(network["damaged"] for network in status["networks"])
        self.checks.check("the victim's store has no problem", damaged == 0 and status["store"].get("problem") is None)
        for node in (self.source, self.victim):
            node.end()

    def states(self, node):
        connection = sqlite3.connect(f"file:{node.data}/registry.db?mode=ro", uri=True)
        try:
            return connection.execute(
                "SELECT b.key, b.state FROM bundle b JOIN network n USING (net) WHERE n.id = ? ORDER BY b.key",
                (bytes.fromhex(self.network),),
            ).fetchall()
        finally:
            connection.close()


def main():
    folder, kills, names, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    Trial(folder, kills, names, seed).run()


if __name__ == "__main__":
    main()
