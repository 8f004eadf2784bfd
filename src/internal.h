/* What the core's files know of each other. */
#ifndef IOTJS_DGRAM_INTERNAL_H
#define IOTJS_DGRAM_INTERNAL_H

#include "udp.h"

/* A list of datagrams in the order in which they were queued. The list owns them. */
typedef struct {
  udp_datagram_t* first;
  udp_datagram_t* last;
  uint32_t count;
} udp_queue_t;

struct udp_datagram {
  udp_datagram_t* next;
  size_t size;
  uint64_t sequence; /* its place among the datagrams and binds of the loop */
  uint32_t id;       /* 0: nobody waits for its end */
  int error;         /* 0, or why it was refused */
  bool ended;        /* it has left or was refused */
  struct sockaddr_in to;
  uint8_t bytes[];
};

/* The one datagram that waits in libuv for a full kernel to take more. Owns the datagram. */
typedef struct {
  uv_udp_send_t request;
  udp_datagram_t* datagram;
} udp_blocked_t;

/* What a flush may have to do for a socket. */
typedef enum {
  UDP_DUE_BIND,        /* the bind that was asked for */
  UDP_DUE_SEND,        /* what is queued, while the kernel takes it */
  UDP_DUE_TELL,        /* the senders of datagrams that have ended are to be told */
  UDP_DUE_UNREACHABLE, /* `unreachable` is to be told */
  UDP_DUE_KINDS,
} udp_due_kind_t;

/* A socket's place in the list of those that something is due for. */
typedef struct {
  bool listed;
  udp_socket_t* next;
  udp_socket_t* previous;
} udp_due_t;

typedef struct {
  udp_socket_t* first;
  udp_socket_t* last;
} udp_due_list_t;

struct udp_socket {
  uv_udp_t handle;
  udp_loop_t* loop;
  void* owner; /* NULL once closed: no handler is called any more */
  udp_socket_t* next;
  udp_socket_t* previous;

  udp_due_t due[UDP_DUE_KINDS];

  /* What udp_socket_bind asked for, while `binding`; the next flush does it. */
  bool binding;
  bool reuse_address;
  udp_address_t bind_to;
  uint64_t bind_sequence; /* its place among the datagrams of the loop */

  bool receives_batches; /* it has had datagrams to receive one after the other */
  bool coalesces;        /* the kernel brought runs of them in one piece when it last received */
  uint64_t waited_then;  /* how long the loop had waited in all when it last received: see linux/receive.c */

  udp_queue_t unsent;
  uint32_t largest_segment; /* runs of larger datagrams were refused on this socket */
  udp_queue_t ended;        /* datagrams that left or were refused, whose senders have not been told */
  udp_blocked_t* blocked;   /* NULL while the kernel takes what we give it. Owned. */
  bool held;                /* its first datagram must not overtake one of a socket that is blocked */

  /* Failed sends without an id that the caller has not been told of. */
  uint32_t refused;
  int refused_error;
  udp_address_t refused_to;

  bool tells_unreachable;
  udp_queue_t unreachable; /* for each datagram that did not arrive, an empty one with its address and the error */
};

/* See linux/busy_poll.c. */
typedef struct {
  uint64_t time;     /* how long at most, in nanoseconds; 0: not at all */
  uv_idle_t idle;    /* active while the loop polls without sleeping */
  uint64_t until;    /* uv_hrtime */
  bool polled;       /* since it started */
  uint64_t in_vain;  /* how many polls brought nothing, in all */
  uint32_t pause;    /* grows with each wait in vain, shrinks with each that paid */
  uint32_t left_out; /* answers still to go by before the next wait */
} udp_busy_poll_t;

typedef struct udp_lookup udp_lookup_t;
typedef struct udp_arena udp_arena_t;

struct udp_loop {
  uv_loop_t* uv;
  const udp_handlers_t* handlers;
  void* context;
  bool closing;
  udp_segmentation_t segmentation;
  bool segmentation_known; /* whether the kernel knows segments has been asked */

