/*
 * To the kernel on Linux: sendmmsg, and a run of datagrams of equal size to one destination as one segmented send
 * (UDP_SEGMENT), which costs the kernel little more than a single datagram.
 */
#define _GNU_SOURCE /* sendmmsg */

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/socket.h>

#include "../platform.h"

#ifndef UDP_SEGMENT /* C libraries before glibc 2.29 */
#define UDP_SEGMENT 103
#endif

/* What one segmented send may carry: all kernels that know it take 64 datagrams, and less than 65,535 bytes with the
 * headers. */
#define RUN_MAX 64
#define RUN_BYTES 65000

/* A datagram that fails so often in a row for a reason that might be an earlier one's has that reason itself. */
#define TRIES_MAX 16

/* One message for sendmmsg: the datagrams [first, first + count) of the ordered batch. */
typedef struct {
  int first;
  int count;
} run_t;

typedef union {
  struct cmsghdr header;
  char bytes[CMSG_SPACE(sizeof(uint16_t))];
} segment_control_t;

/* Asked of the kernel, not tried: one that does not know the control message would send a whole run as one datagram. */
static bool supports_segments(udp_loop_t* loop, uv_os_fd_t fd) {
  if (!loop->segmentation_known) {
    loop->segmentation_known = true;
    int size;
    socklen_t length = sizeof(size);
    if (getsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, &size, &length) != 0) loop->segmentation = UDP_SEGMENT_OFF;
  }
  return loop->segmentation != UDP_SEGMENT_OFF;
}

static bool may_segment(const udp_socket_t* socket, const udp_datagram_t* datagram) {
  bool loopback = (ntohl(datagram->to.sin_addr.s_addr) >> 24) == 127;
  return (loopback || socket->loop->segmentation == UDP_SEGMENT_ALL) && datagram->size != 0 &&
         datagram->size <= socket->largest_segment;
}

/* Copies the batch so that datagrams to one destination stand together, in the order in which they were sent. What has
 * ended is left out. Returns how many there are. */
static int order_by_destination(udp_datagram_t* const* datagrams, int count, udp_datagram_t** ordered) {
  /* A table of destinations with open addressing, twice as large as there can be destinations. 0 is empty, other
   * values are a datagram's index + 1. */
  uint16_t table[2 * UDP_BATCH_MAX] = {0};
  uint16_t next[UDP_BATCH_MAX]; /* the following datagram to the same destination */
  uint16_t last[UDP_BATCH_MAX]; /* of a destination's first datagram: its last one */
  uint16_t firsts[UDP_BATCH_MAX];
  int destinations = 0;

  for (int i = 0; i < count; i++) {
    const udp_datagram_t* datagram = datagrams[i];
    if (datagram->ended) continue;
    uint32_t slot = udp_hash_address(&datagram->to);
    while (table[slot %= 2 * UDP_BATCH_MAX] != 0 && !udp_same_address(&datagrams[table[slot] - 1]->to, &datagram->to))
      slot++;
    next[i] = 0;
    if (table[slot] == 0) {
      table[slot] = (uint16_t)(i + 1);
      firsts[destinations++] = (uint16_t)i;
      last[i] = (uint16_t)i;
    } else {
      int first = table[slot] - 1;
      next[last[first]] = (uint16_t)i;
      last[first] = (uint16_t)i;
    }
  }

  int total = 0;
  for (int destination = 0; destination < destinations; destination++) {
    int i = firsts[destination];
    do {
      ordered[total++] = datagrams[i];
      i = next[i];
    } while (i != 0);
  }
  return total;
}

static int leave_out_ended(udp_datagram_t* const* datagrams, int count, udp_datagram_t** ordered) {
  int total = 0;
  for (int i = 0; i < count; i++) {
    if (!datagrams[i]->ended) ordered[total++] = datagrams[i];
  }
  return total;
}

/* How many datagrams from the first one on can leave as one segmented send: all of one size, the last one may be
 * shorter. */
