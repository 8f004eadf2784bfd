/* Which sockets have something for the next flush to do, and the moment of the flush: when the tick queue is empty and
 * the loop is about to poll. The flush itself is reached through loop->flush, so that the receive path, which the flush
 * starts, can ask for one. */
#include "internal.h"

static void on_prepare(uv_prepare_t* handle) {
  udp_flush_now(handle->data);
}

/* The idle handle does its work by being there: with one, libuv polls without blocking. */
static void on_idle(uv_idle_t* handle) {
  (void)handle;
}

void udp_flush_now(udp_loop_t* loop) {
  loop->flush(loop);
}

/* Neither start nor stop can fail. */
void udp_arm(udp_loop_t* loop) {
  if (loop->armed || loop->closing) return;
  loop->armed = true;
  uv_prepare_start(&loop->prepare, on_prepare);
  uv_idle_start(&loop->idle, on_idle);
}

void udp_disarm(udp_loop_t* loop) {
  if (!loop->armed) return;
  loop->armed = false;
  uv_prepare_stop(&loop->prepare);
  uv_idle_stop(&loop->idle);
}

void udp_due_list(udp_socket_t* socket, udp_due_kind_t kind) {
  udp_due_list_t* list = &socket->loop->due[kind];
  udp_due_t* due = &socket->due[kind];
  if (due->listed) return;
  due->listed = true;
  due->next = NULL;
  due->previous = list->last;
  if (list->last != NULL) {
    list->last->due[kind].next = socket;
  } else {
    list->first = socket;
  }
  list->last = socket;
}

void udp_due_add(udp_socket_t* socket, udp_due_kind_t kind) {
  udp_due_list(socket, kind);
  udp_arm(socket->loop);
}

bool udp_is_due(const udp_loop_t* loop) {
  for (int kind = 0; kind < UDP_DUE_KINDS; kind++) {
    if (loop->due[kind].first != NULL) return true;
  }
  return false;
}

void udp_due_remove(udp_socket_t* socket, udp_due_kind_t kind) {
  udp_due_list_t* list = &socket->loop->due[kind];
  udp_due_t* due = &socket->due[kind];
  if (!due->listed) return;
  due->listed = false;
  if (due->previous != NULL) {
    due->previous->due[kind].next = due->next;
  } else {
    list->first = due->next;
  }
  if (due->next != NULL) {
    due->next->due[kind].previous = due->previous;
  } else {
    list->last = due->previous;
  }
}
