/* To the system by uv_udp_try_send, one at a time, for platforms without batches of their own. */
#include "../platform.h"

void udp_platform_send(udp_socket_t* socket, udp_datagram_t* const* datagrams, int count) {
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