static int run_length(const udp_socket_t* socket, udp_datagram_t* const* datagrams, int count) {
  const udp_datagram_t* first = datagrams[0];
  if (!may_segment(socket, first)) return 1;
  size_t bytes = first->size;
  int length = 1;
  while (length < count && length < RUN_MAX) {
    const udp_datagram_t* datagram = datagrams[length];
    bytes += datagram->size;
    if (datagram->size == 0 || datagram->size > first->size || bytes > RUN_BYTES ||
        !udp_same_address(&first->to, &datagram->to)) {
      break;
    }
    length++;
    if (datagram->size < first->size) break;
  }
  return length;
}

static bool is_full(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS;
}

static void end_all(udp_datagram_t* const* datagrams, int count) {
  for (int i = 0; i < count; i++) datagrams[i]->ended = true;
}

/* As sendmmsg. From a socket that tells of unreachable destinations the kernel keeps less to itself: a send fails for
 * what has become of earlier datagrams, without having been tried; and where a queue of the machine was full, and the
 * datagram is gone, that is ENOBUFS instead of success. */
static int send_some(udp_socket_t* socket, uv_os_fd_t fd, struct mmsghdr* messages, int count) {
  for (int tries = 1;; tries++) {
    int sent = sendmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT);
    if (sent == count || !socket->tells_unreachable) return sent;
    if (sent < 0) {
      if (errno == ENOBUFS) return 1;
      if (!udp_may_be_of_earlier(socket, errno) || tries == TRIES_MAX) return -1;
    }
    /* Also where some were sent: errors take the place of what is to be received. */
    udp_take_unreachable(socket, fd);
    if (sent > 0) return sent;
  }
}

/* Sends messages until all are sent, one is refused, or the kernel is full. Returns how many were sent, and in `error`
 * 0 or errno for the one behind them. */
static int send_messages(udp_socket_t* socket, uv_os_fd_t fd, struct mmsghdr* messages, int count, int* error) {
  int done = 0;
  *error = 0;
  while (done < count) {
    int sent = send_some(socket, fd, messages + done, count - done);
    if (sent >= 0) {
      done += sent;
    } else if (errno != EINTR) {
      *error = errno;
      break;
    }
  }
  return done;
}

static struct mmsghdr message_of(udp_datagram_t* first, struct iovec* vectors, int count) {
  return (struct mmsghdr){
      .msg_hdr = {
          .msg_name = &first->to, .msg_namelen = sizeof(first->to), .msg_iov = vectors, .msg_iovlen = (size_t)count}};
}

static struct iovec vector_of(udp_datagram_t* datagram) {
  return (struct iovec){.iov_base = datagram->bytes, .iov_len = datagram->size};
}

/* Sends each datagram of a refused run on its own. Returns false when the kernel is full. */
static bool send_plainly(udp_socket_t* socket, uv_os_fd_t fd, udp_datagram_t* const* datagrams, int count) {
  struct mmsghdr messages[RUN_MAX];
  struct iovec vectors[RUN_MAX];
  for (int i = 0; i < count; i++) {
    vectors[i] = vector_of(datagrams[i]);
    messages[i] = message_of(datagrams[i], &vectors[i], 1);
  }
  for (int done = 0; done < count;) {
    int error;
    int sent = send_messages(socket, fd, messages + done, count - done, &error);
    end_all(datagrams + done, sent);
    done += sent;
    if (error == 0) break;
    if (is_full(error)) return false;
    datagrams[done]->error = uv_translate_sys_error(error);
    datagrams[done++]->ended = true;
  }
  return true;
}

/* A run was refused as a whole: its datagrams go out one by one. If the kernel takes them so and the error was about
 * segments, the socket remembers it: EIO says that the network device cannot do segmented sends at all; EINVAL and
 * EMSGSIZE, that these segments were too large for it. Returns false when the kernel is full. */
