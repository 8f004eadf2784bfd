/* Keeps a core busy, so that others have to share it. */
#include <stddef.h>

#include "modes.h"

void run_busy(const options_t* options) {
  int64_t end = now_us() + options->limit_us;
  print_ready(NULL, 0);
  while (now_us() < end) {
  }
}
