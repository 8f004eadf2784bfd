/* Life of the loop: what the sockets of one environment share. */
#include <stdlib.h>

#include "platform.h"

static void on_watcher_closed(uv_handle_t* handle) {
  udp_loop_release(handle->data);
}

int udp_loop_open(uv_loop_t* uv, const udp_handlers_t* handlers, void* context, udp_loop_t** out) {
  udp_loop_t* loop = calloc(1, sizeof(*loop));
  if (loop == NULL) return UV_ENOMEM;
  loop->uv = uv;
  loop->handlers = handlers;
  loop->context = context;
  loop->flush = udp_flush;
  loop->counters.loops.opened = 1;

  /* Documented to always succeed; a handle once initialised could only be freed through uv_close. */
  uv_prepare_init(uv, &loop->prepare);
  uv_idle_init(uv, &loop->idle);
  loop->prepare.data = loop;
  loop->idle.data = loop;
  uv_idle_init(uv, &loop->busy_poll.idle);
  loop->busy_poll.idle.data = loop;
  /* Its owner, and the three handles. */
  loop->users = 4;
  *out = loop;
  return 0;
}

void udp_loop_set_segmentation(udp_loop_t* loop, udp_segmentation_t segmentation) {
  loop->segmentation = segmentation;
}

void udp_loop_set_busy_poll(udp_loop_t* loop, uint32_t microseconds) {
  loop->busy_poll.time = (uint64_t)microseconds * 1000;
}

void udp_loop_close(udp_loop_t* loop) {
  if (loop->closing) return;
  loop->closing = true;

  while (loop->sockets != NULL) {
    void* owner = loop->sockets->owner;
    udp_socket_close(loop->sockets, NULL, NULL);
    loop->handlers->detached(owner);
  }
  for (udp_datagram_t* d; (d = udp_queue_shift(&loop->ended)) != NULL;) udp_datagram_free(loop, d);
  udp_lookup_cancel_all(loop);
  uv_close((uv_handle_t*)&loop->prepare, on_watcher_closed);
  uv_close((uv_handle_t*)&loop->idle, on_watcher_closed);
  uv_close((uv_handle_t*)&loop->busy_poll.idle, on_watcher_closed);
  udp_loop_release(loop);
}
