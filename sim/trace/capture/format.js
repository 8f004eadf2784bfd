'use strict';

// Numbers of the pcapng format (draft-tuexen-opsawg-pcapng) and of the link types that captures have.

/** Types of blocks. */
const BLOCKS = { SECTION: 0x0a0d0d0a, INTERFACE: 1, SIMPLE: 3, PACKET: 6 };

/** A section begins with it, in the byte order that all of the section has. */
const BYTE_ORDER = 0x1a2b3c4d;

/** Codes of options: those of any block, of a section, of an interface, and of a packet. */
const OPTIONS = {
  END: 0, COMMENT: 1,
  APPLICATION: 4,
  NAME: 2, RESOLUTION: 9, OFFSET: 14,
  FLAGS: 2, ID: 5, QUEUE: 6,
};

/** In the flags of a packet: its direction in the first two bits, and the kind of its receiver. */
const FLAGS = { IN: 1, OUT: 2, DIRECTION: 3, MULTICAST: 2 << 2, BROADCAST: 3 << 2 };

const LINKS = { NULL: 0, ETHERNET: 1, RAW: 101, LOOP: 108, LINUX_SLL: 113, IPV4: 228, LINUX_SLL2: 276 };

/** Protocols in IPv4. */
const ICMP = 1;
const UDP = 17;

/** Bytes of the headers of IPv4, without options, of ICMP and of UDP. */
const IP_HEADER = 20;
const ICMP_HEADER = 8;
const UDP_HEADER = 8;

/** The type and the code of an ICMP message. */
const PORT_UNREACHABLE = 0x0303;

/** @returns {number} the length with which a block or an option fills whole words of 4 bytes */
function padded(length) {
  return (length + 3) & ~3;
}

module.exports = {
  BLOCKS, BYTE_ORDER, FLAGS, ICMP, ICMP_HEADER, IP_HEADER, LINKS, OPTIONS, PORT_UNREACHABLE, UDP, UDP_HEADER, padded,
};
