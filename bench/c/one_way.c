/* Datagrams in one direction: flood, sink, and the limits of receiving and sending. */
#include <stdio.h>

#include "modes.h"

#define SINK_BUFFER (32 * 1024 * 1024)
#define SINK_NAP_US 300

static int destinations(const options_t* options, struct sockaddr_in* to) {
  for (int i = 0; i < options->port_count; i++) to[i] = loopback(options->ports[i]);
  return options->port_count;
}

void run_flood(const options_t* options) {
  struct sockaddr_in to[PORTS_MAX];
  sender_t sender = {.fd = open_socket(), .how = options->how, .size = options->size};
  if (destinations(options, to) != 1) refuse("a flood takes one port");
  /* Connected, so that the kernel tells when the receiver has gone. */
  check(connect(sender.fd, (const struct sockaddr*)&to[0], sizeof(to[0])), "connect");
  int64_t end = now_us() + options->limit_us;
  while (now_us() < end) {
    if (send_burst(&sender, NULL, 1, options->burst) < options->burst) break;
  }
}

/*
 * Sleeps by the clock, not on its sockets: then the sender does not pay for waking it, which would cost a sender of
 * single datagrams much and one of batches little.
 */
void run_sink(const options_t* options) {
  int fds[PORTS_MAX];
  int ports[PORTS_MAX];
  if (options->sockets > PORTS_MAX) refuse("too many sockets");
  stop_on_sigterm();
  for (int i = 0; i < options->sockets; i++) {
    fds[i] = open_socket();
    ports[i] = port_of(fds[i]);
    set_receive_buffer(fds[i], SINK_BUFFER);
    if (options->coalesce) set_coalescing(fds[i]);
  }
  print_ready(ports, options->sockets);

  int64_t total = 0;
  int64_t end = now_us() + options->limit_us;
  while (!stopped && now_us() < end) {
    for (int i = 0; i < options->sockets; i++) {
      received_t received;
      do {
        received = receive_some(fds[i], options->coalesce ? HOW_SEGMENT : HOW_BATCH, MSG_DONTWAIT);
        total += received.datagrams;
      } while (received.datagrams >= BATCH && !stopped);
    }
    sleep_us(SINK_NAP_US);
  }
  (void)printf("{\"messages\":%lld}\n", (long long)total);
}

void run_receive(const options_t* options) {
  int fd = open_socket();
  int port = port_of(fd);
  if (options->how == HOW_SEGMENT) set_coalescing(fd);
  print_ready(&port, 1);

  meter_t meter = {.options = options};
  int64_t end = now_us() + options->limit_us;
  int64_t total = 0;
  int64_t looked_at = 0;
  while (true) {
    received_t received = receive_some(fd, options->how, 0);
    total += received.datagrams;
    if (received.datagrams != 0 && total - looked_at < options->burst) continue;
    looked_at = total;
    if (meter_done(&meter, total) || now_us() >= end) return;
    sleep_us(options->pause_us);
  }
}

void run_send(const options_t* options) {
  struct sockaddr_in to[PORTS_MAX];
  sender_t sender = {.fd = open_socket(), .how = options->how, .size = options->size};
  int count = destinations(options, to);
  if (count == 0) refuse("no ports to send to");
  meter_t meter = {.options = options};
  int64_t end = now_us() + options->limit_us;
  int64_t total = 0;
  do {
    total += send_burst(&sender, to, count, options->burst);
  } while (!meter_done(&meter, total) && now_us() < end);
}
