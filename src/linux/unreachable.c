/*
 * What becomes of a datagram after it has left: the ICMP errors that come back. A socket that is not connected hears of
 * them only with IP_RECVERR. The kernel then queues each of them for the socket, and the next call fails with it, too.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "../platform.h"

// clang-format off
#include <linux/errqueue.h> /* which needs struct timespec, and does not say so */
// clang-format on

typedef union {
  struct cmsghdr header;
  char bytes[CMSG_SPACE(sizeof(struct sock_extended_err) + sizeof(struct sockaddr_in))];
} error_control_t;

int udp_platform_set_tell_unreachable(udp_socket_t* socket, bool on) {
  uv_os_fd_t fd;
  int error = uv_fileno((const uv_handle_t*)&socket->handle, &fd);
  if (error != 0) return error;
  int value = on;
  if (setsockopt(fd, IPPROTO_IP, IP_RECVERR, &value, sizeof(value)) != 0) return uv_translate_sys_error(errno);
  if (!on) {
    /* The queue is empty now. The error that the next call would fail with is taken back. */
    socklen_t size = sizeof(value);
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &size) != 0) return uv_translate_sys_error(errno);
  }
  socket->tells_unreachable = on;
  return 0;
}

/* The errno of an ICMP error, or 0: the kernel also queues errors that the call itself has returned. */
static int error_of(struct msghdr* message) {
  struct cmsghdr* control = CMSG_FIRSTHDR(message);
  if (control == NULL || control->cmsg_level != IPPROTO_IP || control->cmsg_type != IP_RECVERR) return 0;
  struct sock_extended_err error;
  memcpy(&error, CMSG_DATA(control), sizeof(error));
  return error.ee_origin == SO_EE_ORIGIN_ICMP ? (int)error.ee_errno : 0;
}

void udp_take_unreachable(udp_socket_t* socket, uv_os_fd_t fd) {
  for (int i = 0; i < UDP_RECEIVE_MAX; i++) {
    struct sockaddr_in to;
    error_control_t control;
    /* No room for the beginning of the datagram, which comes back with the error: its address is enough. */
    struct msghdr message = {.msg_name = &to,
                             .msg_namelen = sizeof(to),
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes)};
    if (recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return;
    int error = error_of(&message);
    if (error == 0) continue;
    udp_datagram_t* datagram = udp_datagram_new(socket->loop, 0);
    if (datagram == NULL) return;
    datagram->error = uv_translate_sys_error(error);
    datagram->to = to;
    udp_queue_push(&socket->unreachable, datagram);
    udp_due_list(socket, UDP_DUE_UNREACHABLE);
  }
}

bool udp_may_be_of_earlier(const udp_socket_t* socket, int error) {
  if (!socket->tells_unreachable) return false;
  switch (error) { /* what Linux makes of ICMP errors */
    case ECONNREFUSED:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case EMSGSIZE:
    case ENETUNREACH:
    case ENONET:
    case ENOPROTOOPT:
    case EOPNOTSUPP:
    case EPROTO:
      return true;
    default:
      return false;
  }
}
