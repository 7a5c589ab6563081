#!/usr/bin/env python3
"""Runs the console blocks of README's walkthrough and compares what appears with what is printed there.

walkthrough.py README FOLDER: commands run in FOLDER, HOME is the caller's. A block "console" is the
terminal that one types in: every "$ " line is a command, the lines after it are its output. A block
"console node" is another terminal: its command runs until a block with the line "^C".
"""

import difflib
import os
import re
import signal
import subprocess
import sys
import time

PATIENCE_SECONDS = 60
SECTION = re.compile(r"<!-- walkthrough -->(.*?)<!-- /walkthrough -->", re.DOTALL)
BLOCK = re.compile(r"^```console( node)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
END_OF_OUTPUT = "walkthrough: end of output"
README_HOME = "/home/ada"
# What differs from run to run; everything else has to be as printed, apart from runs of blanks.
VARIABLE = [
    (r"\b[ybndrfg8ejkmcpqxot1uwisza345h769]{52}\b", "KEY"),
    (r"\b([0-9a-f]{16}|[0-9a-f]{64})\b", "ID"),
    (r"\(\d+ KiB\)", "(N KiB)"),
    (r"\b20\d\d-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?\b", "DATE"),
    (r"\b\d+ days left\b", "DAYS left"),
    (r"\b\d+(\.\d+)? ms\b", "N ms"),
    (r"\bup \d+ (s|min)\b", "up N s"),
    (r"\bpid \d+\b", "pid N"),
    (r"\b\d+ names? from hosts files\b", "N names from hosts files"),
    (r"[ \t]+", " "),
]


def normal(line):
    line = line.rstrip()
    for home in (os.environ["HOME"], README_HOME):
        line = line.replace(home, "~")
    for pattern, text in VARIABLE:
        line = re.sub(pattern, text, line)
    return line


def commands(block):
    """The commands of a block, each with its expected lines."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif not found:
            sys.exit(f"walkthrough: output before the first command: {line}")
        else:
            found[-1][1].append(line)
    return found


class Shell:
    """The terminal that one types in: one bash for all commands."""

    def __init__(self, folder):
        self.bash = subprocess.Popen(
            ["bash", "--norc"], cwd=folder, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, command):
        self.bash.stdin.write(
            f"{{ {command}\n}} </dev/null; was=$?; printf '%s\\n' '{END_OF_OUTPUT}'; (exit $was)\n")
        self.bash.stdin.flush()
        lines = []
        for line in self.bash.stdout:
            if line.endswith(END_OF_OUTPUT + "\n"):
                return lines + ([line[: -len(END_OF_OUTPUT) - 1]] if line != END_OF_OUTPUT + "\n" else [])
            lines.append(line)
        return lines + ["walkthrough: the shell has ended"]


class Node:
    """The other terminal: a program in the foreground, and what it has written so far."""

    def __init__(self, folder, command):
        self.written = open(os.path.join(os.environ["HOME"], "node-terminal"), "w+", encoding="utf-8")
        # Where CI runs in the background, Ctrl-C is ignored, and children inherit that.
        self.process = subprocess.Popen(
            ["bash", "-c", command], cwd=folder, stdin=subprocess.DEVNULL,
            stdout=self.written, stderr=subprocess.STDOUT, start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def lines(self):
        """The whole lines so far."""
        self.written.seek(0)
        return self.written.read().split("\n")[:-1]

    def wait_for_lines(self, count):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(self.lines()) < count and self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.lines()

    def interrupt(self):
        """Ctrl-C, as a terminal sends it; the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)


class Walkthrough:
    def __init__(self, folder):
        self.folder = folder
        self.shell = Shell(folder)
        self.node = None
        self.node_lines = []
        self.compared = 0
        self.different = 0

    def block(self, in_node_terminal, text):
        if not in_node_terminal:
            for command, expected in commands(text):
                self.compare(command, expected, self.shell.run(command))
        elif text.strip() == "^C":
            status = self.node.interrupt()
            self.compare("^C", self.node_lines + ["exit status 0"], self.node.lines() + [f"exit status {status}"])
        else:
            [(command, self.node_lines)] = commands(text)
            self.node = Node(self.folder, command)
            self.compare(command, self.node_lines, self.node.wait_for_lines(len(self.node_lines)))

    def compare(self, command, expected, actual):
        self.compared += 1
        printed = [normal(line) for line in expected]
        appeared = [normal(line) for line in actual]
        if printed == appeared:
            print(f"  ok      {command}")
            return
        self.different += 1
        print(f"  NOT OK  {command}")
        for line in difflib.unified_diff(printed, appeared, "in README", "what appeared", lineterm="", n=99):
            print(f"          {line}")


def main(readme, folder):
    with open(readme, encoding="utf-8") as file:
        section = SECTION.search(file.read())
    if not section:
        sys.exit(f"walkthrough: {readme} has no <!-- walkthrough --> … <!-- /walkthrough -->")
    walkthrough = Walkthrough(folder)
    try:
        for in_node_terminal, text in BLOCK.findall(section.group(1)):
            walkthrough.block(bool(in_node_terminal), text)
    finally:
        if walkthrough.node and walkthrough.node.process.poll() is None:
            walkthrough.node.process.kill()
    print(f"  {walkthrough.compared} commands compared, {walkthrough.different} differ")
    return 0 if walkthrough.compared and not walkthrough.different else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
