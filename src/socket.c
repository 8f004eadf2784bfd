/* Life of a socket over uv_udp_t: open, bind, address, options, membership, close. */
#include <stdlib.h>
#include <string.h>

#include "platform.h"

int udp_socket_open(udp_loop_t* loop, void* owner, udp_socket_t** out) {
  if (loop->closing) return UV_ECANCELED;
  udp_socket_t* socket = calloc(1, sizeof(*socket));
  if (socket == NULL) return UV_ENOMEM;

  /* No address family: the descriptor is made by bind, and options before that fail as they do on the device. */
  int error = uv_udp_init(loop->uv, &socket->handle);
  if (error != 0) {
    free(socket);
    return error;
  }
  socket->handle.data = socket;
  socket->loop = loop;
  socket->owner = owner;
  socket->largest_segment = UDP_DATAGRAM_MAX;
  socket->next = loop->sockets;
  if (loop->sockets != NULL) loop->sockets->previous = socket;
  loop->sockets = socket;
  udp_loop_retain(loop);
  loop->counters.sockets.opened++;
  *out = socket;
  return 0;
}

int udp_socket_bind(udp_socket_t* socket, udp_address_t address, bool reuse_address) {
  if (socket->binding) return UV_EALREADY;
  socket->binding = true;
  socket->bind_to = address;
  socket->reuse_address = reuse_address;
  socket->bind_sequence = socket->loop->next_sequence++;
  udp_due_add(socket, UDP_DUE_BIND);
  return 0;
}

/* Does the bind that was asked for and tells. Returns false when no more script can run. */
bool udp_socket_bind_now(udp_socket_t* socket) {
  struct sockaddr_in in;
  udp_address_to(socket->bind_to, &in);
  socket->binding = false;
  int error = udp_platform_bind(socket, &in);
  if (error == 0) error = udp_platform_receive(socket);
  return socket->loop->handlers->bound(socket->owner, error, socket->bind_to);
}

int udp_socket_address(const udp_socket_t* socket, udp_address_t* out) {
  struct sockaddr_storage storage;
  int size = sizeof(storage);
  int error = uv_udp_getsockname(&socket->handle, (struct sockaddr*)&storage, &size);
  if (error != 0) return error;
  if (storage.ss_family != AF_INET) return UV_EAFNOSUPPORT;
  *out = udp_address_from((const struct sockaddr_in*)&storage);
  return 0;
}

int udp_socket_set_option(udp_socket_t* socket, udp_option_t option, int value) {
  switch (option) {
    case UDP_BROADCAST:
      return uv_udp_set_broadcast(&socket->handle, value);
    case UDP_TTL: /* not every system and version of libuv refuses these */
      if (value < 1 || value > UINT8_MAX) return UV_EINVAL;
      return uv_udp_set_ttl(&socket->handle, value);
    case UDP_MULTICAST_TTL:
      if (value < 0 || value > UINT8_MAX) return UV_EINVAL;
      return uv_udp_set_multicast_ttl(&socket->handle, value);
    case UDP_MULTICAST_LOOPBACK:
      return uv_udp_set_multicast_loop(&socket->handle, value);
    case UDP_TELL_UNREACHABLE:
      return udp_platform_set_tell_unreachable(socket, value != 0);
  }
  return UV_EINVAL;
}

int udp_socket_set_membership(udp_socket_t* socket, const char* group, const char* interface_address,
                              uv_membership membership) {
  /* libuv would also take IPv6 groups, and make an IPv6 socket of one that is not bound yet. */
  uint32_t ip;
  if (!udp_parse_ip(group, &ip)) return UV_EINVAL;
  return udp_platform_set_membership(socket, group, interface_address, membership);
}

static void on_closed(uv_handle_t* handle) {
  udp_socket_t* socket = handle->data;
  udp_loop_t* loop = socket->loop;
  loop->counters.sockets.freed++;
  free(socket);
  udp_loop_release(loop);
}

void udp_socket_close(udp_socket_t* socket, void (*dropped)(void* context, uint32_t id), void* context) {
  udp_loop_t* loop = socket->loop;
  socket->owner = NULL;
  if (socket->previous != NULL) {
    socket->previous->next = socket->next;
  } else {
    loop->sockets = socket->next;
  }
  if (socket->next != NULL) socket->next->previous = socket->previous;

  for (int kind = 0; kind < UDP_DUE_KINDS; kind++) udp_due_remove(socket, (udp_due_kind_t)kind);
  udp_send_drop(socket, dropped, context);
  for (udp_datagram_t* d; (d = udp_queue_shift(&socket->unreachable)) != NULL;) udp_datagram_free(loop, d);
  /* Also where a receive callback of this very handle is on the stack: uv_close is safe there, uv_udp_recv_stop is
   * not (libuv 1.46 calls the receive callback after the allocation callback whatever happened in between). */
  uv_close((uv_handle_t*)&socket->handle, on_closed);
}
