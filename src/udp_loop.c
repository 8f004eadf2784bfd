/* What the sockets of one environment share: the moment of sending, and how everything ends. */
#include <stdlib.h>

#include "udp_batch.h"

static void on_prepare(uv_prepare_t* handle) {
  udp_loop_flush(handle->data);
}

/* The idle handle does its work by being there: with one, libuv polls without blocking. */
static void on_idle(uv_idle_t* handle) {
  (void)handle;
}

int udp_loop_open(uv_loop_t* uv, const udp_handlers_t* handlers, void* context, udp_loop_t** out) {
  udp_loop_t* loop = calloc(1, sizeof(*loop));
  if (loop == NULL) return UV_ENOMEM;
  loop->uv = uv;
  loop->handlers = handlers;
  loop->context = context;
  loop->counters.loops.opened = 1;

  /* Documented to always succeed; a handle once initialised could only be freed through uv_close. */
  uv_prepare_init(uv, &loop->prepare);
  uv_idle_init(uv, &loop->idle);
  loop->prepare.data = loop;
  loop->idle.data = loop;
  uv_idle_init(uv, &loop->busy_poll.idle);
  loop->busy_poll.idle.data = loop;
  loop->handles = 3;
  *out = loop;
  return 0;
}

void udp_loop_set_segmentation(udp_loop_t* loop, udp_segmentation_t segmentation) {
  loop->segmentation = segmentation;
}

/* Sees to it that udp_loop_flush runs before the loop next polls. Neither start nor stop can fail. */
static void arm(udp_loop_t* loop) {
  if (loop->armed || loop->closing) return;
  loop->armed = true;
  uv_prepare_start(&loop->prepare, on_prepare);
  uv_idle_start(&loop->idle, on_idle);
}

static void disarm(udp_loop_t* loop) {
  if (!loop->armed) return;
  loop->armed = false;
  uv_prepare_stop(&loop->prepare);
  uv_idle_stop(&loop->idle);
}

/* Has the next flush do what this socket waits for. */
void udp_loop_list(udp_socket_t* socket) {
  udp_loop_t* loop = socket->loop;
  if (socket->listed) return;
  socket->listed = true;
  socket->next_waiting = NULL;
  socket->previous_waiting = loop->last_waiting;
  if (loop->last_waiting != NULL) {
    loop->last_waiting->next_waiting = socket;
  } else {
    loop->waiting = socket;
  }
  loop->last_waiting = socket;
  loop->waiting_count++;
  arm(loop);
}

void udp_loop_unlist(udp_socket_t* socket) {
  udp_loop_t* loop = socket->loop;
  if (!socket->listed) return;
  socket->listed = false;
  if (socket->previous_waiting != NULL) {
    socket->previous_waiting->next_waiting = socket->next_waiting;
  } else {
    loop->waiting = socket->next_waiting;
  }
  if (socket->next_waiting != NULL) {
    socket->next_waiting->previous_waiting = socket->previous_waiting;
  } else {
    loop->last_waiting = socket->previous_waiting;
  }
  loop->waiting_count--;
}

void udp_loop_flush(udp_loop_t* loop) {
  /* First, so that what the callbacks of this flush ask for arms the next one. */
  disarm(loop);
  bool running = true;
  /* As many as there are now: listeners may list others, which is for the next flush. */
  for (uint32_t left = loop->waiting_count; left > 0 && loop->waiting != NULL; left--) {
    udp_socket_t* socket = loop->waiting;
    udp_loop_unlist(socket);
    if (socket->binding) {
      running = running && udp_socket_bind_now(socket);
    } else {
      udp_send_queue(socket);
      running = running && udp_send_tell_refused(socket);
    }
  }
  udp_send_tell_done(loop, running);
  /* Listed while the flush ran, perhaps after a flush inside it had disarmed. */
  if (loop->waiting != NULL) arm(loop);
  /* Now, not before: what send callbacks queue does not count as replies. If it did, a script that sends from them
   * would have each message of a receive batch flush again, and the kernel's buffer overflow meanwhile. */
  loop->queued = 0;
}

void udp_loop_end_if_idle(udp_loop_t* loop) {
  if (!loop->closing || loop->handles != 0 || loop->lookups != NULL) return;
  const udp_handlers_t* handlers = loop->handlers;
  void* context = loop->context;
  udp_batch_free_arena(loop);
  loop->counters.loops.freed = 1;
  udp_counters_retire(loop);
  free(loop);
  handlers->closed(context);
}

void udp_loop_handle_closed(udp_loop_t* loop) {
  loop->handles--;
  udp_loop_end_if_idle(loop);
}

static void on_watcher_closed(uv_handle_t* handle) {
  udp_loop_handle_closed(handle->data);
}

void udp_loop_close(udp_loop_t* loop) {
  if (loop->closing) return;
  loop->closing = true;

  while (loop->sockets != NULL) {
    void* owner = loop->sockets->owner;
    udp_socket_close(loop->sockets, NULL, NULL);
    loop->handlers->detached(owner);
  }
  for (udp_datagram_t* d; (d = udp_queue_shift(&loop->done)) != NULL;) udp_datagram_free(loop, d);
  udp_lookup_cancel_all(loop);
  uv_close((uv_handle_t*)&loop->prepare, on_watcher_closed);
  uv_close((uv_handle_t*)&loop->idle, on_watcher_closed);
  uv_close((uv_handle_t*)&loop->busy_poll.idle, on_watcher_closed);
}
