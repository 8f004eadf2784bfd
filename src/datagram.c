/* Datagrams to be sent, and lists of them. */
#include <stdlib.h>

#include "internal.h"

udp_datagram_t* udp_datagram_new(udp_loop_t* loop, size_t size) {
  bool fits = size <= UDP_DATAGRAM_MAX;
  udp_datagram_t* datagram = malloc(sizeof(*datagram) + (fits ? size + 1 : 0));
  if (datagram == NULL) return NULL;
  datagram->size = size;
  datagram->error = fits ? 0 : UV_EMSGSIZE;
  datagram->ended = !fits;
  loop->counters.datagrams.opened++;
  return datagram;
}

uint8_t* udp_datagram_bytes(udp_datagram_t* datagram) {
  return datagram->bytes;
}

void udp_datagram_free(udp_loop_t* loop, udp_datagram_t* datagram) {
  loop->counters.datagrams.freed++;
  free(datagram);
}

void udp_queue_push(udp_queue_t* queue, udp_datagram_t* datagram) {
  datagram->next = NULL;
  if (queue->last != NULL) {
    queue->last->next = datagram;
  } else {
    queue->first = datagram;
  }
  queue->last = datagram;
  queue->count++;
}

udp_datagram_t* udp_queue_shift(udp_queue_t* queue) {
  udp_datagram_t* datagram = queue->first;
  if (datagram == NULL) return NULL;
  queue->first = datagram->next;
  if (queue->first == NULL) queue->last = NULL;
  queue->count--;
  return datagram;
}

void udp_queue_append(udp_queue_t* queue, udp_queue_t* back) {
  udp_queue_put_back(back, queue);
  *queue = *back;
  *back = (udp_queue_t){0};
}

void udp_queue_put_back(udp_queue_t* queue, udp_queue_t* front) {
  if (front->count == 0) return;
  front->last->next = queue->first;
  queue->first = front->first;
  if (queue->last == NULL) queue->last = front->last;
  queue->count += front->count;
}
