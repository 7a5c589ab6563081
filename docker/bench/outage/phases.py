"""The weather of the drill, and what is counted in it."""

import asyncio
import enum
import math
import random
import statistics
import time
from dataclasses import dataclass

from upstreams import Behaviour

IN_TIME_SECONDS = 1.0
SETTLE_SECONDS = 2.5
CALM_SECONDS = 1.0
KNOWN_AFTER_SECONDS = 3.0
TTL_OVER_SECONDS = 1.3
SEEN_RATE = 200
ALL_UP = (Behaviour.GOOD,) * 3


class Names(enum.Enum):
    FRESH = "every question has a name of its own"
    SEEN = "every name was asked once before, in calm weather, and its TTL is over"
    RETURN = "fresh names from before the return of the upstreams on"


@dataclass(frozen=True)
class Phase:
    key: str
    title: str
    behaviours: tuple
    names: Names = Names.FRESH
    p99_limit_ms: float = 50

    @property
    def has_path(self):
        """Whether there is an upstream to get an answer from."""
        return self.names is not Names.SEEN


def _all(behaviour):
    return (behaviour,) * 3


PHASES = (
    Phase("calm", "all up", ALL_UP),
    Phase("first-dead", "first upstream dead", (Behaviour.SILENT, Behaviour.GOOD, Behaviour.GOOD)),
    Phase("two-dead", "two dead", (Behaviour.SILENT, Behaviour.SILENT, Behaviour.GOOD)),
    Phase("failing", "SERVFAIL + REFUSED + one good", (Behaviour.SERVFAIL, Behaviour.REFUSED, Behaviour.GOOD)),
    Phase("slow", "first 1500 ms slower", (Behaviour.SLOW, Behaviour.GOOD, Behaviour.GOOD)),
    Phase("loss", "50 % packet loss on all", _all(Behaviour.LOSSY), p99_limit_ms=450),
    Phase("garbage", "wrong ids and garbage first", _all(Behaviour.FORGED)),
    Phase("mismatched", "right id, other question first", _all(Behaviour.MISMATCHED)),
    Phase("truncated", "all truncate", _all(Behaviour.TRUNCATING)),
    Phase("stale-dead", "all dead, names seen before", _all(Behaviour.SILENT), Names.SEEN, 20),
    Phase("stale-servfail", "all SERVFAIL, names seen before", _all(Behaviour.SERVFAIL), Names.SEEN, 20),
    Phase("recovery", "all back after all were dead", _all(Behaviour.SILENT), Names.RETURN),
)


@dataclass(frozen=True)
class Figures:
    """What a phase came to. Times in milliseconds; infinite when the question was not answered."""

    questions: int
    in_time: int
    p50: float
    p99: float
    wrong: int
    upstream_per_question: float
    first_fresh: float | None = None

    @property
    def share(self):
        return self.in_time / self.questions

    def misses(self, phase):
        """The targets that are missed, in words. One miss in a thousand questions begun is granted."""
        if self.wrong:
            yield f"{self.wrong} wrong answers"
        if phase.has_path and self.questions - self.in_time > math.ceil(self.questions / 1000):
            yield f"{100 * self.share:.2f} % correct within 1 s, not 99.9 %"
        if self.p99 > phase.p99_limit_ms:
            yield f"p99 in ms: {milliseconds(self.p99)}, not {phase.p99_limit_ms:g}"
        if phase.key == "calm" and self.upstream_per_question > 1.3:
            yield f"{self.upstream_per_question:.2f} upstream questions per question, not 1.3"
        if self.first_fresh is not None and self.first_fresh > 1000:
            yield f"first fresh answer in ms: {milliseconds(self.first_fresh)}, not 1000"


def milliseconds(value):
    if math.isinf(value):
        return "lost"
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


class Drill:
    """All phases against one resolver."""

    def __init__(self, clients, upstreams, rate, seconds):
        self._clients = clients
        self._upstreams = upstreams
        self._rate = rate
        self._seconds = seconds
        self._tag = f"{random.randrange(1 << 32):08x}"
        self._made = 0

    async def warm(self, seconds):
        """What a resolver does for the first time is not measured: calm weather, then a second over TCP."""
        await self.calm(seconds)
        await self.calm(1, _all(Behaviour.TRUNCATING))

    async def calm(self, seconds, behaviours=ALL_UP):
        """Names that are not counted; unless told, all upstreams are up."""
        self._upstreams.behave(*behaviours)
        asked = await self._clients.ask(self._fresh(seconds), self._rate)
        await self._clients.settle(asked, SETTLE_SECONDS)

    async def run(self, phase):
        await self.calm(CALM_SECONDS)
        match phase.names:
            case Names.FRESH:
                return await self._ask(phase, self._fresh(self._seconds))
            case Names.SEEN:
                return await self._ask(phase, await self._seen())
            case Names.RETURN:
                return await self._return(phase)

    def _fresh(self, seconds, prefix="n"):
        count = round(self._rate * seconds)
        self._made += count
        return [f"{prefix}{i}.x{self._tag}.example" for i in range(self._made - count, self._made)]

    async def _seen(self):
        """Names that the resolver has answered; asked again where an answer was lost."""
        names = missing = self._fresh(self._seconds, "seen")
        for _ in range(3):
            asked = await self._clients.ask(missing, SEEN_RATE)
            await self._clients.settle(asked, SETTLE_SECONDS)
            missing = [one.name for one in asked if not one.correct]
            if not missing:
                break
        await asyncio.sleep(TTL_OVER_SECONDS)
        return names

    async def _ask(self, phase, names):
        self._upstreams.behave(*phase.behaviours)
        self._upstreams.take_count()
        begin = time.perf_counter()
        asked = await self._clients.ask(names, self._rate)
        await self._clients.settle(asked, SETTLE_SECONDS)
        upstream = self._upstreams.take_count()
        timed = asked
        if phase.names is Names.SEEN:
            timed = [one for one in asked if one.sent >= begin + KNOWN_AFTER_SECONDS]
        return _figures(asked, timed, upstream)

    async def _return(self, phase):
        self._upstreams.behave(*phase.behaviours)
        before = await self._clients.ask(self._fresh(self._seconds), self._rate)
        self._upstreams.behave(*ALL_UP)
        self._upstreams.take_count()
        back = time.perf_counter()
        after = await self._clients.ask(self._fresh(self._seconds), self._rate)
        await self._clients.settle(after, SETTLE_SECONDS)
        upstream = self._upstreams.take_count()
        answered = [one.answered - back for one in before + after if one.correct and one.answered > back]
        counted = [one for one in after if one.sent >= back + IN_TIME_SECONDS]
        first_fresh = 1000 * min(answered, default=math.inf)
        return _figures(counted, counted, upstream * len(counted) / len(after), first_fresh)


def _figures(asked, timed, upstream, first_fresh=None):
    times = sorted(1000 * one.seconds for one in timed)
    return Figures(
        questions=len(asked),
        in_time=sum(one.seconds <= IN_TIME_SECONDS for one in asked),
        p50=statistics.median_low(times),
        p99=times[math.ceil(0.99 * len(times)) - 1],
        wrong=sum(one.wrong for one in asked),
        upstream_per_question=upstream / len(asked),
        first_fresh=first_fresh,
    )
