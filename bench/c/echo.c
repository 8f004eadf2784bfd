/* Round trips: one datagram there and back, then the next. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "modes.h"

#define SAMPLES_MAX 1000000

void run_echo_server(const options_t* options) {
  static char bytes[DATAGRAM_MAX];
  int fd = open_socket();
  int port = port_of(fd);
  stop_on_sigterm();
  print_ready(&port, 1);
  int64_t end = now_us() + options->limit_us;
  while (!stopped) {
    struct sockaddr_in from;
    socklen_t length = sizeof(from);
    ssize_t got = recvfrom(fd, bytes, sizeof(bytes), 0, (struct sockaddr*)&from, &length);
    if (got >= 0) {
      if (sendto(fd, bytes, (size_t)got, 0, (const struct sockaddr*)&from, length) < 0) fail("sendto");
    } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
      fail("recvfrom");
    } else if (now_us() >= end) {
      return;
    }
  }
}

static int64_t now_ns(void) {
  struct timespec time;
  check(clock_gettime(CLOCK_MONOTONIC, &time), "clock_gettime");
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int compare(const void* a, const void* b) {
  int64_t x = *(const int64_t*)a;
  int64_t y = *(const int64_t*)b;
  return (x > y) - (x < y);
}

/* The time of one round trip in nanoseconds, or -1 where the answer did not come. */
static int64_t round_trip(int fd, const struct sockaddr_in* to, size_t size) {
  static char bytes[DATAGRAM_MAX];
  int64_t start = now_ns();
  if (sendto(fd, bytes, size, 0, (const struct sockaddr*)to, sizeof(*to)) < 0) fail("sendto");
  if (recv(fd, bytes, sizeof(bytes), 0) >= 0) return now_ns() - start;
  if (errno != EAGAIN && errno != EWOULDBLOCK) fail("recv");
  return -1;
}

void run_echo_client(const options_t* options) {
  static int64_t samples[SAMPLES_MAX];
  if (options->port_count != 1) refuse("an echo takes one port");
  struct sockaddr_in to = loopback(options->ports[0]);
  int fd = open_socket();
  size_t count = 0;
  int64_t cpu = cpu_us();
  int64_t start = now_us();
  int64_t warm = start + options->warmup_us;
  int64_t end = warm + options->measure_us;
  int64_t give_up = start + options->limit_us;
  /* Where other processes hold the core, the first round trip may end after the time is over. It still counts. */
  for (int64_t now = start; (now < end || (count == 0 && now < give_up)) && count < SAMPLES_MAX; now = now_us()) {
    int64_t time = round_trip(fd, &to, (size_t)options->size);
    if (now < warm) cpu = cpu_us();
    if (now >= warm && time >= 0) samples[count++] = time;
  }
  cpu = cpu_us() - cpu;
  int64_t elapsed = now_us() - warm;
  if (count == 0) refuse("no answer came");
  qsort(samples, count, sizeof(*samples), compare);
  size_t median = count / 2;
  size_t p99 = count * 99 / 100;
  (void)printf("{\"messages\":%zu,\"median\":%.3f,\"p99\":%.3f,\"cpu\":%lld,\"elapsed\":%lld}\n", count,
               (double)samples[median] / 1000, (double)samples[p99] / 1000, (long long)cpu, (long long)elapsed);
}
