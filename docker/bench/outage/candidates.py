"""The resolvers: how each is told to ask the three upstreams and to keep answers beyond their TTL.

Where nothing is said, a resolver has the defaults of its package. None validates, and each may keep
10 000 names or more, since the drill asks for some thousands.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from upstreams import ADDRESSES

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
DAY = 86400


@dataclass(frozen=True)
class Setting:
    """Where a resolver listens, at 127.0.0.1, what it asks, and a folder of its own."""

    folder: str
    port: int
    upstream_port: int

    def upstreams(self, form):
        """One text per upstream, such as "{address}@{port}"."""
        return [form.format(address=a, port=self.upstream_port, number=i + 1) for i, a in enumerate(ADDRESSES)]

    def file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path


@dataclass(frozen=True)
class Candidate:
    key: str
    title: str
    version: tuple[str, ...]
    command: Callable[[Setting], list[str]]
    # Differs from another candidate only in these phases; none: all are of interest.
    phases: tuple[str, ...] = ()

    def is_installed(self):
        return shutil.which(self.version[0]) is not None

    def full_title(self):
        shown = subprocess.run(self.version, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        number = re.search(r"\d+\.\d+(\.\d+)?", shown.stdout + shown.stderr)
        return f"{self.title} {number.group()}" if number else self.title


def _pando(setting):
    config = f"""
[dns]
listen = ["127.0.0.1:{setting.port}"]
[resolution]
dnssec = "off"
recursion = "off"
system-resolver = "off"
[hosts]
files = []
"""
    form = '[[upstream]]\nurl = "udp://{address}:{port}"\noperator = "operator{number}"\n'
    path = setting.file("pando.toml", config + "".join(setting.upstreams(form)))
    return [f"{ROOT}/pando", "run", "-c", path, "--data-dir", os.path.join(setting.folder, "data")]


def _unbound(client_timeout):
    def command(setting):
        config = f"""
server:
  interface: 127.0.0.1@{setting.port}
  do-daemonize: no
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  directory: "{setting.folder}"
  module-config: "iterator"
  do-not-query-localhost: no
  serve-expired: yes
  serve-expired-ttl: {DAY}
  serve-expired-client-timeout: {client_timeout}
remote-control:
  control-enable: no
forward-zone:
  name: "."
"""
        forwards = "".join(setting.upstreams("  forward-addr: {address}@{port}\n"))
        return ["unbound", "-d", "-c", setting.file("unbound.conf", config + forwards)]

    return command


def _bind(client_timeout):
    def command(setting):
        forwarders = " ".join(setting.upstreams("{address} port {port};"))
        config = f"""
options {{
  directory "{setting.folder}";
  pid-file none;
  session-keyfile none;
  listen-on port {setting.port} {{ 127.0.0.1; }};
  listen-on-v6 {{ none; }};
  allow-query {{ any; }};
  allow-recursion {{ any; }};
  forward only;
  forwarders {{ {forwarders} }};
  dnssec-validation no;
  stale-cache-enable yes;
  stale-answer-enable yes;
  stale-answer-client-timeout {client_timeout};
  max-stale-ttl {DAY};
}};
controls {{ }};
"""
        return ["named", "-4", "-f", "-c", setting.file("named.conf", config)]

    return command


def _dnsmasq(*more):
    def command(setting):
        # Its cache has 150 names unless told.
        servers = [word for server in setting.upstreams("{address}#{port}") for word in ("-S", server)]
        return [
            *("dnsmasq", "-k", "-C", "/dev/null", "-p", str(setting.port), "-a", "127.0.0.1", "-z", "-R", "-h"),
            *("--user=", "--pid-file=", "--log-facility=-", "-c", "10000", f"--use-stale-cache={DAY}"),
            *more,
            *servers,
        ]

    return command


def _dnsdist(setting):
    servers = "".join(setting.upstreams('newServer("{address}:{port}")\n'))
    config = f"""
setLocal("127.0.0.1:{setting.port}")
{servers}
setStaleCacheEntriesTTL({DAY})
getPool(""):setCache(newPacketCache(10000, {{maxTTL={DAY}, staleTTL=30}}))
"""
    path = setting.file("dnsdist.conf", config)
    return ["dnsdist", "--supervised", "--disable-syslog", "-C", path]


def _recursor(setting):
    forwards = ";".join(setting.upstreams("{address}:{port}"))
    setting.file(
        "recursor.conf",
        f"""
local-address=127.0.0.1
local-port={setting.port}
config-dir={setting.folder}
socket-dir={setting.folder}
daemon=no
disable-syslog=yes
write-pid=no
dnssec=off
dont-query=
forward-zones-recurse=.={forwards}
serve-stale-extensions={DAY // 30}
""",
    )
    return ["pdns_recursor", f"--config-dir={setting.folder}"]


def _knot(setting):
    forwards = ", ".join(setting.upstreams("'{address}@{port}'"))
    path = setting.file(
        "kresd.conf",
        f"""
net.listen('127.0.0.1', {setting.port}, {{ kind = 'dns' }})
modules = {{ 'policy', 'serve_stale < cache' }}
trust_anchors.remove('.')
cache.size = 100 * MB
policy.add(policy.all(policy.FORWARD({{ {forwards} }})))
""",
    )
    return ["kresd", "-n", "-c", path, setting.folder]


STALE_PHASES = ("stale-dead", "stale-servfail")

CANDIDATES = (
    Candidate("pando", "Pando", (f"{ROOT}/pando", "--version"), _pando),
    Candidate("unbound", "Unbound", ("unbound", "-V"), _unbound(1800)),
    Candidate("bind", "BIND", ("named", "-v"), _bind(1800)),
    Candidate("dnsmasq", "dnsmasq", ("dnsmasq", "--version"), _dnsmasq()),
    Candidate("dnsmasq-all", "dnsmasq --all-servers", ("dnsmasq", "--version"), _dnsmasq("--all-servers")),
    Candidate("dnsdist", "dnsdist", ("dnsdist", "--version"), _dnsdist),
    Candidate("recursor", "PowerDNS Recursor", ("pdns_recursor", "--version"), _recursor),
    Candidate("knot", "Knot Resolver", ("kresd", "--version"), _knot),
    Candidate("unbound-at-once", "Unbound, expired at once", ("unbound", "-V"), _unbound(0), STALE_PHASES),
    Candidate("bind-at-once", "BIND, stale at once", ("named", "-v"), _bind(0), STALE_PHASES),
)
