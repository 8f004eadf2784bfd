/*
 * Preloaded into a test's process: writes down every UDP datagram that is given to the kernel, every receive that
 * brings one and every turn of the loop that the addon keeps from sleeping, and refuses sends where the test says so.
 * It says so in a small file, which is mapped here and written there (spy.js); what is written down goes to another
 * file, a line each.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SEGMENT 103 /* UDP_SEGMENT */
#define RULES 8

/* What is refused: the messages that match, after `skip` of them, each `every`-th one, `times` in all. */
struct rule {
  int32_t error;  /* 0: no rule */
  int32_t kind;   /* 0: any message, 1: segmented ones, 2: others */
  int32_t larger; /* only where the datagrams, or all but the last, have more bytes than this */
  int32_t port;   /* only those to this port; 0: any */
  int32_t skip;
  int32_t every;
  int32_t times; /* -1: without end */
  int32_t seen;
};

struct control {
  int32_t no_segments; /* a kernel that does not know UDP_SEGMENT: it ignores the control message */
  int32_t silent;      /* nothing is written down */
  int32_t stopped;     /* the monotonic clock of the process stands still */
  int32_t late;        /* sched_yield returns a millisecond later, as where another process takes the core */
  int32_t step;        /* so many microseconds go by with each sched_yield, also while the clock stands still */
  struct rule rules[RULES];
};

static volatile struct control* control;
static int log_fd = -1;

__attribute__((constructor)) static void open_files(void) {
  const char* path = getenv("DGRAM_TEST_SPY");
  const char* log_path = getenv("DGRAM_TEST_SPY_LOG");
  if (path == NULL || log_path == NULL) return;
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) abort();
  void* memory = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  log_fd = open(log_path, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (memory == MAP_FAILED || log_fd < 0) abort();
  control = memory;
}

__attribute__((format(printf, 1, 2))) static void note(const char* format, ...) {
  if (control == NULL || control->silent) return;
  int saved = errno;
  char line[256];
  va_list arguments;
  va_start(arguments, format);
  int size = vsnprintf(line, sizeof(line), format, arguments);
  va_end(arguments);
  if (size < 0 || size >= (int)sizeof(line) || write(log_fd, line, (size_t)size) != size) abort();
  errno = saved;
}

static int is_udp(const struct msghdr* message) {
  const struct sockaddr* address = message->msg_name;
  return control != NULL && address != NULL && address->sa_family == AF_INET;
}

/* The segment size that a message asks for; 0: it is one datagram. */
static unsigned segment_of(const struct msghdr* message) {
  struct cmsghdr* header = CMSG_FIRSTHDR(message);
  uint16_t size;
  if (header == NULL || header->cmsg_level != IPPROTO_UDP || header->cmsg_type != SEGMENT) return 0;
  memcpy(&size, CMSG_DATA(header), sizeof(size));
  return size;
}

static size_t bytes_of(const struct msghdr* message) {
  size_t bytes = 0;
  for (size_t i = 0; i < message->msg_iovlen; i++) bytes += message->msg_iov[i].iov_len;
  return bytes;
}

/* Whether the kernel will cut a segmented message where its vectors end. */
static int is_regular(const struct msghdr* message, unsigned segment) {
  for (size_t i = 0; i < message->msg_iovlen; i++) {
    size_t size = message->msg_iov[i].iov_len;
    if (size == 0 || size > segment || (size < segment && i + 1 < message->msg_iovlen)) return 0;
  }
  return 1;
}

static void note_send(const char* call, const struct msghdr* message, int error) {
  if (!is_udp(message)) return;
  const struct sockaddr_in* to = message->msg_name;
  char address[INET_ADDRSTRLEN];
  if (inet_ntop(AF_INET, &to->sin_addr, address, sizeof(address)) == NULL) abort();
  unsigned segment = segment_of(message);
  note("send %s %s %u %u %zu %zu %d %d\n", call, address, ntohs(to->sin_port), segment,
       segment == 0 ? 1 : message->msg_iovlen, bytes_of(message), segment == 0 || is_regular(message, segment), error);
}

static int matches(volatile struct rule* rule, const struct msghdr* message) {
  unsigned segment = segment_of(message);
  size_t size = segment == 0 ? bytes_of(message) : segment;
  if (rule->error == 0 || rule->times == 0) return 0;
  if (rule->kind == 1 && segment == 0) return 0;
  if (rule->kind == 2 && segment != 0) return 0;
  if (size <= (size_t)rule->larger && rule->larger > 0) return 0;
  return rule->port == 0 || rule->port == ntohs(((const struct sockaddr_in*)message->msg_name)->sin_port);
}

/* The error that a message is to be refused with, or 0. `peek`: only looks, and counts nothing. */
static int refusal(const struct msghdr* message, int peek) {
  if (!is_udp(message)) return 0;
  for (int i = 0; i < RULES; i++) {
    volatile struct rule* rule = &control->rules[i];
    if (!matches(rule, message)) continue;
    int seen = rule->seen + 1;
    int hit = seen > rule->skip && (rule->every < 2 || (seen - rule->skip) % rule->every == 0);
    if (peek && hit) return rule->error;
    if (!peek) rule->seen = seen;
    if (!peek && hit && rule->times > 0) rule->times--;
    if (hit) return rule->error;
  }
  return 0;
}

