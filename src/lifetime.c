/* How long the loop's memory lives: as long as its owner has not closed it, a libuv handle is open, or a lookup is
 * under way. */
#include <stdlib.h>

#include "platform.h"

void udp_loop_retain(udp_loop_t* loop) {
  loop->users++;
}

void udp_loop_release(udp_loop_t* loop) {
  if (--loop->users != 0) return;
  const udp_handlers_t* handlers = loop->handlers;
  void* context = loop->context;
  udp_platform_free_arena(loop);
  loop->counters.loops.freed = 1;
  udp_counters_retire(loop);
  free(loop);
  handlers->closed(context);
}
