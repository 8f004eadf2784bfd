/*
 * One program to another, nothing lost: the receiver acknowledges every ACK_EVERY messages with a datagram that holds
 * their count so far (32 bits, little endian), and the sender has at most `burst` in flight. A message of one byte is a
 * mark: BEGIN starts the measurement, END ends it.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "modes.h"

#define ACK_EVERY 64
#define MARK_BEGIN 'b'
#define MARK_END 'e'

static void acknowledge(int fd, const struct sockaddr_in* to, int64_t total) {
  uint32_t count = htole32((uint32_t)total);
  ssize_t sent = sendto(fd, &count, sizeof(count), 0, (const struct sockaddr*)to, sizeof(*to));
  if (sent < 0) fail("sendto");
}

void run_pair_receive(const options_t* options) {
  int fd = open_socket();
  int port = port_of(fd);
  if (options->how == HOW_SEGMENT) set_coalescing(fd);
  print_ready(&port, 1);

  meter_t meter = {.options = options};
  int64_t end = now_us() + options->limit_us;
  int64_t total = 0;
  int64_t acknowledged = 0;
  while (now_us() < end) {
    received_t received = receive_some(fd, options->how, 0);
    total += received.datagrams - received.marks;
    if (received.marks > 0 && received.mark == MARK_BEGIN) meter_begin(&meter, total);
    if (received.marks > 0 && received.mark == MARK_END) {
      meter_print(&meter, total);
      return;
    }
    if (total - acknowledged >= ACK_EVERY) {
      acknowledged = total - total % ACK_EVERY;
      acknowledge(fd, &received.from, acknowledged);
    }
  }
}

/* The newest acknowledged count, or -1 where none came in time. */
static int64_t await_acknowledgement(int fd) {
  uint32_t count;
  ssize_t got = recv(fd, &count, sizeof(count), 0);
  if (got == sizeof(count)) return le32toh(count);
  if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK) fail("recv");
  return -1;
}

static void send_mark(int fd, const struct sockaddr_in* to, char mark) {
  if (sendto(fd, &mark, 1, 0, (const struct sockaddr*)to, sizeof(*to)) != 1) fail("sendto");
}

void run_pair_send(const options_t* options) {
  if (options->port_count != 1) refuse("a pair takes one port");
  sender_t sender = {.fd = open_socket(), .how = options->how, .size = options->size};
  struct sockaddr_in to = loopback(options->ports[0]);
  meter_t meter = {.options = options};
  int64_t end = now_us() + options->limit_us;
  int64_t sent = 0;
  int64_t acknowledged = 0;
  while (now_us() < end) {
    int64_t room = options->burst - (sent - acknowledged);
    if (room > 0) sent += send_burst(&sender, &to, 1, (int)room);
    int64_t count = await_acknowledgement(sender.fd);
    /* None: something was lost after all. What is in flight is given up. */
    acknowledged = count < 0 ? sent : count;
    bool was_measuring = meter.measuring;
    bool done = meter_done(&meter, acknowledged);
    if (meter.measuring && !was_measuring) send_mark(sender.fd, &to, MARK_BEGIN);
    if (done) {
      send_mark(sender.fd, &to, MARK_END);
      return;
    }
  }
}
