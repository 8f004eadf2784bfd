/*
 * From the kernel on Linux: recvmmsg, and runs of datagrams that the kernel hands over in one piece (UDP_GRO), which
 * are split here. libuv's own receive path cannot read the control message that says where.
 */
#define _GNU_SOURCE /* recvmmsg */

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../platform.h"

#ifndef UDP_GRO /* C libraries before glibc 2.29 */
#define UDP_GRO 104
#endif

#define ARENA_BATCH 16
#define ARENA_DATAGRAM 65536

typedef union {
  struct cmsghdr header;
  char bytes[CMSG_SPACE(sizeof(int))];
} run_control_t;

/* One for each loop; its pages become resident as datagrams fill them. Owned by the loop. */
struct udp_arena {
  struct mmsghdr messages[ARENA_BATCH];
  struct iovec vectors[ARENA_BATCH];
  struct sockaddr_in from[ARENA_BATCH];
  run_control_t controls[ARENA_BATCH];
  uint8_t bytes[ARENA_BATCH][ARENA_DATAGRAM];
};

static udp_arena_t* new_arena(void) {
  udp_arena_t* arena = malloc(sizeof(*arena));
  if (arena == NULL) return NULL;
  memset(arena->messages, 0, sizeof(arena->messages));
  for (int i = 0; i < ARENA_BATCH; i++) {
    arena->vectors[i] = (struct iovec){.iov_base = arena->bytes[i], .iov_len = ARENA_DATAGRAM};
    arena->messages[i].msg_hdr = (struct msghdr){.msg_name = &arena->from[i],
                                                 .msg_iov = &arena->vectors[i],
                                                 .msg_iovlen = 1,
                                                 .msg_control = &arena->controls[i]};
  }
  return arena;
}

void udp_platform_free_arena(udp_loop_t* loop) {
  free(loop->arena);
}

/* The size of the datagrams in a message of `length` bytes; all but the last one have it. */
static size_t datagram_size(struct msghdr* message, size_t length) {
  struct cmsghdr* control = CMSG_FIRSTHDR(message);
  if (control == NULL || control->cmsg_level != IPPROTO_UDP || control->cmsg_type != UDP_GRO) return length;
  int size;
  memcpy(&size, CMSG_DATA(control), sizeof(size));
  return size > 0 ? (size_t)size : length;
}

/* Delivers the datagrams of message i. Returns how many they were, or -1 when the batch must stop. */
static int deliver_message(udp_socket_t* socket, int i) {
  udp_arena_t* arena = socket->loop->arena;
  size_t left = arena->messages[i].msg_len;
  const size_t size = datagram_size(&arena->messages[i].msg_hdr, left);
  const uint8_t* bytes = arena->bytes[i];
  int delivered = 0;
  do {
    size_t length = left < size ? left : size;
    if (!udp_deliver(socket, bytes, length, &arena->from[i])) return -1;
    bytes += length;
    left -= length;
    delivered++;
  } while (left != 0);
  return delivered;
}

/* What this leaves unread is there in the next turn of the loop. */
static void receive_failed(udp_socket_t* socket, int error) {
  if (error == EAGAIN || error == EWOULDBLOCK || udp_may_be_of_earlier(socket, error)) return;
  udp_deliver_error(socket, uv_translate_sys_error(error));
}

/* Receives up to `most` messages in one system call and delivers them. Returns how many datagrams they were, or -1 when
 * the turn of this socket is over. */
static int receive_batch(udp_socket_t* socket, uv_os_fd_t fd, int most) {
  udp_arena_t* arena = socket->loop->arena;
  for (int i = 0; i < most; i++) {
    arena->messages[i].msg_hdr.msg_namelen = sizeof(arena->from[i]);
    arena->messages[i].msg_hdr.msg_controllen = sizeof(arena->controls[i]);
  }

  int count;
  do {
    count = recvmmsg(fd, arena->messages, (unsigned)most, MSG_DONTWAIT, NULL);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    receive_failed(socket, errno);
    return -1;
  }

  int total = 0;
  for (int i = 0; i < count; i++) {
    int delivered = deliver_message(socket, i);
    if (delivered < 0) return -1;
    total += delivered;
  }
  socket->coalesces = total > count;
  return count < most ? -1 : total;
}

