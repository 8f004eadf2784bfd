/*
 * Who sends next. Messages to one destination leave in the order in which they were queued, from whichever sockets of
 * the loop. Apart from that each socket sends as much as it can at a time, since one system call sends for one socket.
 */
#include <string.h>

#include "internal.h"

/* So many datagrams are put in order at a time. */
#define WINDOW 256
/* Places in the table of destinations: twice as many as there can be destinations. */
#define PLACES (2 * WINDOW)
#define NONE UINT16_MAX

/* Datagrams with consecutive sequence numbers. They are known by their position, from 0; a destination is known by the
 * position of the first datagram to it. Datagrams that have left stay readable until the flush tells of them. */
typedef struct {
  uint64_t base;                     /* the sequence number at position 0 */
  udp_datagram_t* datagrams[WINDOW]; /* NULL where none is queued on a socket that is due */
  udp_socket_t* sockets[WINDOW];
  uint16_t destination[WINDOW];
  uint16_t next[WINDOW]; /* the following datagram to the same destination, or NONE */
  /* Of each destination: */
  uint16_t front[WINDOW];   /* the first datagram that has not left, or NONE */
  uint16_t last[WINDOW];    /* the last datagram */
  uint64_t held_by[WINDOW]; /* the lowest sequence number that waits in a socket that cannot send */
  uint16_t table[PLACES];   /* open addressing; a destination + 1, or 0 */
} window_t;

/* The place in the table where a destination is, or where it would be. */
static uint32_t place_of(const window_t* window, const struct sockaddr_in* to) {
  uint32_t place = udp_hash_address(to) % PLACES;
  while (window->table[place] != 0 && !udp_same_address(&window->datagrams[window->table[place] - 1]->to, to)) {
    place = (place + 1) % PLACES;
  }
  return place;
}

/* Puts a datagram behind the others to its destination. */
static void chain(window_t* window, uint16_t at) {
  uint32_t place = place_of(window, &window->datagrams[at]->to);
  window->next[at] = NONE;
  if (window->table[place] == 0) {
    window->table[place] = (uint16_t)(at + 1);
    window->front[at] = at;
    window->held_by[at] = UINT64_MAX;
  } else {
    uint16_t destination = (uint16_t)(window->table[place] - 1);
    window->next[window->last[destination]] = at;
  }
  window->destination[at] = (uint16_t)(window->table[place] - 1);
  window->last[window->destination[at]] = at;
}

/* Takes what is queued on the sockets that are due, up to `end`. */
static void fill(window_t* window, const udp_loop_t* loop, uint64_t end) {
  memset(window->datagrams, 0, sizeof(window->datagrams));
  memset(window->table, 0, sizeof(window->table));
  for (udp_socket_t* socket = loop->due[UDP_DUE_SEND].first; socket != NULL; socket = socket->due[UDP_DUE_SEND].next) {
    for (udp_datagram_t* d = socket->unsent.first; d != NULL && d->sequence < end; d = d->next) {
      /* One that ended has nowhere to go: it was withheld, or is too large. */
      window->datagrams[d->sequence - window->base] = d;
      window->sockets[d->sequence - window->base] = socket;
    }
  }
  for (uint16_t at = 0; at < WINDOW; at++) {
    if (window->datagrams[at] != NULL && !window->datagrams[at]->ended) chain(window, at);
  }
}

static void hold(window_t* window, const udp_datagram_t* datagram) {
  if (datagram->ended) return;
  uint32_t place = place_of(window, &datagram->to);
  if (window->table[place] == 0) return;
  uint64_t* held_by = &window->held_by[window->table[place] - 1];
  if (datagram->sequence < *held_by) *held_by = datagram->sequence;
}

/* The socket cannot send: what was queued elsewhere after its datagrams must not overtake them. */
static void hold_behind(window_t* window, const udp_socket_t* socket) {
  if (socket->blocked != NULL) hold(window, socket->blocked->datagram);
  for (const udp_datagram_t* d = socket->unsent.first; d != NULL; d = d->next) hold(window, d);
}

static bool cannot_send(const udp_socket_t* socket) {
  return socket->blocked != NULL || socket->held;
}

/* Whether nothing that was queued before it has to leave before it. */
static bool may_leave(const window_t* window, const udp_datagram_t* datagram) {
  if (datagram->ended) return true;
  uint64_t at = datagram->sequence - window->base;
  uint16_t destination = window->destination[at];
  return window->front[destination] == at && window->held_by[destination] > datagram->sequence;
}

/* Sends what may leave from the front of a socket's queue. */
static void send_from(window_t* window, udp_socket_t* socket, uint64_t end) {
  udp_datagram_t* datagram = socket->unsent.first;
  while (datagram != NULL && datagram->sequence < end && may_leave(window, datagram)) {
    uint64_t at = datagram->sequence - window->base;
    if (!datagram->ended) window->front[window->destination[at]] = window->next[at];
    datagram = datagram->next;
  }
  if (datagram == socket->unsent.first) {
    socket->held = true;
  } else {
    udp_send_queue(socket, datagram == NULL || datagram->sequence > end ? end : datagram->sequence);
  }
  if (cannot_send(socket)) hold_behind(window, socket);
}

/* Puts what is queued with sequence numbers from `base` on in order and sends it. */
static void send_window(udp_loop_t* loop, uint64_t base, uint64_t limit) {
  window_t window;
  window.base = base;
  uint64_t end = limit - base < WINDOW ? limit : base + WINDOW;
  fill(&window, loop, end);
  if (loop->blocked_count != 0) {
    for (udp_socket_t* socket = loop->sockets; socket != NULL; socket = socket->next) {
      if (cannot_send(socket)) hold_behind(&window, socket);
    }
  }
  for (int at = 0; at < WINDOW; at++) {
    /* The earlier ones of its socket have left, or the socket cannot send: so it is in front, or it has left. */
    udp_datagram_t* datagram = window.datagrams[at];
    if (datagram == NULL) continue;
    udp_socket_t* socket = window.sockets[at];
    if (socket->unsent.first == datagram && !cannot_send(socket)) send_from(&window, socket, end);
  }
}

/* Takes the sockets from the list that have nothing to send below `limit`, or cannot now. Returns the lowest sequence
 * number that the others have, or `limit`. */
static uint64_t clear_list(udp_loop_t* loop, uint64_t limit) {
  uint64_t lowest = limit;
  udp_socket_t* next;
  for (udp_socket_t* socket = loop->due[UDP_DUE_SEND].first; socket != NULL; socket = next) {
    next = socket->due[UDP_DUE_SEND].next;
    const udp_datagram_t* first = socket->unsent.first;
    if (first == NULL || cannot_send(socket)) {
      udp_due_remove(socket, UDP_DUE_SEND);
    } else if (first->sequence < lowest) {
      lowest = first->sequence;
    }
  }
  return lowest;
}

void udp_send_in_order(udp_loop_t* loop, uint64_t limit) {
  udp_socket_t* first = loop->due[UDP_DUE_SEND].first;
  if (first == NULL) return;
  if (first == loop->due[UDP_DUE_SEND].last && loop->blocked_count == 0) {
    /* Nobody to be in order with. */
    udp_send_queue(first, limit);
    clear_list(loop, limit);
    return;
  }
  for (uint64_t base; (base = clear_list(loop, limit)) < limit;) send_window(loop, base, limit);
}