  udp_socket_t* sockets; /* all that are open */
  udp_lookup_t* lookups; /* all under way */
  uint32_t users;        /* see lifetime.c */

  /* The flush: prepare is the moment, idle keeps the poll behind it from blocking when callbacks sent again. */
  void (*flush)(udp_loop_t* loop);
  uv_prepare_t prepare;
  uv_idle_t idle;
  bool armed;
  udp_due_list_t due[UDP_DUE_KINDS];
  uint64_t next_sequence; /* of the next datagram that is queued, or bind that is asked for */
  uint32_t blocked_count; /* sockets whose kernel buffer is full */
  udp_queue_t ended;      /* the same as a socket's, of sockets that have been closed */
  uint32_t queued;        /* datagrams queued since the last flush ended */

  udp_busy_poll_t busy_poll;

  udp_arena_t* arena; /* where datagrams are received; the platform's, made when the first socket receives */
  udp_counters_t counters;
};

/*
 * What each file gives to the others. Calls go downwards in this list: a file calls none that stands above it, and what
 * has to come up comes up through loop->flush and udp_handlers_t.
 */

/* flush.c */
void udp_flush(udp_loop_t* loop);

/* order.c: sends what was queued before sequence number `limit`, from all sockets that are due. */
void udp_send_in_order(udp_loop_t* loop, uint64_t limit);

/* socket.c: does the bind that was asked for, and tells. Returns false when no more script can run. */
bool udp_socket_bind_now(udp_socket_t* socket);

/* lookup.c */
void udp_lookup_cancel_all(udp_loop_t* loop);

/* lifetime.c: who needs the loop's memory. The last release frees it and calls the `closed` handler. */
void udp_loop_retain(udp_loop_t* loop);
void udp_loop_release(udp_loop_t* loop);

/* send.c */
/* Sends what is queued with sequence numbers below `end`, until there is no more or the kernel is full. */
void udp_send_queue(udp_socket_t* socket, uint64_t end);
void udp_send_drop(udp_socket_t* socket, void (*dropped)(void* context, uint32_t id), void* context);
/* Tells the senders of all that has ended, if script can run. */
void udp_tell_ended(udp_loop_t* loop, bool running);

/* receive.c: for the platform's receive.c. The first two return false when the batch must stop. */
bool udp_deliver(udp_socket_t* socket, const uint8_t* bytes, size_t size, const struct sockaddr_in* from);
bool udp_deliver_error(udp_socket_t* socket, int error);
/* Tells of the datagrams that did not arrive. Returns false when no more script can run. */
bool udp_tell_unreachable(udp_socket_t* socket);

/* due.c */
void udp_due_add(udp_socket_t* socket, udp_due_kind_t kind);  /* for the next flush */
void udp_due_list(udp_socket_t* socket, udp_due_kind_t kind); /* for the flush that is under way, or is armed already */
void udp_due_remove(udp_socket_t* socket, udp_due_kind_t kind);
bool udp_is_due(const udp_loop_t* loop);
/* Sees to it that the flush runs before the loop next polls, or not. */
void udp_arm(udp_loop_t* loop);
void udp_disarm(udp_loop_t* loop);
void udp_flush_now(udp_loop_t* loop);

/* datagram.c */
void udp_queue_push(udp_queue_t* queue, udp_datagram_t* datagram);
udp_datagram_t* udp_queue_shift(udp_queue_t* queue);             /* NULL where it is empty */
void udp_queue_put_back(udp_queue_t* queue, udp_queue_t* front); /* takes all of `front` */
void udp_queue_append(udp_queue_t* queue, udp_queue_t* back);    /* takes all of `back`, which is empty then */

/* process.c */
void udp_counters_retire(const udp_loop_t* loop);

/* address.c */
udp_address_t udp_address_from(const struct sockaddr_in* in);
void udp_address_to(udp_address_t address, struct sockaddr_in* out);
bool udp_same_address(const struct sockaddr_in* a, const struct sockaddr_in* b);
uint32_t udp_hash_address(const struct sockaddr_in* in); /* 16 bits */

#endif
