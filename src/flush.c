/*
 * The flush: does the binds that were asked for, sends what is queued, then tells whose sends have ended. It runs when
 * the tick queue is empty: before the loop polls, and from the receive path.
 *
 * What its callbacks ask for is for the next flush. Binds come before sends: so a message that waited for its socket to
 * be bound reaches a socket that a 'listening' listener of that moment binds.
 */
#include "internal.h"

/* As many as there are now: listeners may ask for more. Returns false when no more script can run. */
static bool bind_sockets(udp_loop_t* loop) {
  udp_due_list_t* due = &loop->due[UDP_DUE_BIND];
  bool running = true;
  for (uint32_t left = due->count; running && left > 0 && due->first != NULL; left--) {
    udp_socket_t* socket = due->first;
    udp_due_remove(socket, UDP_DUE_BIND);
    running = udp_socket_bind_now(socket);
  }
  return running;
}

void udp_flush(udp_loop_t* loop) {
  /* First, so that what the callbacks of this flush ask for arms the next one. */
  udp_disarm(loop);
  uint64_t limit = loop->next_sequence;
  bool running = bind_sockets(loop);
  udp_send_in_order(loop, limit);
  running = running && udp_tell_refused(loop);
  udp_tell_ended(loop, running);
  /* Asked for while the flush ran, perhaps after a flush inside it had disarmed. */
  if (udp_is_due(loop)) udp_arm(loop);
  /* Now, not before: what send callbacks queue does not count as replies. If it did, a script that sends from them
   * would have each message of a receive batch flush again, and the kernel's buffer overflow meanwhile. */
  loop->queued = 0;
}
