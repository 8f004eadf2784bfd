/* From the system by libuv's own receive path, for platforms without batches of their own. */
#include <stdlib.h>

#include "../platform.h"

#define ARENA_DATAGRAM 65536

/* One for each loop, owned by it. */
struct udp_arena {
  uint8_t bytes[ARENA_DATAGRAM];
};

void udp_platform_free_arena(udp_loop_t* loop) {
  free(loop->arena);
}

static void lend_arena(uv_handle_t* handle, size_t suggested, uv_buf_t* buffer) {
  (void)suggested;
  udp_socket_t* socket = handle->data;
  *buffer = uv_buf_init((char*)socket->loop->arena->bytes, ARENA_DATAGRAM);
}

/* libuv calls this for each datagram, on Unix at most 32 times in a turn of a socket, on Windows once. It does not tell
 * which one is the last, so each is a batch of its own: what its handler queued leaves at once. */
static void on_datagram(uv_udp_t* handle, ssize_t nread, const uv_buf_t* buffer, const struct sockaddr* from,
                        unsigned flags) {
  (void)flags;
  udp_socket_t* socket = handle->data;
  udp_loop_t* loop = socket->loop;
  if (socket->owner == NULL) return;
  if (nread < 0) {
    /* On Windows libuv has stopped. Elsewhere it goes on, and says here that it does (UV_EALREADY). */
    if (udp_deliver_error(socket, (int)nread)) {
      int error = uv_udp_recv_start(handle, lend_arena, on_datagram);
      if (error != 0 && error != UV_EALREADY) udp_deliver_error(socket, error);
    }
  } else if (from != NULL && from->sa_family == AF_INET) {
    udp_deliver(socket, (const uint8_t*)buffer->base, (size_t)nread, (const struct sockaddr_in*)from);
  } else {
    return; /* the end of the turn */
  }
  if (loop->queued != 0) udp_flush_now(loop);
}

int udp_platform_receive(udp_socket_t* socket) {
  udp_loop_t* loop = socket->loop;
  if (loop->arena == NULL) loop->arena = malloc(sizeof(*loop->arena));
  if (loop->arena == NULL) return UV_ENOMEM;
  return uv_udp_recv_start(&socket->handle, lend_arena, on_datagram);
}
