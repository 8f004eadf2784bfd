/* From the kernel: what a platform does with each datagram it got, and with those that did not arrive elsewhere. */
#include "internal.h"

/* Replies queued by the handlers of a batch leave when there are this many, or at its end. */
#define REPLIES_MAX 64

bool udp_deliver(udp_socket_t* socket, const uint8_t* bytes, size_t size, const struct sockaddr_in* from) {
  udp_loop_t* loop = socket->loop;
  if (!loop->handlers->message(socket->owner, bytes, size, udp_address_from(from))) return false;
  if (loop->queued >= REPLIES_MAX) udp_flush_now(loop);
  /* The handler, or a send callback of the flush, may have closed the socket or ended the environment. */
  return socket->owner != NULL;
}

bool udp_deliver_error(udp_socket_t* socket, int error) {
  return socket->loop->handlers->receive_failed(socket->owner, error) && socket->owner != NULL;
}

bool udp_tell_unreachable(udp_socket_t* socket) {
  udp_loop_t* loop = socket->loop;
  udp_due_remove(socket, UDP_DUE_UNREACHABLE);
  bool running = true;
  /* A handler may close the socket, which drops the rest. */
  for (udp_datagram_t* datagram; running && (datagram = udp_queue_shift(&socket->unreachable)) != NULL;) {
    running = loop->handlers->unreachable(socket->owner, datagram->error, udp_address_from(&datagram->to));
    udp_datagram_free(loop, datagram);
  }
  return running;
}
