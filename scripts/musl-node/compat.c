/*
 * What Debian's libstdc++ and libgcc, which are made for glibc, need and musl lacks. With it a Node.js that is linked
 * with musl runs on Debian: see musl-node.js. It is for tests only.
 */
#define _GNU_SOURCE
#include <link.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

char __libc_single_threaded = 0;

uint32_t arc4random(void) {
  uint32_t value;
  if (getrandom(&value, sizeof(value), 0) != sizeof(value)) abort();
  return value;
}

size_t __strftime_l(char* text, size_t size, const char* format, const struct tm* time, locale_t locale) {
  return strftime_l(text, size, format, time, locale);
}

/* Leaves out the destructors of thread-local objects. */
int __cxa_thread_atexit_impl(void (*destructor)(void*), void* object, void* dso) {
  (void)destructor;
  (void)object;
  (void)dso;
  return 0;
}

/* What libgcc asks for to unwind the stack: where an address belongs. */
struct dl_find_object {
  unsigned long long flags;
  void* map_start;
  void* map_end;
  struct link_map* link_map;
  void* eh_frame;
  unsigned long long reserved[7];
};

struct search {
  uintptr_t pc;
  struct dl_find_object* result;
};

static int look(struct dl_phdr_info* info, size_t size, void* data) {
  (void)size;
  struct search* search = data;
  const ElfW(Phdr)* eh_frame = NULL;
  uintptr_t start = UINTPTR_MAX, end = 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)* header = &info->dlpi_phdr[i];
    uintptr_t from = info->dlpi_addr + header->p_vaddr, to = from + header->p_memsz;
    if (header->p_type == PT_LOAD && from < start) start = from;
    if (header->p_type == PT_LOAD && to > end) end = to;
    if (header->p_type == PT_GNU_EH_FRAME) eh_frame = header;
  }
  if (search->pc < start || search->pc >= end || eh_frame == NULL) return 0;
  search->result->map_start = (void*)start;
  search->result->map_end = (void*)end;
  search->result->eh_frame = (void*)(info->dlpi_addr + eh_frame->p_vaddr);
  return 1;
}

int _dl_find_object(void* pc, struct dl_find_object* result) {
  memset(result, 0, sizeof(*result));
  struct search search = {(uintptr_t)pc, result};
  return dl_iterate_phdr(look, &search) == 1 ? 0 : -1;
}

/* libgcc has these two, under versions that musl does not look up. */
struct {
  unsigned vendor, type, subtype, features[1];
} __cpu_model;

int __cpu_indicator_init(void) {
  return 0;
}

/* std::string::_M_replace_cold of GCC 13: replaces `length1` bytes at `to` by `length2` from within the same string. */
void _ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE15_M_replace_coldEPcmPKcmm(void* self, char* to,
                                                                                     size_t length1, const char* from,
                                                                                     size_t length2, size_t rest) {
  (void)self;
  char* copy = malloc(length2 + 1);
  if (copy == NULL) abort();
  memcpy(copy, from, length2);
  memmove(to + length2, to + length1, rest);
  memcpy(to, copy, length2);
  free(copy);
}
