"""Just enough of RFC 1035: questions with one name, replies made from the question."""

import hashlib
import struct
from dataclasses import dataclass

A, SOA, OPT = 1, 6, 41
NOERROR, SERVFAIL, NXDOMAIN, REFUSED = 0, 2, 3, 5
HEADER = struct.Struct("!6H")
QR, TC, RD, RA = 0x8000, 0x0200, 0x0100, 0x0080


def address_of(name):
    """The one right answer: 198.18.0.0/15 (RFC 2544), the rest a hash of the name."""
    digest = hashlib.sha256(name.lower().encode()).digest()
    return bytes((198, 18 | digest[0] & 1, digest[1], digest[2]))


def question(identifier, name):
    labels = b"".join(bytes((len(label),)) + label.encode() for label in name.split("."))
    return HEADER.pack(identifier, RD, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!2H", A, 1)


@dataclass(frozen=True)
class Question:
    """What a message asks. The octets keep the case that the asker chose."""

    identifier: int
    octets: bytes
    name: str
    type: int
    edns: bool


def read_question(message):
    """The question of a message; ValueError when there is none that can be read."""
    try:
        identifier, _, questions, answers, authorities, additionals = HEADER.unpack_from(message)
        if questions != 1:
            raise ValueError("not one question")
        labels, at = [], HEADER.size
        while message[at]:
            length = message[at]
            if length > 63:
                raise ValueError("a compressed question")
            labels.append(message[at + 1 : at + 1 + length].decode("latin-1"))
            at += 1 + length
        kind, _ = struct.unpack_from("!2H", message, at + 1)
        end = at + 5
        plain = answers + authorities == 0 and additionals > 0
        edns = plain and message[end] == 0 and struct.unpack_from("!H", message, end + 1)[0] == OPT
    except (struct.error, IndexError) as error:
        raise ValueError("cut off") from error
    return Question(identifier, message[HEADER.size : end], ".".join(labels), kind, edns)


def reply(asked, rcode=NOERROR, ttl=60, truncated=False, address=None, identifier=None, octets=None):
    """A reply to a question; address, identifier and octets only for forged ones."""
    answer = authority = b""
    if rcode == NOERROR and not truncated:
        if asked.type == A:
            data = address or address_of(asked.name)
            answer = struct.pack("!3HIH", 0xC00C, A, 1, ttl, 4) + data
        else:
            numbers = struct.pack("!5I", 1, 3600, 600, 86400, 60)
            authority = b"\0" + struct.pack("!2HIH", SOA, 1, 60, 22) + b"\0\0" + numbers
    additional = b"\0" + struct.pack("!2HIH", OPT, 1232, 0, 0) if asked.edns else b""
    flags = QR | RD | RA | rcode | (TC if truncated else 0)
    header = HEADER.pack(
        asked.identifier if identifier is None else identifier,
        flags,
        1,
        1 if answer else 0,
        1 if authority else 0,
        1 if additional else 0,
    )
    return header + (octets or asked.octets) + answer + authority + additional


def read_answer(message):
    """Identifier, name, rcode, whether truncated, address or None: what the client needs of a reply."""
    asked = read_question(message)
    flags, _, answers = struct.unpack_from("!3H", message, 2)
    at, address = HEADER.size + len(asked.octets), None
    try:
        for _ in range(answers):
            at = _after_name(message, at)
            kind, _, _, length = struct.unpack_from("!2HIH", message, at)
            at += 10
            if kind == A and length == 4:
                address = message[at : at + 4]
            at += length
    except (struct.error, IndexError) as error:
        raise ValueError("cut off") from error
    return asked.identifier, asked.name, flags & 15, bool(flags & TC), address


def _after_name(message, at):
    while True:
        length = message[at]
        if length >= 0xC0:
            return at + 2
        at += 1 + length
        if length == 0:
            return at
