/* What the core's files know of each other. */
#ifndef IOTJS_DGRAM_UDP_INTERNAL_H
#define IOTJS_DGRAM_UDP_INTERNAL_H

#include "udp_socket.h"

/* A list of datagrams in the order in which they were queued. The list owns them. */
typedef struct {
  udp_datagram_t* first;
  udp_datagram_t* last;
  uint32_t count;
} udp_queue_t;

struct udp_datagram {
  udp_datagram_t* next;
  size_t size;
  uint32_t id; /* 0: nobody waits for its end */
  int error;   /* 0, or why it was refused */
  bool ended;  /* it has left or was refused */
  struct sockaddr_in to;
  uint8_t bytes[];
};

/* The one datagram that waits in libuv for a full kernel to take more. Owns the datagram. */
typedef struct {
  uv_udp_send_t request;
  udp_datagram_t* datagram;
} udp_blocked_t;

struct udp_socket {
  uv_udp_t handle;
  udp_loop_t* loop;
  void* owner; /* NULL once closed: no handler is called any more */
  udp_socket_t* next;
  udp_socket_t* previous;

  /* What udp_socket_bind asked for, while `binding`; the next flush does it. */
  bool binding;
  bool reuse_address;
  udp_address_t bind_to;

  bool receives_batches; /* it has had datagrams to receive one after the other */
  bool coalesces;        /* the kernel brought runs of them in one piece when it last received */
  uint64_t waited_then;  /* how long the loop had waited in all when it last received; see on_readable */

  udp_queue_t unsent;
  uint32_t largest_segment; /* runs of larger datagrams were refused on this socket */
  bool listed;              /* in loop->waiting */
  udp_socket_t* next_waiting;
  udp_socket_t* previous_waiting;

  udp_blocked_t* blocked; /* NULL while the kernel takes what we give it. Owned. */

  /* Failed sends without an id that the caller has not been told of. */
  uint32_t refused;
  int refused_error;
  udp_address_t refused_to;
};

/* See udp_busy_poll_linux.c. */
typedef struct {
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
  uint32_t handles;      /* uv handles whose close callback has not run yet */

  /* The flush: prepare is the moment, idle keeps the poll behind it from blocking when callbacks sent again. */
  uv_prepare_t prepare;
  uv_idle_t idle;
  bool armed;
  udp_socket_t* waiting; /* sockets that have something for the next flush to do: a bind, or datagrams to send */
  udp_socket_t* last_waiting;
  uint32_t waiting_count;
  udp_queue_t done; /* datagrams that ended and whose senders have not been told */
  uint32_t queued;  /* datagrams queued since the last flush ended */

  udp_busy_poll_t busy_poll;

  udp_arena_t* arena; /* where datagrams are received; the platform's, made when the first socket receives */
  udp_counters_t counters;
};

/* udp_loop.c */
void udp_loop_list(udp_socket_t* socket);
void udp_loop_unlist(udp_socket_t* socket);

/* The flush: binds the sockets that wait for it, sends what is queued on the others, then tells whose sends have ended.
 * Runs when the tick queue is empty: before the loop polls, and from the receive path. */
void udp_loop_flush(udp_loop_t* loop);
void udp_loop_handle_closed(udp_loop_t* loop);
void udp_loop_end_if_idle(udp_loop_t* loop);

/* udp_send.c */
void udp_queue_push(udp_queue_t* queue, udp_datagram_t* datagram);
udp_datagram_t* udp_queue_shift(udp_queue_t* queue);
void udp_send_drop(udp_socket_t* socket, void (*dropped)(void* context, uint32_t id), void* context);

/* Sends what is queued until the queue is empty or the kernel is full. */
void udp_send_queue(udp_socket_t* socket);

/* Tells those whose sends have ended. */
void udp_send_tell_done(udp_loop_t* loop, bool running);
bool udp_send_tell_refused(udp_socket_t* socket);

/* udp_receive.c: for the platform files. Both return false when the batch must stop. */
bool udp_receive_deliver(udp_socket_t* socket, const uint8_t* bytes, size_t size, const struct sockaddr_in* from);
bool udp_receive_fail(udp_socket_t* socket, int error);

/* udp_lookup.c */
void udp_lookup_cancel_all(udp_loop_t* loop);

/* udp_busy_poll_linux.c */
void udp_busy_poll_start(udp_loop_t* loop); /* an answer has left */
void udp_busy_poll_end(udp_loop_t* loop);   /* a message has come */

/* udp_process.c */
void udp_counters_retire(const udp_loop_t* loop);

/* udp_socket.c */
bool udp_socket_bind_now(udp_socket_t* socket);
udp_address_t udp_address_from(const struct sockaddr_in* in);
void udp_address_to(udp_address_t address, struct sockaddr_in* out);

#endif
