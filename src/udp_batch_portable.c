/* uv_udp_try_send and libuv's own receive path, for platforms without batches of their own. */
#include <stdlib.h>

#include "udp_batch.h"

void udp_batch_send(udp_socket_t* socket, udp_datagram_t* const* datagrams, int count) {
  for (int i = 0; i < count; i++) {
    udp_datagram_t* datagram = datagrams[i];
    if (datagram->ended) continue; /* too large for any datagram, or withheld */
    uv_buf_t buffer = uv_buf_init((char*)datagram->bytes, (unsigned)datagram->size);
    int sent = uv_udp_try_send(&socket->handle, &buffer, 1, (const struct sockaddr*)&datagram->to);
    if (sent == UV_EAGAIN || sent == UV_ENOBUFS) return;
    if (sent < 0) datagram->error = sent;
    datagram->ended = true;
  }
}

#define ARENA_DATAGRAM 65536

/* One for each loop, owned by it. */
struct udp_arena {
  uint8_t bytes[ARENA_DATAGRAM];
};

void udp_batch_free_arena(udp_loop_t* loop) {
  free(loop->arena);
}

static void lend_arena(uv_handle_t* handle, size_t suggested, uv_buf_t* buffer) {
  (void)suggested;
  udp_socket_t* socket = handle->data;
  *buffer = uv_buf_init((char*)socket->loop->arena->bytes, ARENA_DATAGRAM);
}

/* libuv calls this for each datagram, at most 32 times in a turn, and once more without an address at the end. */
static void on_datagram(uv_udp_t* handle, ssize_t nread, const uv_buf_t* buffer, const struct sockaddr* from,
                        unsigned flags) {
  (void)flags;
  udp_socket_t* socket = handle->data;
  if (socket->owner == NULL) return;
  if (nread < 0) {
    udp_receive_fail(socket, (int)nread);
  } else if (from != NULL && from->sa_family == AF_INET) {
    udp_receive_deliver(socket, (const uint8_t*)buffer->base, (size_t)nread, (const struct sockaddr_in*)from);
  }
}

int udp_batch_receive(udp_socket_t* socket) {
  udp_loop_t* loop = socket->loop;
  if (loop->arena == NULL) loop->arena = malloc(sizeof(*loop->arena));
  if (loop->arena == NULL) return UV_ENOMEM;
  return uv_udp_recv_start(&socket->handle, lend_arena, on_datagram);
}
