/*
 * The other end of the benchmarks, and their limit: what the same work costs in plain C.
 *
 *   udp MODE [key=value ...]
 *
 * Loopback only. Every mode ends by itself: after its measurement, or at the latest after `limit` milliseconds.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "common.h"
#include "modes.h"

static const struct {
  const char* name;
  void (*run)(const options_t* options);
} modes[] = {
    {"flood", run_flood},
    {"sink", run_sink},
    {"receive", run_receive},
    {"send", run_send},
    {"pair-receive", run_pair_receive},
    {"pair-send", run_pair_send},
    {"echo-server", run_echo_server},
    {"echo-client", run_echo_client},
    {"busy", run_busy},
    {"open", run_open},
};

int main(int argc, char** argv) {
  options_t options;
  /* Nobody is left to read the result of one whose parent has ended. */
  check(prctl(PR_SET_PDEATHSIG, SIGKILL), "prctl");
  if (argc >= 2) {
    parse_options(argc - 2, argv + 2, &options);
    for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
      if (strcmp(argv[1], modes[i].name) != 0) continue;
      modes[i].run(&options);
      return 0;
    }
  }
  (void)fprintf(stderr, "Usage: udp MODE [key=value ...], with MODE one of");
  for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) (void)fprintf(stderr, " %s", modes[i].name);
  (void)fprintf(stderr, "\n");
  return 2;
}
