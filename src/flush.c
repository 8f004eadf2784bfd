/*
 * The flush: does the binds that were asked for and sends what is queued, in the order in which the script asked, then
 * tells whose sends have ended. It runs when the tick queue is empty: before the loop polls, and from the receive path.
 * What its callbacks ask for is for the next flush.
 */
#include "internal.h"

/* Returns false when no more script can run. */
static bool bind_and_send(udp_loop_t* loop, uint64_t limit) {
  for (udp_socket_t* socket; (socket = loop->due[UDP_DUE_BIND].first) != NULL && socket->bind_sequence < limit;) {
    udp_due_remove(socket, UDP_DUE_BIND);
    udp_send_in_order(loop, socket->bind_sequence);
    if (!udp_socket_bind_now(socket)) return false;
  }
  udp_send_in_order(loop, limit);
  return true;
}

void udp_flush(udp_loop_t* loop) {
  /* First, so that what the callbacks of this flush ask for arms the next one. */
  udp_disarm(loop);
  bool running = bind_and_send(loop, loop->next_sequence);
  udp_tell_ended(loop, running);
  /* Asked for while the flush ran, perhaps after a flush inside it had disarmed. */
  if (udp_is_due(loop)) udp_arm(loop);
  /* Now, not before: what send callbacks queue does not count as replies. If it did, a script that sends from them
   * would have each message of a receive batch flush again, and the kernel's buffer overflow meanwhile. */
  loop->queued = 0;
}