static bool send_refused_run(udp_socket_t* socket, uv_os_fd_t fd, udp_datagram_t* const* datagrams, int count,
                             int error) {
  bool room = send_plainly(socket, fd, datagrams, count);
  bool works = datagrams[0]->ended;
  for (int i = 0; i < count; i++) works = works && datagrams[i]->error == 0;
  if (!works) return room;
  uint32_t largest = socket->largest_segment;
  if (error == EIO) largest = 0;
  if (error == EINVAL || error == EMSGSIZE) largest = (uint32_t)datagrams[0]->size - 1;
  /* Runs of the same batch may have been refused before, and for a smaller size. */
  if (largest < socket->largest_segment) socket->largest_segment = largest;
  return room;
}

/* One datagram, without the headers of a batch. */
static void send_one(uv_os_fd_t fd, udp_datagram_t* datagram) {
  ssize_t sent;
  do {
    sent = sendto(fd, datagram->bytes, datagram->size, MSG_DONTWAIT, (const struct sockaddr*)&datagram->to,
                  sizeof(datagram->to));
  } while (sent < 0 && errno == EINTR);
  if (sent < 0 && is_full(errno)) return;
  if (sent < 0) datagram->error = uv_translate_sys_error(errno);
  datagram->ended = true;
}

void udp_platform_send(udp_socket_t* socket, udp_datagram_t* const* datagrams, int count) {
  uv_os_fd_t fd;
  int error = uv_fileno((const uv_handle_t*)&socket->handle, &fd);
  if (error != 0) {
    for (int i = 0; i < count; i++) {
      if (!datagrams[i]->ended) datagrams[i]->error = error;
      datagrams[i]->ended = true;
    }
    return;
  }

  if (count == 1 && !datagrams[0]->ended && !socket->tells_unreachable) {
    send_one(fd, datagrams[0]);
    return;
  }

  udp_datagram_t* ordered[UDP_BATCH_MAX];
  bool segments = count > 1 && socket->largest_segment != 0 && supports_segments(socket->loop, fd);
  int total = segments ? order_by_destination(datagrams, count, ordered) : leave_out_ended(datagrams, count, ordered);

  struct mmsghdr messages[UDP_BATCH_MAX];
  struct iovec vectors[UDP_BATCH_MAX];
  segment_control_t controls[UDP_BATCH_MAX / 2];
  run_t runs[UDP_BATCH_MAX];
  int run_count = 0;
  int control_count = 0;
  for (int i = 0; i < total;) {
    int length = segments ? run_length(socket, ordered + i, total - i) : 1;
    for (int k = i; k < i + length; k++) vectors[k] = vector_of(ordered[k]);
    struct mmsghdr* message = &messages[run_count];
    *message = message_of(ordered[i], &vectors[i], length);
    if (length > 1) {
      segment_control_t* control = &controls[control_count++];
      message->msg_hdr.msg_control = control->bytes;
      message->msg_hdr.msg_controllen = sizeof(control->bytes);
      control->header.cmsg_level = IPPROTO_UDP;
      control->header.cmsg_type = UDP_SEGMENT;
      control->header.cmsg_len = CMSG_LEN(sizeof(uint16_t));
      uint16_t size = (uint16_t)ordered[i]->size;
      memcpy(CMSG_DATA(&control->header), &size, sizeof(size));
    }
    runs[run_count++] = (run_t){.first = i, .count = length};
    i += length;
  }

  // NOLINTBEGIN(clang-analyzer-core.*): it does not know that sendmmsg returns at most the count that it was given
  for (int done = 0; done < run_count;) {
    int sent = send_messages(socket, fd, messages + done, run_count - done, &error);
    for (int i = done; i < done + sent; i++) end_all(ordered + runs[i].first, runs[i].count);
    done += sent;
    if (error == 0) break;
    if (is_full(error)) return;
    run_t run = runs[done++];
    if (run.count > 1) {
      if (!send_refused_run(socket, fd, ordered + run.first, run.count, error)) return;
    } else {
      ordered[run.first]->error = uv_translate_sys_error(error);
      ordered[run.first]->ended = true;
    }
  }
  // NOLINTEND(clang-analyzer-core.*)
}
