/* What all environments of the process share: counts, and what is said only once. */
#include "internal.h"

static uv_once_t once = UV_ONCE_INIT;
static uv_mutex_t mutex;
static bool mutex_works;
static udp_counters_t retired;
static uint32_t seen;

static void make_mutex(void) {
  mutex_works = uv_mutex_init(&mutex) == 0;
}

/* Without a mutex (no memory for one) the counts and the once-only warnings may be off; nothing else depends on it. */
static void lock(void) {
  uv_once(&once, make_mutex);
  if (mutex_works) uv_mutex_lock(&mutex);
}

static void unlock(void) {
  if (mutex_works) uv_mutex_unlock(&mutex);
}

static void add(udp_count_t* to, const udp_count_t* from) {
  to->opened += from->opened;
  to->freed += from->freed;
}

static void add_all(udp_counters_t* to, const udp_counters_t* from) {
  add(&to->loops, &from->loops);
  add(&to->sockets, &from->sockets);
  add(&to->datagrams, &from->datagrams);
  add(&to->lookups, &from->lookups);
  add(&to->references, &from->references);
}

void udp_counters_retire(const udp_loop_t* loop) {
  lock();
  add_all(&retired, &loop->counters);
  unlock();
}

void udp_counters_read(const udp_loop_t* loop, udp_counters_t* out) {
  lock();
  *out = retired;
  unlock();
  add_all(out, &loop->counters);
}

void udp_count_reference(udp_loop_t* loop, bool opened) {
  udp_count_t* references = &loop->counters.references;
  if (opened) {
    references->opened++;
  } else {
    references->freed++;
  }
}

bool udp_first_time(unsigned number) {
  uint32_t bit = UINT32_C(1) << number;
  lock();
  bool first = (seen & bit) == 0;
  seen |= bit;
  unlock();
  return first;
}
