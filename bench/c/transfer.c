/* Sending and receiving in each of the three ways. */
#include <errno.h>
#include <netinet/udp.h>
#include <string.h>

#include "common.h"

static uint8_t payload[DATAGRAM_MAX];

/* True where nobody listens any more: the receiver of a flood has ended. */
static bool is_refused(void) {
  return errno == ECONNREFUSED;
}

static socklen_t name_size(const struct sockaddr_in* to) {
  return to == NULL ? 0 : sizeof(*to);
}

static int send_singly(const sender_t* sender, const struct sockaddr_in* to, int addresses, int count) {
  for (int i = 0; i < count; i++) {
    const struct sockaddr* address = to == NULL ? NULL : (const struct sockaddr*)&to[i % addresses];
    if (sendto(sender->fd, payload, (size_t)sender->size, 0, address, name_size(to)) >= 0) continue;
    if (!is_refused()) fail("sendto");
    return i;
  }
  return count;
}

static int send_batches(const sender_t* sender, const struct sockaddr_in* to, int addresses, int count) {
  struct mmsghdr messages[BATCH];
  struct iovec vector = {.iov_base = payload, .iov_len = (size_t)sender->size};
  for (int done = 0; done < count;) {
    int batch = count - done < BATCH ? count - done : BATCH;
    for (int i = 0; i < batch; i++) {
      messages[i] = (struct mmsghdr){.msg_hdr = {.msg_name = to == NULL ? NULL : (void*)&to[(done + i) % addresses],
                                                 .msg_namelen = name_size(to),
                                                 .msg_iov = &vector,
                                                 .msg_iovlen = 1}};
    }
    int sent = sendmmsg(sender->fd, messages, (unsigned)batch, 0);
    if (sent < 0) {
      if (!is_refused()) fail("sendmmsg");
      return done;
    }
    done += sent;
  }
  return count;
}

static int send_run(const sender_t* sender, const struct sockaddr_in* to, int datagrams) {
  union {
    char bytes[CMSG_SPACE(sizeof(uint16_t))];
    struct cmsghdr align;
  } control = {{0}};
  struct iovec vector = {.iov_base = payload, .iov_len = (size_t)datagrams * (size_t)sender->size};
  struct msghdr message = {.msg_name = (void*)to, .msg_namelen = name_size(to), .msg_iov = &vector, .msg_iovlen = 1};
  if (datagrams > 1) {
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof(control.bytes);
    struct cmsghdr* header = CMSG_FIRSTHDR(&message);
    uint16_t segment = (uint16_t)sender->size;
    header->cmsg_level = IPPROTO_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof(segment));
    memcpy(CMSG_DATA(header), &segment, sizeof(segment));
  }
  if (sendmsg(sender->fd, &message, 0) >= 0) return datagrams;
  if (!is_refused()) fail("sendmsg with UDP_SEGMENT");
  return 0;
}

/* The share of each address goes out in runs, so the addresses do not take turns but the counts are the same. */
static int send_runs(const sender_t* sender, const struct sockaddr_in* to, int addresses, int count) {
  int most = RUN_BYTES / sender->size < RUN_DATAGRAMS ? RUN_BYTES / sender->size : RUN_DATAGRAMS;
  int total = 0;
  for (int i = 0; i < addresses; i++) {
    int share = count / addresses + (i < count % addresses ? 1 : 0);
    while (share > 0) {
      int run = share < most ? share : most;
      int sent = send_run(sender, to == NULL ? NULL : &to[i], run);
      if (sent == 0) return total;
      total += sent;
      share -= sent;
    }
  }
  return total;
}

int send_burst(const sender_t* sender, const struct sockaddr_in* to, int addresses, int count) {
  switch (sender->how) {
    case HOW_SINGLE:
      return send_singly(sender, to, addresses, count);
    case HOW_BATCH:
      return send_batches(sender, to, addresses, count);
    case HOW_SEGMENT:
      return send_runs(sender, to, addresses, count);
  }
  return 0;
}

static uint8_t arena[BATCH][DATAGRAM_MAX];

/* The segment size that came with a message, 0 where it is one datagram. */
static int segment_of(struct msghdr* header) {
  for (struct cmsghdr* c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
    if (c->cmsg_level != IPPROTO_UDP || c->cmsg_type != UDP_GRO) continue;
    int segment;
    memcpy(&segment, CMSG_DATA(c), sizeof(segment));
    return segment;
  }
  return 0;
}

static received_t nothing_or_fail(const char* what) {
  if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR && errno != ECONNREFUSED) fail(what);
  return (received_t){.datagrams = 0};
}

static void note(received_t* received, const uint8_t* bytes, size_t size) {
  received->datagrams++;
  if (size != 1) return;
  received->marks++;
  received->mark = bytes[0];
}

static received_t receive_one(int fd, int flags) {
  received_t received = {.datagrams = 0};
  socklen_t size = sizeof(received.from);
  ssize_t got = recvfrom(fd, arena[0], sizeof(arena[0]), flags, (struct sockaddr*)&received.from, &size);
  if (got < 0) return nothing_or_fail("recvfrom");
  note(&received, arena[0], (size_t)got);
  return received;
}

static received_t receive_batch(int fd, int flags, bool coalescing) {
  static struct mmsghdr messages[BATCH];
  static struct iovec vectors[BATCH];
  static struct sockaddr_in from[BATCH];
  static char control[BATCH][CMSG_SPACE(sizeof(int))] __attribute__((aligned(8)));
  for (int i = 0; i < BATCH; i++) {
    vectors[i] = (struct iovec){.iov_base = arena[i], .iov_len = sizeof(arena[i])};
    messages[i].msg_hdr = (struct msghdr){.msg_name = &from[i],
                                          .msg_namelen = sizeof(from[i]),
                                          .msg_iov = &vectors[i],
                                          .msg_iovlen = 1,
                                          .msg_control = coalescing ? control[i] : NULL,
                                          .msg_controllen = coalescing ? sizeof(control[i]) : 0};
  }
  int got = recvmmsg(fd, messages, BATCH, flags | MSG_WAITFORONE, NULL);
  if (got < 0) return nothing_or_fail("recvmmsg");
  received_t received = {.from = from[0]};
  for (int i = 0; i < got; i++) {
    size_t size = messages[i].msg_len;
    int segment = coalescing ? segment_of(&messages[i].msg_hdr) : 0;
    if (segment == 0 || size <= (size_t)segment) {
      note(&received, arena[i], size);
      continue;
    }
    for (size_t at = 0; at < size; at += (size_t)segment) {
      note(&received, arena[i] + at, size - at < (size_t)segment ? size - at : (size_t)segment);
    }
  }
  return received;
}

received_t receive_some(int fd, how_t how, int flags) {
  return how == HOW_SINGLE ? receive_one(fd, flags) : receive_batch(fd, flags, how == HOW_SEGMENT);
}
