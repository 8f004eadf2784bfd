#include "common.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

volatile bool stopped = false;

void fail(const char* what) {
  (void)fprintf(stderr, "udp: %s: %s\n", what, strerror(errno));
  exit(1);
}

void refuse(const char* why) {
  (void)fprintf(stderr, "udp: %s\n", why);
  exit(1);
}

int check(int status, const char* what) {
  if (status < 0) fail(what);
  return status;
}

static _Noreturn void usage(const char* word) {
  (void)fprintf(stderr, "udp: cannot make sense of '%s'\n", word);
  exit(2);
}

static int64_t number(const char* word, const char* text, int64_t most) {
  char* end;
  errno = 0;
  long long value = strtoll(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value < 0 || value > most) usage(word);
  return value;
}

static how_t parse_how(const char* word, const char* text) {
  if (strcmp(text, "single") == 0) return HOW_SINGLE;
  if (strcmp(text, "batch") == 0) return HOW_BATCH;
  if (strcmp(text, "segment") == 0) return HOW_SEGMENT;
  usage(word);
}

static void parse_ports(const char* word, const char* list, options_t* options) {
  char copy[PORTS_MAX * 6 + 1];
  size_t size = strlen(list) + 1;
  if (size > sizeof(copy)) usage(word);
  memcpy(copy, list, size);
  char* rest = NULL;
  for (char* part = strtok_r(copy, ",", &rest); part != NULL; part = strtok_r(NULL, ",", &rest)) {
    if (options->port_count == PORTS_MAX) usage(word);
    options->ports[options->port_count++] = (int)number(word, part, 65535);
  }
}

static void parse_option(const char* word, const char* key, const char* value, options_t* options) {
  const int64_t day_ms = 86400000;
  if (strcmp(key, "how") == 0) {
    options->how = parse_how(word, value);
  } else if (strcmp(key, "size") == 0) {
    options->size = (int)number(word, value, 65507);
  } else if (strcmp(key, "sockets") == 0) {
    options->sockets = (int)number(word, value, 60000);
  } else if (strcmp(key, "burst") == 0) {
    options->burst = (int)number(word, value, 65536);
  } else if (strcmp(key, "coalesce") == 0) {
    options->coalesce = number(word, value, 1) == 1;
  } else if (strcmp(key, "warmup") == 0) {
    options->warmup_us = 1000 * number(word, value, day_ms);
  } else if (strcmp(key, "measure") == 0) {
    options->measure_us = 1000 * number(word, value, day_ms);
  } else if (strcmp(key, "pause") == 0) {
    options->pause_us = 1000 * number(word, value, day_ms);
  } else if (strcmp(key, "limit") == 0) {
    options->limit_us = 1000 * number(word, value, day_ms);
  } else if (strcmp(key, "ports") == 0) {
    parse_ports(word, value, options);
  } else {
    usage(word);
  }
}

void parse_options(int argc, char** argv, options_t* options) {
  *options = (options_t){.how = HOW_BATCH,
                         .size = 64,
                         .sockets = 1,
                         .burst = 256,
                         .warmup_us = 300000,
                         .measure_us = 1000000,
                         .limit_us = 10000000};
  for (int i = 0; i < argc; i++) {
    char key[16];
    const char* equals = strchr(argv[i], '=');
    if (equals == NULL || (size_t)(equals - argv[i]) >= sizeof(key)) usage(argv[i]);
    memcpy(key, argv[i], (size_t)(equals - argv[i]));
    key[equals - argv[i]] = '\0';
    parse_option(argv[i], key, equals + 1, options);
  }
}

int64_t now_us(void) {
  struct timespec time;
  check(clock_gettime(CLOCK_MONOTONIC, &time), "clock_gettime");
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

void sleep_us(int64_t us) {
  struct timespec time = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
  if (us > 0) (void)nanosleep(&time, NULL); /* shorter where a signal comes, which ends what sleeps here */
}

static int64_t to_us(struct timeval time) {
  return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

int64_t cpu_us(void) {
  struct rusage usage;
  check(getrusage(RUSAGE_SELF, &usage), "getrusage");
  return to_us(usage.ru_utime) + to_us(usage.ru_stime);
}

struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}, .sin_port = htons((uint16_t)port)};
}

int open_socket(void) {
  int fd = check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");
  struct sockaddr_in address = loopback(0);
  check(bind(fd, (const struct sockaddr*)&address, sizeof(address)), "bind");
  struct timeval patience = {.tv_usec = 100000};
  check(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), "SO_RCVTIMEO");
  return fd;
}

int port_of(int fd) {
  struct sockaddr_in address = {.sin_port = 0};
  socklen_t size = sizeof(address);
  check(getsockname(fd, (struct sockaddr*)&address, &size), "getsockname");
  return ntohs(address.sin_port);
}

void set_receive_buffer(int fd, int bytes) {
  /* The privileged form goes beyond the system's maximum; without the privilege that maximum has to do. */
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) == 0) return;
  check(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)), "SO_RCVBUF");
}

void set_coalescing(int fd) {
  int on = 1;
  check(setsockopt(fd, IPPROTO_UDP, UDP_GRO, &on, sizeof(on)), "UDP_GRO");
}

void print_ready(const int* ports, int count) {
  (void)printf("{\"ports\":[");
  for (int i = 0; i < count; i++) (void)printf("%s%d", i == 0 ? "" : ",", ports[i]);
  (void)printf("]}\n");
  if (fflush(stdout) != 0) fail("stdout");
}

static void on_sigterm(int signal_number) {
  (void)signal_number;
  stopped = true;
}

void stop_on_sigterm(void) {
  struct sigaction action = {.sa_handler = on_sigterm};
  check(sigaction(SIGTERM, &action, NULL), "sigaction");
}

void meter_begin(meter_t* meter, int64_t messages) {
  meter->measuring = true;
  meter->messages = messages;
  meter->at_us = now_us();
  meter->cpu_us = cpu_us();
}

void meter_print(const meter_t* meter, int64_t messages) {
  int64_t used = cpu_us() - meter->cpu_us;
  (void)printf("{\"messages\":%lld,\"cpu\":%lld,\"elapsed\":%lld,\"total\":%lld}\n",
               (long long)(messages - meter->messages), (long long)used, (long long)(now_us() - meter->at_us),
               (long long)messages);
  if (fflush(stdout) != 0) fail("stdout");
}

bool meter_done(meter_t* meter, int64_t messages) {
  if (messages == 0) return false;
  int64_t now = now_us();
  if (meter->started_us == 0) meter->started_us = now;
  if (!meter->measuring) {
    if (now - meter->started_us >= meter->options->warmup_us) meter_begin(meter, messages);
    return false;
  }
  /* A result needs a message: where other processes hold the core, none may have come in the whole time. */
  if (messages == meter->messages || now - meter->at_us < meter->options->measure_us) return false;
  meter_print(meter, messages);
  return true;
}
