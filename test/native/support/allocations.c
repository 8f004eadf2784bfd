/*
 * Preloaded into a test's process: one of the addon's own allocations fails, the one that the test names in a small file
 * (allocations.js). What Node.js allocates never fails.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct control {
  uint64_t from; /* where the addon's code is, in memory */
  uint64_t to;
  int32_t fails; /* which allocation, counted from 1; 0: none */
  int32_t seen;  /* how many there were since the test set this to 0 */
};

static volatile struct control* control;

__attribute__((constructor)) static void map_control(void) {
  const char* path = getenv("DGRAM_TEST_ALLOCATIONS");
  int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void* memory = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (memory != MAP_FAILED) control = memory;
}

/* By its address: dladdr takes the loader's lock, which another thread may hold that waits for one of malloc's. */
static int fails(void* caller) {
  uint64_t address = (uintptr_t)caller;
  if (control == NULL || control->fails == 0 || address < control->from || address >= control->to) return 0;
  if (++control->seen != control->fails) return 0;
  errno = ENOMEM;
  return 1;
}

void* malloc(size_t size) {
  static void* (*real)(size_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "malloc");
  return fails(__builtin_return_address(0)) ? NULL : real(size);
}

void* calloc(size_t count, size_t size) {
  static void* (*real)(size_t, size_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "calloc");
  return fails(__builtin_return_address(0)) ? NULL : real(count, size);
}

void* realloc(void* block, size_t size) {
  static void* (*real)(void*, size_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "realloc");
  return fails(__builtin_return_address(0)) ? NULL : real(block, size);
}
