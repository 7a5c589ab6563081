"""An upstream that falls silent: it answers every name with one address, 192.0.2.99, until a file is
there; from then on it answers nothing, or only for the root, as one does that cannot reach others.

    python3 falling-silent.py FILE TTL nothing|root ADDRESS:PORT...
"""

import os
import select
import socket
import struct
import sys

silent, ttl, still = sys.argv[1], int(sys.argv[2]), sys.argv[3]
sockets = []
for place in sys.argv[4:]:
    address, port = place.split(":")
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    s.bind((address, int(port)))
    sockets.append(s)
answer = b"\xc0\x0c\0\1\0\1" + struct.pack("!I", ttl) + b"\0\4\xc0\0\2\x63"
while True:
    for s in select.select(sockets, [], [])[0]:
        packet, client = s.recvfrom(4096)
        is_root = packet[12] == 0
        if os.path.exists(silent) and not (is_root and still == "root"):
            continue
        end = packet.index(b"\0", 12) + 5
        s.sendto(packet[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + packet[12:end] + answer, client)
