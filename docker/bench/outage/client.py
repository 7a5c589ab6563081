"""Clients of one resolver: each asks once over UDP, again over TCP when the reply is truncated, and waits."""

import asyncio
import random
import struct
import time
from dataclasses import dataclass

import wire

# Several, as in a household: what a resolver grants one client is not what is measured here.
SOURCES = tuple(f"127.0.0.{i}" for i in range(21, 29))


@dataclass
class Asked:
    """One question and what became of it; times by time.perf_counter, in seconds."""

    name: str
    sent: float
    answered: float | None = None
    correct: bool = False
    wrong: bool = False

    @property
    def seconds(self):
        """Until the right answer."""
        return self.answered - self.sent if self.correct else float("inf")


class Clients:
    """Used in one event loop. The resolver is asked at 127.0.0.1."""

    def __init__(self, port):
        self._server = ("127.0.0.1", port)
        self._sockets = []
        self._retries = set()

    async def open(self):
        loop = asyncio.get_running_loop()
        for source in SOURCES:
            _, client = await loop.create_datagram_endpoint(
                lambda s=source: _Client(s, self._retry), local_addr=(source, 0), remote_addr=self._server
            )
            self._sockets.append(client)

    def close(self):
        for retry in self._retries:
            retry.cancel()
        for client in self._sockets:
            client.transport.close()

    async def ask(self, names, rate):
        """Asks so many a second, whatever becomes of them. Ends right after the last one was sent."""
        begin = time.perf_counter()
        asked = []
        for i, name in enumerate(names):
            await asyncio.sleep(max(0, begin + i / rate - time.perf_counter()))
            asked.append(self._sockets[i % len(self._sockets)].send(name))
        await asyncio.sleep(max(0, begin + len(names) / rate - time.perf_counter()))
        return asked

    async def settle(self, asked, seconds):
        """Waits until everything is answered, at most so long; then later replies do not count any more."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline and any(one.answered is None for one in asked):
            await asyncio.sleep(0.01)
        for client in self._sockets:
            client.forget()

    def _retry(self, source, asked):
        task = asyncio.get_running_loop().create_task(self._over_tcp(source, asked))
        self._retries.add(task)
        task.add_done_callback(self._retries.discard)

    async def _over_tcp(self, source, asked):
        writer = None
        try:
            reader, writer = await asyncio.open_connection(*self._server, local_addr=(source, 0))
            message = wire.question(random.randrange(1 << 16), asked.name)
            writer.write(struct.pack("!H", len(message)) + message)
            (length,) = struct.unpack("!H", await reader.readexactly(2))
            judge(asked, *wire.read_answer(await reader.readexactly(length))[2:])
        except (OSError, asyncio.IncompleteReadError, ValueError):
            pass  # no answer, as if it had been lost
        finally:
            if writer is not None:
                writer.close()


def judge(asked, rcode, truncated, address):
    """A failure is an answer that is neither correct nor wrong."""
    asked.answered = time.perf_counter()
    asked.correct = rcode == wire.NOERROR and not truncated and address == wire.address_of(asked.name)
    asked.wrong = not asked.correct and rcode in (wire.NOERROR, wire.NXDOMAIN)


class _Client(asyncio.DatagramProtocol):
    def __init__(self, source, retry):
        self.transport = None
        self._source = source
        self._retry = retry
        self._pending = {}

    def connection_made(self, transport):
        self.transport = transport

    def send(self, name):
        identifier = random.randrange(1 << 16)
        while identifier in self._pending:
            identifier = random.randrange(1 << 16)
        message = wire.question(identifier, name)
        asked = self._pending[identifier] = Asked(name, time.perf_counter())
        self.transport.sendto(message)
        return asked

    def forget(self):
        self._pending.clear()

    def datagram_received(self, data, address):
        try:
            identifier, name, rcode, truncated, answer = wire.read_answer(data)
        except ValueError:
            return
        asked = self._pending.get(identifier)
        if asked is None or asked.name != name.lower():
            return
        del self._pending[identifier]
        if truncated:
            self._retry(self._source, asked)
        else:
            judge(asked, rcode, truncated, answer)

    def error_received(self, error):
        pass  # nobody listens there any more: the question stays unanswered
