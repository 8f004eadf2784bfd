/* To the kernel: the queue of each socket, what to do when the kernel is full, and who is told how a send ended. */
#include <stdlib.h>

#include "udp_batch.h"

void udp_queue_push(udp_queue_t* queue, udp_datagram_t* datagram) {
  datagram->next = NULL;
  if (queue->last != NULL) {
    queue->last->next = datagram;
  } else {
    queue->first = datagram;
  }
  queue->last = datagram;
  queue->count++;
}

udp_datagram_t* udp_queue_shift(udp_queue_t* queue) {
  udp_datagram_t* datagram = queue->first;
  if (datagram == NULL) return NULL;
  queue->first = datagram->next;
  if (queue->first == NULL) queue->last = NULL;
  queue->count--;
  return datagram;
}

udp_datagram_t* udp_datagram_new(udp_loop_t* loop, size_t size) {
  bool fits = size <= UDP_DATAGRAM_MAX;
  udp_datagram_t* datagram = malloc(sizeof(*datagram) + (fits ? size + 1 : 0));
  if (datagram == NULL) return NULL;
  datagram->size = size;
  datagram->error = fits ? 0 : UV_EMSGSIZE;
  datagram->ended = !fits;
  loop->counters.datagrams.opened++;
  return datagram;
}

uint8_t* udp_datagram_bytes(udp_datagram_t* datagram) {
  return datagram->bytes;
}

void udp_datagram_free(udp_loop_t* loop, udp_datagram_t* datagram) {
  loop->counters.datagrams.freed++;
  free(datagram);
}

void udp_socket_send(udp_socket_t* socket, udp_datagram_t* datagram, uint32_t id, udp_address_t to) {
  datagram->id = id;
  udp_address_to(to, &datagram->to);
  udp_queue_push(&socket->unsent, datagram);
  socket->loop->queued++;
  if (socket->blocked == NULL) udp_loop_list(socket);
}

int udp_socket_withhold(udp_socket_t* socket, size_t size, uint32_t id) {
  udp_datagram_t* datagram = udp_datagram_new(socket->loop, 0);
  if (datagram == NULL) return UV_ENOMEM;
  datagram->size = size;
  if (size > UDP_DATAGRAM_MAX) datagram->error = UV_EMSGSIZE;
  datagram->ended = true;
  udp_socket_send(socket, datagram, id, (udp_address_t){0});
  return 0;
}

/* A datagram has left or was refused. The list of those whose senders are to be told takes it. */
static void finish(udp_socket_t* socket, udp_datagram_t* datagram) {
  if (datagram->error != 0 && datagram->id == 0) {
    if (socket->refused++ == 0) {
      socket->refused_error = datagram->error;
      socket->refused_to = udp_address_from(&datagram->to);
    }
  }
  udp_queue_push(&socket->loop->done, datagram);
}

static void on_blocked_sent(uv_udp_send_t* request, int status) {
  udp_socket_t* socket = request->data;
  udp_datagram_t* datagram = socket->blocked->datagram;
  free(socket->blocked);
  socket->blocked = NULL;
  if (socket->owner == NULL) {
    udp_datagram_free(socket->loop, datagram);
    return;
  }
  datagram->error = status;
  finish(socket, datagram);
  /* Also with an empty queue: if it was refused and has no id, the flush tells of it. */
  udp_loop_list(socket);
}

/*
 * The kernel is full. Gives one datagram to libuv, whose callback says when the socket is writable again. Never more
 * than one: libuv 1.46 fails those queued behind a refused one, and crashes when a socket with hundreds is closed in
 * its receive callback.
 */
static void wait_until_writable(udp_socket_t* socket) {
  udp_datagram_t* datagram = udp_queue_shift(&socket->unsent);
  udp_blocked_t* blocked = malloc(sizeof(*blocked));
  int error = UV_ENOMEM;
  if (blocked != NULL) {
    blocked->datagram = datagram;
    blocked->request.data = socket;
    uv_buf_t buffer = uv_buf_init((char*)datagram->bytes, (unsigned)datagram->size);
    error = uv_udp_send(&blocked->request, &socket->handle, &buffer, 1, (const struct sockaddr*)&datagram->to,
                        on_blocked_sent);
  }
  if (error == 0) {
    socket->blocked = blocked;
  } else {
    free(blocked);
    datagram->error = error;
    finish(socket, datagram);
  }
}

/* Takes the datagrams that were just sent from the queue; those that have not ended stay in front of it. */
static void finish_batch(udp_socket_t* socket, int count) {
  udp_queue_t rest = {0};
  for (int i = 0; i < count; i++) {
    udp_datagram_t* datagram = udp_queue_shift(&socket->unsent);
    if (datagram->ended) {
      finish(socket, datagram);
    } else {
      udp_queue_push(&rest, datagram);
    }
  }
  if (rest.count == 0) return;
  rest.last->next = socket->unsent.first;
  socket->unsent.first = rest.first;
  if (socket->unsent.last == NULL) socket->unsent.last = rest.last;
  socket->unsent.count += rest.count;
  wait_until_writable(socket);
}

void udp_send_queue(udp_socket_t* socket) {
  udp_datagram_t* batch[UDP_BATCH_MAX];
  while (socket->unsent.count != 0 && socket->blocked == NULL) {
    int count = 0;
    for (udp_datagram_t* d = socket->unsent.first; d != NULL && count < UDP_BATCH_MAX; d = d->next) batch[count++] = d;
    udp_batch_send(socket, batch, count);
    finish_batch(socket, count);
  }
}

bool udp_send_tell_refused(udp_socket_t* socket) {
  if (socket->refused == 0) return true;
  uint32_t count = socket->refused;
  socket->refused = 0;
  return socket->loop->handlers->refused(socket->owner, count, socket->refused_error, socket->refused_to);
}

void udp_send_tell_done(udp_loop_t* loop, bool running) {
  /* What the callbacks queue and end belongs to the next flush. */
  udp_queue_t done = loop->done;
  loop->done = (udp_queue_t){0};
  for (udp_datagram_t* datagram; (datagram = udp_queue_shift(&done)) != NULL;) {
    if (running && datagram->id != 0) {
      running = loop->handlers->sent(loop->context, datagram->id, datagram->error, datagram->size);
    }
    udp_datagram_free(loop, datagram);
  }
}

void udp_send_drop(udp_socket_t* socket, void (*dropped)(void* context, uint32_t id), void* context) {
  for (udp_datagram_t* datagram; (datagram = udp_queue_shift(&socket->unsent)) != NULL;) {
    if (dropped != NULL) dropped(context, datagram->id);
    udp_datagram_free(socket->loop, datagram);
  }
  /* libuv has it until on_blocked_sent, which frees it. */
  if (socket->blocked != NULL && dropped != NULL) dropped(context, socket->blocked->datagram->id);
}
