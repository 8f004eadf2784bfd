"""Receives datagrams and says how many hops each may still travel, which JavaScript cannot ask.

Usage: ttl_receiver.py [group interface]
Listens on every address, also for the multicast group where one is given. Prints its port, then the TTL of each
datagram that arrives, one a line, until it is killed or its standard input ends.
"""
import select
import socket
import struct
import sys

IP_RECVTTL = getattr(socket, 'IP_RECVTTL', 12)  # 12: Linux, for a Python that does not name it

receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
receiver.bind(('0.0.0.0', 0))
if len(sys.argv) > 1:
    group, interface = sys.argv[1:3]
    membership = socket.inet_aton(group) + socket.inet_aton(interface)
    receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
print(receiver.getsockname()[1], flush=True)

while True:
    readable, _, _ = select.select([receiver, sys.stdin], [], [])
    if sys.stdin in readable:
        break
    _, ancillary, _, _ = receiver.recvmsg(1024, 256)
    for level, kind, data in ancillary:
        if (level, kind) == (socket.IPPROTO_IP, socket.IP_TTL):
            print(struct.unpack('=i', data[:4])[0], flush=True)
