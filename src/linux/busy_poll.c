/*
 * The wait for the next message of a conversation. Waking a core that sleeps takes longer than all the rest of a short
 * round trip, so after an answer the loop polls without sleeping for a moment, where and as long as that pays.
 */
#include <sched.h>

#include "../platform.h"

/* How long it does, in nanoseconds. Two that are awake need 10 us, but a conversation begins with a peer that sleeps:
 * with 20 or 30 us it never got that far. */
#define BUSY_TIME 50000

/* After a wait in vain so many answers at most go by before the next try. */
#define PAUSE_MAX 4095

static void on_turn(uv_idle_t* handle) {
  udp_loop_t* loop = handle->data;
  udp_busy_poll_t* poll = &loop->busy_poll;
  if (poll->polled) {
    poll->in_vain++;
  } else {
    poll->polled = true;
  }
  /* The other end may need this core. If somebody else does, and for long, the time is over then. */
  sched_yield();
  if (uv_hrtime() < poll->until) return;
  uv_idle_stop(&poll->idle);
  poll->pause = poll->pause < PAUSE_MAX ? 2 * poll->pause + 1 : PAUSE_MAX;
  poll->left_out = poll->pause;
}

void udp_busy_poll_start(udp_loop_t* loop) {
  udp_busy_poll_t* poll = &loop->busy_poll;
  if (loop->closing) return;
  if (poll->left_out > 0) {
    poll->left_out--;
    return;
  }
  poll->polled = false;
  poll->until = uv_hrtime() + BUSY_TIME;
  uv_idle_start(&poll->idle, on_turn);
}

void udp_busy_poll_end(udp_loop_t* loop) {
  udp_busy_poll_t* poll = &loop->busy_poll;
  if (!uv_is_active((uv_handle_t*)&poll->idle)) return;
  uv_idle_stop(&poll->idle);
  poll->pause /= 2;
}
