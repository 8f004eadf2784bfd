/* Opening, binding and closing many sockets. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "modes.h"

/* The second number of /proc/self/statm counts resident pages. */
static int64_t resident_bytes(void) {
  char line[128];
  FILE* file = fopen("/proc/self/statm", "r");
  if (file == NULL || fgets(line, sizeof(line), file) == NULL || fclose(file) != 0) fail("/proc/self/statm");
  char* rest;
  (void)strtoll(line, &rest, 10);
  return strtoll(rest, NULL, 10) * sysconf(_SC_PAGESIZE);
}

void run_open(const options_t* options) {
  int count = options->sockets;
  int* fds = malloc((size_t)count * sizeof(*fds));
  if (fds == NULL) fail("malloc");
  int64_t bytes = resident_bytes();
  int64_t started = now_us();
  int64_t cpu = cpu_us();
  for (int i = 0; i < count; i++) fds[i] = open_socket();
  int64_t held = resident_bytes() - bytes;
  for (int i = 0; i < count; i++) check(close(fds[i]), "close");
  (void)printf("{\"sockets\":%d,\"cpu\":%lld,\"elapsed\":%lld,\"bytes\":%lld}\n", count, (long long)(cpu_us() - cpu),
               (long long)(now_us() - started), (long long)held);
  free(fds);
}