/* What a kernel does that does not know the control message. */
static void forget_segments(struct msghdr* message) {
  if (control == NULL || !control->no_segments) return;
  message->msg_control = NULL;
  message->msg_controllen = 0;
}

ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  static ssize_t (*real)(int, const struct msghdr*, int);
  if (real == NULL) real = dlsym(RTLD_NEXT, "sendmsg");
  int error = refusal(message, 0);
  ssize_t result = -1;
  if (error == 0) {
    result = real(fd, message, flags);
  } else {
    errno = error;
  }
  note_send("sendmsg", message, result < 0 ? errno : 0);
  return result;
}

ssize_t sendto(int fd, const void* bytes, size_t size, int flags, const struct sockaddr* to, socklen_t length) {
  static ssize_t (*real)(int, const void*, size_t, int, const struct sockaddr*, socklen_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "sendto");
  struct iovec vector = {.iov_base = (void*)bytes, .iov_len = size};
  struct msghdr message = {.msg_name = (void*)to, .msg_namelen = length, .msg_iov = &vector, .msg_iovlen = 1};
  int error = refusal(&message, 0);
  ssize_t result = -1;
  if (error == 0) {
    result = real(fd, bytes, size, flags, to, length);
  } else {
    errno = error;
  }
  note_send("sendto", &message, result < 0 ? errno : 0);
  return result;
}

/* As the kernel: what comes before a message that fails is sent, and the error is told when that one comes first. */
int sendmmsg(int fd, struct mmsghdr* messages, unsigned count, int flags) {
  static int (*real)(int, struct mmsghdr*, unsigned, int);
  if (real == NULL) real = dlsym(RTLD_NEXT, "sendmmsg");
  unsigned some = 0;
  int error = 0;
  while (some < count && (error = refusal(&messages[some].msg_hdr, 1)) == 0) {
    refusal(&messages[some].msg_hdr, 0);
    forget_segments(&messages[some].msg_hdr);
    some++;
  }
  int result = -1;
  if (some > 0 || count == 0) {
    result = real(fd, messages, some, flags);
  } else {
    errno = refusal(&messages[0].msg_hdr, 0);
  }
  for (int i = 0; i < result; i++) note_send("sendmmsg", &messages[i].msg_hdr, 0);
  if (result < 0 && count > 0) note_send("sendmmsg", &messages[0].msg_hdr, errno);
  return result;
}

int getsockopt(int fd, int level, int name, void* value, socklen_t* size) {
  static int (*real)(int, int, int, void*, socklen_t*);
  if (real == NULL) real = dlsym(RTLD_NEXT, "getsockopt");
  if (control != NULL && control->no_segments && level == IPPROTO_UDP && name == SEGMENT) {
    errno = ENOPROTOOPT;
    return -1;
  }
  return real(fd, level, name, value, size);
}

ssize_t recvfrom(int fd, void* bytes, size_t size, int flags, struct sockaddr* from, socklen_t* length) {
  static ssize_t (*real)(int, void*, size_t, int, struct sockaddr*, socklen_t*);
  if (real == NULL) real = dlsym(RTLD_NEXT, "recvfrom");
  ssize_t result = real(fd, bytes, size, flags, from, length);
  if (result >= 0 && from != NULL) note("receive recvfrom 1 %zd\n", result);
  return result;
}

int recvmmsg(int fd, struct mmsghdr* messages, unsigned count, int flags, struct timespec* timeout) {
  static int (*real)(int, struct mmsghdr*, unsigned, int, struct timespec*);
  if (real == NULL) real = dlsym(RTLD_NEXT, "recvmmsg");
  int result = real(fd, messages, count, flags, timeout);
  size_t bytes = 0;
  for (int i = 0; i < result; i++) bytes += messages[i].msg_len;
  if (result > 0) note("receive recvmmsg %d %zu\n", result, bytes);
  return result;
}

/* What the clock says while it stands still. */
static _Thread_local struct timespec stopped_at;

/* The addon's alone: others yield, too. Those of the addon do not, so that no other process decides what a test sees. */
int sched_yield(void) {
  static int (*real)(void);
  if (real == NULL) real = dlsym(RTLD_NEXT, "sched_yield");
  Dl_info caller;
  if (dladdr(__builtin_return_address(0), &caller) != 0 && strstr(caller.dli_fname, "iotjs_dgram") != NULL) {
    note("yield\n");
    const struct timespec millisecond = {.tv_nsec = 1000000};
    if (control != NULL && control->late) nanosleep(&millisecond, NULL);
    if (control != NULL) stopped_at.tv_nsec += control->step * 1000L;
    if (stopped_at.tv_nsec >= 1000000000) {
      stopped_at.tv_sec++;
      stopped_at.tv_nsec -= 1000000000;
    }
    return 0;
  }
  return real();
}

/* Without asking the kernel while the clock stands still. */
int clock_gettime(clockid_t clock, struct timespec* out) {
  static int (*real)(clockid_t, struct timespec*);
  if (real == NULL) real = dlsym(RTLD_NEXT, "clock_gettime");
  if (clock != CLOCK_MONOTONIC) return real(clock, out);
  if (control == NULL || !control->stopped || stopped_at.tv_sec == 0) {
    int status = real(clock, &stopped_at);
    if (status != 0) return status;
  }
  *out = stopped_at;
  return 0;
}

/* libuv 1.46 makes some calls without their wrappers. */
long syscall(long number, ...) {
  static long (*real)(long, ...);
  if (real == NULL) real = dlsym(RTLD_NEXT, "syscall");
  long a[6];
  va_list arguments;
  va_start(arguments, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(arguments, long);
  va_end(arguments);
  if (number == SYS_sendmmsg) return sendmmsg((int)a[0], (struct mmsghdr*)a[1], (unsigned)a[2], (int)a[3]);
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
