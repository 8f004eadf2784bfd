/*
 * The core's public header: UDP sockets over libuv, for a caller that lives on the loop's thread.
 *
 * Nothing here knows of JavaScript. Functions that can fail answer with 0 or with libuv's negative error code; what
 * happens later comes up through udp_handlers_t, and never from within the call that asked for it.
 *
 * Who owns what:
 *  - udp_loop_t      from udp_loop_open until its `closed` handler has run; the core frees it.
 *  - udp_socket_t    from udp_socket_open until its uv close callback, which frees it; where uv_udp_init failed, freed
 *                    on the spot. The caller must forget the pointer when it calls udp_socket_close or when
 *                    `detached` tells it that the loop is closing.
 *  - udp_datagram_t  the caller's from udp_datagram_new until udp_socket_send takes it (or udp_datagram_free); then
 *                    the core's until it is sent, refused or dropped.
 *  - received bytes  belong to the loop's receive arena and are valid during the `message` handler only.
 */
#ifndef IOTJS_DGRAM_UDP_H
#define IOTJS_DGRAM_UDP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/* The largest payload of a UDP datagram over IPv4: 65,535 less the IP and the UDP header. */
#define UDP_DATAGRAM_MAX 65507

typedef struct udp_loop udp_loop_t;
typedef struct udp_socket udp_socket_t;
typedef struct udp_datagram udp_datagram_t;

/* An IPv4 address and a port, both in host byte order. */
typedef struct {
  uint32_t ip;
  uint16_t port;
} udp_address_t;

/* What the core tells its caller. Those that return bool run script: false says that no more script can run in this
 * environment, and the core stops the batch it is in. A handler may call any function of this header. */
typedef struct {
  /* The bind asked for has been done, and messages are delivered from now on; or error says why not. */
  bool (*bound)(void* owner, int error, udp_address_t address);
  bool (*message)(void* owner, const uint8_t* bytes, size_t size, udp_address_t from);
  bool (*receive_failed)(void* owner, int error);
  /* A send with an id has ended: error is 0 or why the system refused it. */
  bool (*sent)(void* context, uint32_t id, int error, size_t size);
  /* The system refused `count` sends without an id since this was last called; the first one for this reason. */
  bool (*refused)(void* owner, uint32_t count, int error, udp_address_t to);
  bool (*resolved)(void* context, uint32_t id, int error, uint32_t ip);
  /* With UDP_TELL_UNREACHABLE: a datagram to `to` did not arrive, or a run of them that left as one segmented send.
   * UV_ECONNREFUSED: nobody listens there; UV_EHOSTUNREACH, UV_ENETUNREACH and others: it did not get there. */
  bool (*unreachable)(void* owner, int error, udp_address_t to);
  /* The loop is closing and has closed this owner's socket. Runs no script. */
  void (*detached)(void* owner);
  /* Everything of this loop is closed and freed. Runs no script. */
  void (*closed)(void* context);
} udp_handlers_t;

/* --- loop: what the sockets of one environment share (loop.c) --- */

/* Where a run of datagrams may leave as one segmented send, if the platform has that. */
typedef enum {
  UDP_SEGMENT_LOOPBACK, /* to 127.0.0.0/8: no device is involved */
  UDP_SEGMENT_ALL,
  UDP_SEGMENT_OFF,
} udp_segmentation_t;

void udp_loop_set_segmentation(udp_loop_t* loop, udp_segmentation_t segmentation);

/* How long the loop polls for the next message after an answer, if the platform does that; 0: it sleeps at once, as it
 * does unless this is called. */
void udp_loop_set_busy_poll(udp_loop_t* loop, uint32_t microseconds);

/* `handlers` must outlive the loop; `context` is handed to those of them that are not about one socket. */
int udp_loop_open(uv_loop_t* uv, const udp_handlers_t* handlers, void* context, udp_loop_t** out);

