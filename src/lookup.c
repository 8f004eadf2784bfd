/* Names to IPv4 addresses, through the system's resolver. Who asks for a name that is being looked up waits with the
 * others. */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* Owned by itself from udp_lookup_start until on_lookup; a lookup that libuv has cannot be freed before. */
struct udp_lookup {
  uv_getaddrinfo_t request;
  udp_loop_t* loop;
  udp_lookup_t* next;
  udp_lookup_t* previous;
  uint32_t* ids; /* of those who wait, in the order in which they asked; owned */
  size_t waiting;
  size_t room;
  char name[];
};

static void free_lookup(udp_lookup_t* lookup) {
  free(lookup->ids);
  free(lookup);
}

static void link_lookup(udp_loop_t* loop, udp_lookup_t* lookup) {
  lookup->next = loop->lookups;
  if (loop->lookups != NULL) loop->lookups->previous = lookup;
  loop->lookups = lookup;
  udp_loop_retain(loop);
  loop->counters.lookups.opened++;
}

static void unlink_lookup(udp_lookup_t* lookup) {
  udp_loop_t* loop = lookup->loop;
  if (lookup->previous != NULL) {
    lookup->previous->next = lookup->next;
  } else {
    loop->lookups = lookup->next;
  }
  if (lookup->next != NULL) lookup->next->previous = lookup->previous;
  loop->counters.lookups.freed++;
}

static void on_lookup(uv_getaddrinfo_t* request, int status, struct addrinfo* list) {
  udp_lookup_t* lookup = request->data;
  udp_loop_t* loop = lookup->loop;
  uint32_t ip = 0;

  if (status == UV_ENOENT) status = UV_EAI_NODATA; /* libuv's word for Windows's WSANO_DATA */
  if (status == 0) {
    const struct addrinfo* entry = list;
    while (entry != NULL && entry->ai_family != AF_INET) entry = entry->ai_next;
    if (entry != NULL) {
      ip = ntohl(((const struct sockaddr_in*)entry->ai_addr)->sin_addr.s_addr);
    } else {
      status = UV_EAI_NODATA;
    }
  }
  uv_freeaddrinfo(list);
  /* Before anybody is told: what a handler asks for now is a new lookup. */
  unlink_lookup(lookup);

  bool running = !loop->closing;
  for (size_t i = 0; i < lookup->waiting && running; i++) {
    running = loop->handlers->resolved(loop->context, lookup->ids[i], status, ip);
  }
  free_lookup(lookup);
  udp_loop_release(loop);
}

static int wait_for(udp_lookup_t* lookup, uint32_t id) {
  if (lookup->waiting == lookup->room) {
    size_t room = lookup->room == 0 ? 4 : lookup->room * 2;
    uint32_t* ids = realloc(lookup->ids, room * sizeof(*ids));
    if (ids == NULL) return UV_ENOMEM;
    lookup->ids = ids;
    lookup->room = room;
  }
  lookup->ids[lookup->waiting++] = id;
  return 0;
}

int udp_lookup_start(udp_loop_t* loop, const char* name, uint32_t id) {
  if (loop->closing) return UV_ECANCELED;
  for (udp_lookup_t* under_way = loop->lookups; under_way != NULL; under_way = under_way->next) {
    if (strcmp(under_way->name, name) == 0) return wait_for(under_way, id);
  }

  size_t size = strlen(name) + 1;
  udp_lookup_t* lookup = calloc(1, sizeof(*lookup) + size);
  if (lookup == NULL) return UV_ENOMEM;
  lookup->loop = loop;
  lookup->request.data = lookup;
  memcpy(lookup->name, name, size);

  struct addrinfo hints;
  memset(&hints, 0, sizeof(hints));
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_DGRAM;
  int error = wait_for(lookup, id);
  if (error == 0) error = uv_getaddrinfo(loop->uv, &lookup->request, on_lookup, lookup->name, NULL, &hints);
  if (error != 0) {
    free_lookup(lookup);
    return error;
  }
  link_lookup(loop, lookup);
  return 0;
}

void udp_lookup_cancel_all(udp_loop_t* loop) {
  for (udp_lookup_t* lookup = loop->lookups; lookup != NULL; lookup = lookup->next) {
    /* Refused (UV_EBUSY) for one that a thread is at work on: its callback comes when the resolver answers, and
     * the loop's memory lives until then. */
    uv_cancel((uv_req_t*)&lookup->request);
  }
}
