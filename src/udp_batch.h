/* What is asked of the platform: take these datagrams; give me what has arrived. */
#ifndef IOTJS_DGRAM_UDP_BATCH_H
#define IOTJS_DGRAM_UDP_BATCH_H

#include "udp_internal.h"

/* How many datagrams one call of udp_batch_send is given at most. */
#define UDP_BATCH_MAX 256

/*
 * Gives datagrams to the kernel, without blocking: those to one destination in their order. Sets `ended` in each that
 * has left or was refused (then with its `error`). One that has not ended means that the kernel takes no more for now.
 */
void udp_batch_send(udp_socket_t* socket, udp_datagram_t* const* datagrams, int count);

/* After this many datagrams a socket's turn to receive is over. */
#define UDP_RECEIVE_MAX 128

/*
 * Has libuv watch the socket; what arrives goes to udp_receive_deliver. In one turn of the loop a socket takes
 * UDP_RECEIVE_MAX datagrams, and what came along with the last of them in one system call. What a handler of the batch
 * queued has left when the batch ends.
 */
int udp_batch_receive(udp_socket_t* socket);

/* Frees the loop's receive arena, if there is one. */
void udp_batch_free_arena(udp_loop_t* loop);

#endif