/* Closes every socket, drops every unsent datagram, cancels every lookup or waits for it; then calls `closed`. */
void udp_loop_close(udp_loop_t* loop);

/* --- socket (socket.c) --- */

typedef enum {
  UDP_BROADCAST,
  UDP_TTL,
  UDP_MULTICAST_TTL,
  UDP_MULTICAST_LOOPBACK,
  UDP_TELL_UNREACHABLE, /* whether `unreachable` is told of the ICMP errors that come back; on Linux only */
} udp_option_t;

/* `owner` is handed to the handlers that are about this socket. */
int udp_socket_open(udp_loop_t* loop, void* owner, udp_socket_t** out);

/* Binds the socket and starts to deliver what arrives, at the next flush; `bound` tells. A bound socket keeps the loop
 * alive until it is closed. */
int udp_socket_bind(udp_socket_t* socket, udp_address_t address, bool reuse_address);
int udp_socket_address(const udp_socket_t* socket, udp_address_t* out);
int udp_socket_set_option(udp_socket_t* socket, udp_option_t option, int value);

/* `interface_address` NULL lets the system choose. Both are IPv4 literals. */
int udp_socket_set_membership(udp_socket_t* socket, const char* group, const char* interface_address,
                              uv_membership membership);

/* Closes the socket. Datagrams that have not left are dropped: `dropped` (unless NULL) is told the id of each, also
 * where that is 0. No handler is called for this socket any more. */
void udp_socket_close(udp_socket_t* socket, void (*dropped)(void* context, uint32_t id), void* context);

/* --- sending (datagram.c, send.c) --- */

/* A datagram of `size` bytes, to be filled by the caller, who may write one more (the NUL that ends a string); NULL if
 * there is no memory. One larger than UDP_DATAGRAM_MAX holds no bytes: it is refused when its turn to leave comes, as
 * the system would. */
udp_datagram_t* udp_datagram_new(udp_loop_t* loop, size_t size);
uint8_t* udp_datagram_bytes(udp_datagram_t* datagram);
void udp_datagram_free(udp_loop_t* loop, udp_datagram_t* datagram);

/* Queues a datagram. It leaves before the loop next polls or at the end of the receive batch under way; behind what was
 * queued for the same destination before, on whichever socket of the loop. With an id
 * other than 0, `sent` tells how it ended; without, only `refused` tells that it failed. */
void udp_socket_send(udp_socket_t* socket, udp_datagram_t* datagram, uint32_t id, udp_address_t to);

/* Queues a datagram of `size` bytes that is not given to the system: when its turn comes it ends as if it had been. */
int udp_socket_withhold(udp_socket_t* socket, size_t size, uint32_t id);

/* --- names (lookup.c) --- */

/* Looks up the first IPv4 address of a name; `resolved` tells. Who asks while the same name is being looked up shares
 * that lookup and is told in the order of asking. */
int udp_lookup_start(udp_loop_t* loop, const char* name, uint32_t id);

/* --- addresses (address.c) --- */

/* Parses an IPv4 literal in dotted-quad form. */
bool udp_parse_ip(const char* text, uint32_t* ip);

/* --- what all environments of the process share (process.c) --- */

/* How many of each kind were ever opened and freed. */
typedef struct {
  uint64_t opened;
  uint64_t freed;
} udp_count_t;

typedef struct {
  udp_count_t loops;
  udp_count_t sockets;
  udp_count_t datagrams;
  udp_count_t lookups;
  udp_count_t references; /* the caller's, to script objects: udp_count_reference */
} udp_counters_t;

/* The counts of all loops of the process that have ended, and of this one. */
void udp_counters_read(const udp_loop_t* loop, udp_counters_t* out);

void udp_count_reference(udp_loop_t* loop, bool opened);

/* True the first time that it is asked about this number, below UDP_WARNINGS_MAX, in this process, in whichever
 * thread. */
#define UDP_WARNINGS_MAX 32
bool udp_first_time(unsigned number);

#endif
