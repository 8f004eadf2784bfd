/* The queue of each socket, what to do when the kernel is full, and who is told how a send ended. */
#include <stdlib.h>

#include "platform.h"

void udp_socket_send(udp_socket_t* socket, udp_datagram_t* datagram, uint32_t id, udp_address_t to) {
  datagram->id = id;
  datagram->sequence = socket->loop->next_sequence++;
  udp_address_to(to, &datagram->to);
  udp_queue_push(&socket->unsent, datagram);
  socket->loop->queued++;
  if (socket->blocked == NULL && !socket->held) udp_due_add(socket, UDP_DUE_SEND);
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
  udp_queue_push(&socket->ended, datagram);
  udp_due_list(socket, UDP_DUE_TELL);
}

/* A socket is not blocked any more, or closed: what waits behind it, in whichever socket, is looked at again. */
static void unblock(udp_socket_t* socket) {
  udp_loop_t* loop = socket->loop;
  loop->blocked_count--;
  for (udp_socket_t* each = loop->sockets; each != NULL; each = each->next) {
    if (!each->held) continue;
    each->held = false;
    udp_due_add(each, UDP_DUE_SEND);
  }
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
  if (status != 0 && socket->tells_unreachable) {
    /* It may be the error of an earlier datagram. The platform can tell; libuv cannot. */
    udp_queue_t again = {0};
    udp_queue_push(&again, datagram);
    udp_queue_put_back(&socket->unsent, &again);
  } else {
    datagram->error = status;
    finish(socket, datagram);
  }
  unblock(socket);
  if (socket->unsent.count != 0) udp_due_add(socket, UDP_DUE_SEND);
  udp_arm(socket->loop);
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
    socket->loop->blocked_count++;
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
  udp_queue_put_back(&socket->unsent, &rest);
  wait_until_writable(socket);
}

void udp_send_queue(udp_socket_t* socket, uint64_t end) {
  udp_datagram_t* batch[UDP_BATCH_MAX];
  while (socket->blocked == NULL) {
    int count = 0;
    for (udp_datagram_t* d = socket->unsent.first; d != NULL && d->sequence < end && count < UDP_BATCH_MAX;
         d = d->next) {
      batch[count++] = d;
    }
    if (count == 0) return;
    udp_platform_send(socket, batch, count);
    finish_batch(socket, count);
  }
}

/* Takes what has ended from all sockets, socket by socket, since callbacks come in that order on a device. Those that
 * have refusals to tell of stay in the list. */
static udp_queue_t take_ended(udp_loop_t* loop) {
  udp_queue_t all = {0};
  udp_socket_t* next;
  for (udp_socket_t* socket = loop->due[UDP_DUE_TELL].first; socket != NULL; socket = next) {
    next = socket->due[UDP_DUE_TELL].next;
    udp_queue_append(&all, &socket->ended);
    if (socket->refused == 0) udp_due_remove(socket, UDP_DUE_TELL);
  }
  udp_queue_append(&all, &loop->ended);
  return all;
}

static bool tell_refused(udp_loop_t* loop) {
  bool running = true;
  for (udp_socket_t* socket; running && (socket = loop->due[UDP_DUE_TELL].first) != NULL;) {
    udp_due_remove(socket, UDP_DUE_TELL);
    uint32_t count = socket->refused;
    socket->refused = 0;
    running = loop->handlers->refused(socket->owner, count, socket->refused_error, socket->refused_to);
  }
  return running;
}

void udp_tell_ended(udp_loop_t* loop, bool running) {
  /* What the callbacks queue and end belongs to the next flush. */
  udp_queue_t ended = take_ended(loop);
  running = running && tell_refused(loop);
  for (udp_datagram_t* datagram; (datagram = udp_queue_shift(&ended)) != NULL;) {
    if (running && datagram->id != 0) {
      running = loop->handlers->sent(loop->context, datagram->id, datagram->error, datagram->size);
    }
    udp_datagram_free(loop, datagram);
  }
  for (udp_socket_t* socket; running && (socket = loop->due[UDP_DUE_UNREACHABLE].first) != NULL;) {
    running = udp_tell_unreachable(socket);
  }
}

void udp_send_drop(udp_socket_t* socket, void (*dropped)(void* context, uint32_t id), void* context) {
  for (udp_datagram_t* datagram; (datagram = udp_queue_shift(&socket->unsent)) != NULL;) {
    if (dropped != NULL) dropped(context, datagram->id);
    udp_datagram_free(socket->loop, datagram);
  }
  udp_queue_append(&socket->loop->ended, &socket->ended);
  if (socket->blocked == NULL) return;
  /* libuv has it until on_blocked_sent, which frees it. */
  if (dropped != NULL) dropped(context, socket->blocked->datagram->id);
  unblock(socket);
}
