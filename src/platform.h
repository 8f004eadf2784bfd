/*
 * What is asked of a platform: bind; take these datagrams; give me what has arrived. src/linux/ and src/portable/ each
 * answer, and keep all that is promised here.
 */
#ifndef IOTJS_DGRAM_PLATFORM_H
#define IOTJS_DGRAM_PLATFORM_H

#include "internal.h"

/* --- socket.c: with the rules and the errors of Linux, as far as the system can --- */

/* Binds the socket, which shares its address with others where all have `reuse_address`. */
int udp_platform_bind(udp_socket_t* socket, const struct sockaddr_in* address);

/* As udp_socket_set_membership. */
int udp_platform_set_membership(udp_socket_t* socket, const char* group, const char* interface_address,
                                uv_membership membership);

/* Switches UDP_TELL_UNREACHABLE. Whatever it is, sends and receives end in the same way. */
int udp_platform_set_tell_unreachable(udp_socket_t* socket, bool on);

/* --- send.c --- */

/* How many datagrams one call of udp_platform_send is given at most. */
#define UDP_BATCH_MAX 256

/*
 * Gives datagrams to the kernel, without blocking: those to one destination in their order. Sets `ended` in each that
 * has left or was refused (then with its `error`). One that has not ended means that the kernel takes no more for now.
 */
void udp_platform_send(udp_socket_t* socket, udp_datagram_t* const* datagrams, int count);

/* --- receive.c --- */

/* After this many datagrams a socket's turn to receive is over. */
#define UDP_RECEIVE_MAX 128

/*
 * Has libuv watch the socket; what arrives goes to udp_deliver, in batches. In one turn of the loop a socket takes
 * UDP_RECEIVE_MAX datagrams at most, and what came along with the last of them in one system call. What a handler of a
 * batch queued has left when the batch ends.
 */
int udp_platform_receive(udp_socket_t* socket);

/* Frees the loop's receive arena, if there is one. */
void udp_platform_free_arena(udp_loop_t* loop);

/* --- busy_poll.c: on Linux only, for its receive.c --- */

void udp_busy_poll_start(udp_loop_t* loop); /* an answer has left */
void udp_busy_poll_end(udp_loop_t* loop);   /* a message has come */

/* --- unreachable.c: on Linux only, for sockets with `tells_unreachable` --- */

/* Takes errors that the kernel has queued, UDP_RECEIVE_MAX at most, to be told by udp_tell_unreachable or the flush
 * that is under way. */
void udp_take_unreachable(udp_socket_t* socket, uv_os_fd_t fd);

/* Whether a call may have failed with this errno for an ICMP error, about an earlier datagram. The kernel has forgotten
 * it then, but for what is in its queue. */
bool udp_may_be_of_earlier(const udp_socket_t* socket, int error);

#endif
