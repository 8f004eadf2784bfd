/* sendmmsg and recvmmsg. */
#define _GNU_SOURCE /* sendmmsg, recvmmsg */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "udp_batch.h"

int udp_batch_send(udp_socket_t* socket, udp_datagram_t* const* datagrams, int count) {
  uv_os_fd_t fd;
  int error = uv_fileno((const uv_handle_t*)&socket->handle, &fd);
  struct mmsghdr messages[UDP_BATCH_MAX];
  struct iovec vectors[UDP_BATCH_MAX];

  int done = 0;
  while (done < count) {
    if (error != 0 || datagrams[done]->error != 0) {
      /* No descriptor, or too large for any datagram. */
      if (datagrams[done]->error == 0) datagrams[done]->error = error;
      done++;
      continue;
    }

    int ready = 0;
    while (done + ready < count && datagrams[done + ready]->error == 0) {
      udp_datagram_t* datagram = datagrams[done + ready];
      vectors[ready] = (struct iovec){.iov_base = datagram->bytes, .iov_len = datagram->size};
      messages[ready] = (struct mmsghdr){.msg_hdr = {.msg_name = &datagram->to,
                                                     .msg_namelen = sizeof(datagram->to),
                                                     .msg_iov = &vectors[ready],
                                                     .msg_iovlen = 1}};
      ready++;
    }
    int sent;
    do {
      sent = sendmmsg(fd, messages, (unsigned)ready, MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);

    if (sent >= 0) {
      done += sent;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) {
      return done;
    } else {
      /* An error is that of the first datagram; those behind it are tried again. */
      datagrams[done++]->error = uv_translate_sys_error(errno);
    }
  }
  return done;
}

#define ARENA_BATCH 32
#define ARENA_DATAGRAM 65536

/* One for each loop; its pages become resident as datagrams fill them. Owned by the loop. */
struct udp_arena {
  struct mmsghdr messages[ARENA_BATCH];
  struct iovec vectors[ARENA_BATCH];
  struct sockaddr_in from[ARENA_BATCH];
  uint8_t bytes[ARENA_BATCH][ARENA_DATAGRAM];
};

static udp_arena_t* new_arena(void) {
  udp_arena_t* arena = malloc(sizeof(*arena));
  if (arena == NULL) return NULL;
  memset(arena->messages, 0, sizeof(arena->messages));
  for (int i = 0; i < ARENA_BATCH; i++) {
    arena->vectors[i] = (struct iovec){.iov_base = arena->bytes[i], .iov_len = ARENA_DATAGRAM};
    arena->messages[i].msg_hdr =
        (struct msghdr){.msg_name = &arena->from[i], .msg_iov = &arena->vectors[i], .msg_iovlen = 1};
  }
  return arena;
}

void udp_batch_free_arena(udp_loop_t* loop) {
  free(loop->arena);
}

/* Receives one batch and delivers it. Returns how many there were, or -1 when the turn of this socket is over. */
static int receive_batch(udp_socket_t* socket, uv_os_fd_t fd, int most) {
  udp_arena_t* arena = socket->loop->arena;
  for (int i = 0; i < most; i++) arena->messages[i].msg_hdr.msg_namelen = sizeof(arena->from[i]);

  int count;
  do {
    count = recvmmsg(fd, arena->messages, (unsigned)most, MSG_DONTWAIT, NULL);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    if (errno != EAGAIN && errno != EWOULDBLOCK) udp_receive_fail(socket, uv_translate_sys_error(errno));
    return -1;
  }
  for (int i = 0; i < count; i++) {
    if (!udp_receive_deliver(socket, arena->bytes[i], arena->messages[i].msg_len, &arena->from[i])) return -1;
  }
  return count < most ? -1 : count;
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

  /* The socket's struct lives until its close callback, which never runs inside this one. */
  for (int left = UDP_RECEIVE_MAX; left > 0;) {
    int count = receive_batch(socket, fd, left < ARENA_BATCH ? left : ARENA_BATCH);
    if (count < 0) break;
    left -= count;
  }
  udp_send_flush(loop);
}

/* An empty buffer is documented to end libuv's own attempt to receive, with a call of on_readable (UV_ENOBUFS): the
 * socket is drained there, by the batch. */
static void no_buffer(uv_handle_t* handle, size_t suggested, uv_buf_t* buffer) {
  (void)handle;
  (void)suggested;
  *buffer = uv_buf_init(NULL, 0);
}

int udp_batch_receive(udp_socket_t* socket) {
  udp_loop_t* loop = socket->loop;
  if (loop->arena == NULL) loop->arena = new_arena();
  if (loop->arena == NULL) return UV_ENOMEM;
  return uv_udp_recv_start(&socket->handle, no_buffer, on_readable);
}
