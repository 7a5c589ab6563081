"""Three scripted upstreams, in a process of their own so that the client does not wait for them."""

import asyncio
import enum
import multiprocessing
import os
import random
import signal
import socket
import struct

import wire

ADDRESSES = ("127.0.0.11", "127.0.0.12", "127.0.0.13")
SLOW_SECONDS = 1.5
FORGED_LEAD_SECONDS = 0.002


class Behaviour(enum.Enum):
    """What an upstream does with a question."""

    GOOD = "answers"
    SILENT = "takes questions, over UDP and over TCP connections that open, and says nothing"
    SERVFAIL = "SERVFAIL"
    REFUSED = "REFUSED"
    SLOW = "answers 1500 ms later"
    LOSSY = "half of the UDP questions are lost before it, replies are not"
    FORGED = "2 ms before its own reply come others with wrong ids, and garbage; over TCP only its own"
    MISMATCHED = "2 ms before its own reply comes one with the right id to another question; over TCP only its own"
    TRUNCATING = "an empty reply with TC over UDP, the answer over TCP"


def free_port(addresses):
    """A port that is free over UDP and TCP on each address."""
    for _ in range(100):
        port = random.randrange(20000, 32000)
        sockets = []
        try:
            for address in addresses:
                for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                    sockets.append(socket.socket(socket.AF_INET, kind))
                    sockets[-1].bind((address, port))
            return port
        except OSError:
            continue
        finally:
            for one in sockets:
                one.close()
    raise SystemExit(f"outage: no free port on {', '.join(addresses)}; does this system have all of 127.0.0.0/8?")


class Upstreams:
    """The handle that the benchmark holds. Each call returns once the upstreams have obeyed."""

    def __init__(self, rtt_seconds):
        self.port = free_port(ADDRESSES)
        self._pipe, far = multiprocessing.Pipe()
        self._process = multiprocessing.Process(
            target=_main, args=(self._pipe, far, self.port, rtt_seconds), daemon=True
        )
        self._process.start()
        far.close()
        self._pipe.recv()

    def behave(self, *behaviours):
        """From now on, one behaviour per upstream."""
        self._pipe.send(behaviours)
        self._pipe.recv()

    def take_count(self):
        """How many questions arrived since the last call, lost ones included."""
        self._pipe.send(None)
        return self._pipe.recv()

    def close(self):
        self._pipe.close()
        self._process.join(5)


def _main(near, far, port, rtt_seconds):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    near.close()
    asyncio.run(_serve(far, port, rtt_seconds))


async def _serve(pipe, port, rtt_seconds):
    loop = asyncio.get_running_loop()
    servers = [_Server(rtt_seconds) for _ in ADDRESSES]
    for server, address in zip(servers, ADDRESSES):
        await loop.create_datagram_endpoint(lambda s=server: _Datagrams(s), local_addr=(address, port))
        await asyncio.start_server(server.connection, address, port)
    over = asyncio.Event()

    def command():
        try:
            behaviours = pipe.recv()
        except EOFError:
            over.set()
            loop.remove_reader(pipe.fileno())
            return
        if behaviours is None:
            pipe.send(sum(server.take_count() for server in servers))
            return
        for server, behaviour in zip(servers, behaviours):
            server.behaviour = behaviour
        pipe.send(True)

    loop.add_reader(pipe.fileno(), command)
    pipe.send(True)
    await over.wait()
    # Connections that somebody still holds would keep asyncio.run waiting.
    os._exit(0)


class _Server:
    def __init__(self, rtt_seconds):
        self.behaviour = Behaviour.GOOD
        self._rtt_seconds = rtt_seconds
        self._asked = 0

    def take_count(self):
        asked, self._asked = self._asked, 0
        return asked

    def over_udp(self, message, send):
        asked = self._read(message)
        if asked is None or (self.behaviour is Behaviour.LOSSY and random.random() < 0.5):
            return
        if self.behaviour is Behaviour.TRUNCATING:
            self._later(0, send, wire.reply(asked, truncated=True))
            return
        for forged in _forgeries(self.behaviour, asked):
            self._later(0, send, forged)
        self._answer(asked, send)

    def over_tcp(self, message, send):
        asked = self._read(message)
        if asked is not None:
            self._answer(asked, send)

    def _read(self, message):
        self._asked += 1
        try:
            return wire.read_question(message)
        except ValueError:
            return None

    def _answer(self, asked, send):
        match self.behaviour:
            case Behaviour.SILENT:
                return
            case Behaviour.SERVFAIL:
                self._later(0, send, wire.reply(asked, wire.SERVFAIL))
            case Behaviour.REFUSED:
                self._later(0, send, wire.reply(asked, wire.REFUSED))
            case Behaviour.SLOW:
                self._later(SLOW_SECONDS, send, _good(asked))
            case Behaviour.FORGED | Behaviour.MISMATCHED:
                self._later(FORGED_LEAD_SECONDS, send, _good(asked))
            case Behaviour.GOOD | Behaviour.LOSSY | Behaviour.TRUNCATING:
                self._later(0, send, _good(asked))

    def _later(self, seconds, send, message):
        seconds += self._rtt_seconds
        if seconds:
            asyncio.get_running_loop().call_later(seconds, send, message)
        else:
            send(message)

    async def connection(self, reader, writer):
        def send(message):
            if not writer.is_closing():
                writer.write(struct.pack("!H", len(message)) + message)

        try:
            while True:
                (length,) = struct.unpack("!H", await reader.readexactly(2))
                self.over_tcp(await reader.readexactly(length), send)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def _good(asked):
    """Names that start with "seen" are over after a second."""
    return wire.reply(asked, ttl=1 if asked.name.lower().startswith("seen") else 60)


def _forgeries(behaviour, asked):
    """From the right address to the right port, in random order."""
    lie = bytes((198, 51, 100, 66))
    other = wire.read_question(wire.question(0, "other." + asked.name)).octets
    wrong_id = asked.identifier ^ random.randrange(1, 1 << 16)
    match behaviour:
        case Behaviour.FORGED:
            forgeries = [
                wire.reply(asked, address=lie, identifier=wrong_id),
                wire.reply(asked, address=lie, identifier=wrong_id, octets=other),
                wire.reply(asked, address=lie, identifier=wrong_id)[:20],
                os.urandom(40),
            ]
            random.shuffle(forgeries)
            return forgeries
        case Behaviour.MISMATCHED:
            return [wire.reply(asked, address=lie, octets=other)]
        case _:
            return []


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server):
        self._server = server
        self._transport = None

    def connection_made(self, transport):
        self._transport = transport

    def datagram_received(self, data, address):
        self._server.over_udp(data, lambda message: self._transport.sendto(message, address))
