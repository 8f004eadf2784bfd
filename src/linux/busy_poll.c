/*
 * The wait for the next message of a conversation. Waking a core that sleeps takes longer than all the rest of a short
 * round trip, so after an answer the loop polls without sleeping for a moment, where and as long as that pays.
 */
#include <sched.h>

#include "../platform.h"

/* When sched_yield returns after so many nanoseconds, another process had this core that does not wait for messages: a
 * peer is done in 20 us. A process that sleeps gets the core back when its message comes; one that yields waits for the
 * others' share of time, several ms. So then the loop sleeps. */
#define LATE 100000

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
  /* The other end may need this core. */
  uint64_t before = uv_hrtime();
  sched_yield();
  uint64_t now = uv_hrtime();
  bool late = now - before > LATE;
  if (now < poll->until && !late) return;
  uv_idle_stop(&poll->idle);
  /* After one late yield a few answers go by, after several in a row thousands: one alone may be anybody's. */
  uint32_t pause = late ? 8 * poll->pause + 7 : 2 * poll->pause + 1;
  poll->pause = pause < PAUSE_MAX ? pause : PAUSE_MAX;
  poll->left_out = poll->pause;
}

void udp_busy_poll_start(udp_loop_t* loop) {
  udp_busy_poll_t* poll = &loop->busy_poll;
  if (loop->closing || poll->time == 0) return;
  if (poll->left_out > 0) {
    poll->left_out--;
    return;
  }
  poll->polled = false;
  poll->until = uv_hrtime() + poll->time;
  uv_idle_start(&poll->idle, on_turn);
}

void udp_busy_poll_end(udp_loop_t* loop) {
  udp_busy_poll_t* poll = &loop->busy_poll;
  if (!uv_is_active((uv_handle_t*)&poll->idle)) return;
  uv_idle_stop(&poll->idle);
  poll->pause /= 2;
}