/* A kernel that does not know the option (before 5.0) hands over single datagrams, which is all the same here. */
static void receive_batches_from_now_on(udp_socket_t* socket, uv_os_fd_t fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_UDP, UDP_GRO, &on, sizeof(on));
  socket->receives_batches = true;
  socket->coalesces = true; /* until the first call has told: it asks for one message, which may be a run */
}

/* At most UDP_RECEIVE_MAX datagrams, and what comes along with the last of them. */
static void receive_batches(udp_socket_t* socket, uv_os_fd_t fd) {
  for (int left = UDP_RECEIVE_MAX; left > 0;) {
    /* Where each message is a run of datagrams, one at a time is enough to fill the turn. */
    int most = left < ARENA_BATCH ? left : ARENA_BATCH;
    int count = receive_batch(socket, fd, socket->coalesces ? 1 : most);
    if (count < 0) break;
    left -= count;
  }
}

/* One datagram by the cheapest call there is: a socket that gets a message now and then does not pay for batches. */
static void receive_one(udp_socket_t* socket, uv_os_fd_t fd) {
  udp_arena_t* arena = socket->loop->arena;
  struct sockaddr_in* from = &arena->from[0];
  ssize_t size;
  do {
    socklen_t length = sizeof(*from);
    size = recvfrom(fd, arena->bytes[0], ARENA_DATAGRAM, MSG_DONTWAIT, (struct sockaddr*)from, &length);
  } while (size < 0 && errno == EINTR);
  if (size >= 0) {
    udp_deliver(socket, arena->bytes[0], (size_t)size, from);
  } else {
    receive_failed(socket, errno);
  }
}

static void on_readable(uv_udp_t* handle, ssize_t nread, const uv_buf_t* buffer, const struct sockaddr* from,
                        unsigned flags) {
  (void)nread;
  (void)buffer;
  (void)from;
  (void)flags;
  udp_socket_t* socket = handle->data;
  udp_loop_t* loop = socket->loop;
  uv_os_fd_t fd;
  if (socket->owner == NULL || uv_fileno((const uv_handle_t*)handle, &fd) != 0) return;

  udp_busy_poll_end(loop);
  if (socket->tells_unreachable) {
    /* As long as there are any, libuv finds the socket readable. */
    udp_take_unreachable(socket, fd);
    if (!udp_tell_unreachable(socket) || socket->owner == NULL) return;
  }
  if (!socket->receives_batches) {
    /* Readable again although the loop has not waited since: there is more than one datagram to receive. (Where the
     * loop does not measure its idle time, as in other programs than Node.js, any second datagram does it.) A poll that
     * brought nothing is a wait, too. */
    uint64_t waited = uv_metrics_idle_time(loop->uv) + loop->busy_poll.in_vain;
    if (waited == socket->waited_then) receive_batches_from_now_on(socket, fd);
    socket->waited_then = waited;
  }
  /* The socket's struct lives until its close callback, which never runs inside this one. */
  if (socket->receives_batches) {
    receive_batches(socket, fd);
  } else {
    receive_one(socket, fd);
  }
  bool answered = loop->queued != 0;
  udp_flush_now(loop);
  if (answered) udp_busy_poll_start(loop);
}

/* An empty buffer is documented to end libuv's own attempt to receive, with a call of on_readable (UV_ENOBUFS): the
 * socket is drained there, by the batch. */
static void no_buffer(uv_handle_t* handle, size_t suggested, uv_buf_t* buffer) {
  (void)handle;
  (void)suggested;
  *buffer = uv_buf_init(NULL, 0);
}

int udp_platform_receive(udp_socket_t* socket) {
  udp_loop_t* loop = socket->loop;
  if (loop->arena == NULL) loop->arena = new_arena();
  if (loop->arena == NULL) return UV_ENOMEM;
  return uv_udp_recv_start(&socket->handle, no_buffer, on_readable);
}
