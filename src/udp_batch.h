/* What is asked of the platform: take these datagrams; give me what has arrived. */
#ifndef IOTJS_DGRAM_UDP_BATCH_H
#define IOTJS_DGRAM_UDP_BATCH_H

#include "udp_internal.h"

/* How many datagrams one call of udp_batch_send is given at most. */
#define UDP_BATCH_MAX 64

/*
 * Gives datagrams to the kernel, in order and without blocking. Returns how many it is done with, 0 to `count`; each
 * of those has left, or has its `error` set. Fewer than `count` means that the kernel takes no more for now.
 */
int udp_batch_send(udp_socket_t* socket, udp_datagram_t* const* datagrams, int count);

/*
 * Has libuv watch the socket; what arrives goes to udp_receive_deliver, at most UDP_RECEIVE_MAX datagrams of a socket
 * in one turn of the loop, and what a handler of the batch queued has left when the batch ends.
 */
int udp_batch_receive(udp_socket_t* socket);

#define UDP_RECEIVE_MAX 128

/* Frees the loop's receive arena, if there is one. */
void udp_batch_free_arena(udp_loop_t* loop);

#endif
