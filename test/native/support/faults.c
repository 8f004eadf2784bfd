/*
 * Preloaded into a test's process: the kernel is full, or refuses a datagram, and a name takes its time to be looked
 * up, when the test says so. It says so in a small file, which is mapped here and written there (faults.js).
 *
 * Datagrams that begin with "#" and a number are refused with that error; those that begin with "free" get through a
 * full kernel. Names that end in ".slow" are looked up, as 127.0.0.1, when the test lets them; those that end in ".none"
 * do not exist. So no test asks anybody outside.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

struct control {
  int32_t full_error;    /* what a send gets while the kernel is full */
  int32_t full_for;      /* this many more calls find it full; -1: all */
  int32_t room_for;      /* before that, this many messages are taken */
  int32_t found_full;    /* how many did */
  int32_t lookups_held;  /* slow names wait while this is not 0 */
  int32_t lookups_begun; /* how many slow names a thread is or was at work on */
};

static volatile struct control* control;

__attribute__((constructor)) static void map_control(void) {
  const char* path = getenv("DGRAM_TEST_FAULTS");
  int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void* memory = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (memory != MAP_FAILED) control = memory;
}

static int begins_with(const struct iovec* vector, const char* text) {
  size_t size = strlen(text);
  return vector->iov_len >= size && memcmp(vector->iov_base, text, size) == 0;
}

/* The error that this message is to be refused with, or 0. Several datagrams in one message, a vector each, are refused
 * as a whole for the sake of one. */
static int refusal(const struct msghdr* message) {
  for (size_t i = 0; control != NULL && i < message->msg_iovlen; i++) {
    const struct iovec* vector = &message->msg_iov[i];
    char text[8] = {0};
    if (!begins_with(vector, "#")) continue;
    size_t size = vector->iov_len - 1;
    memcpy(text, (const char*)vector->iov_base + 1, size < sizeof(text) - 1 ? size : sizeof(text) - 1);
    return atoi(text);
  }
  return 0;
}

static int is_full(const struct msghdr* message) {
  if (control == NULL || control->full_for == 0) return 0;
  if (message->msg_iovlen > 0 && begins_with(&message->msg_iov[0], "free")) return 0;
  if (control->room_for == 0) return 1;
  control->room_for--;
  return 0;
}

static void count_full(void) {
  if (control->full_for > 0) control->full_for--;
  control->found_full++;
}

static int is_udp(const struct msghdr* message) {
  const struct sockaddr* address = message->msg_name;
  return address != NULL && address->sa_family == AF_INET;
}

/* The error that a call gets for this message, or 0; `first`: it is the first one of the call. */
static int fault(const struct msghdr* message, int first) {
  if (!is_udp(message)) return 0;
  if (!is_full(message)) return refusal(message);
  if (first) count_full();
  return control->full_error;
}

ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  static ssize_t (*real)(int, const struct msghdr*, int);
  if (real == NULL) real = dlsym(RTLD_NEXT, "sendmsg");
  int error = fault(message, 1);
  if (error == 0) return real(fd, message, flags);
  errno = error;
  return -1;
}

ssize_t sendto(int fd, const void* bytes, size_t size, int flags, const struct sockaddr* to, socklen_t length) {
  static ssize_t (*real)(int, const void*, size_t, int, const struct sockaddr*, socklen_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "sendto");
  struct iovec vector = {.iov_base = (void*)bytes, .iov_len = size};
  struct msghdr message = {.msg_name = (void*)to, .msg_namelen = length, .msg_iov = &vector, .msg_iovlen = 1};
  int error = fault(&message, 1);
  if (error == 0) return real(fd, bytes, size, flags, to, length);
  errno = error;
  return -1;
}

/* As the kernel: what comes before a message that fails is sent, and the error is told when that one comes first. */
static unsigned sendable(struct mmsghdr* messages, unsigned count, int* error) {
  for (unsigned i = 0; i < count; i++) {
    *error = fault(&messages[i].msg_hdr, i == 0);
    if (*error != 0) return i;
  }
  return count;
}

int sendmmsg(int fd, struct mmsghdr* messages, unsigned count, int flags) {
  static int (*real)(int, struct mmsghdr*, unsigned, int);
  if (real == NULL) real = dlsym(RTLD_NEXT, "sendmmsg");
  int error = 0;
  unsigned some = sendable(messages, count, &error);
  if (some > 0 || count == 0) return real(fd, messages, some, flags);
  errno = error;
  return -1;
}

/* libuv 1.46 makes this one call without its wrapper. */
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

static int ends_in(const char* name, const char* ending) {
  size_t size = name == NULL ? 0 : strlen(name);
  return control != NULL && size > strlen(ending) && strcmp(name + size - strlen(ending), ending) == 0;
}

int getaddrinfo(const char* name, const char* service, const struct addrinfo* hints, struct addrinfo** result) {
  static int (*real)(const char*, const char*, const struct addrinfo*, struct addrinfo**);
  if (real == NULL) real = dlsym(RTLD_NEXT, "getaddrinfo");
  if (ends_in(name, ".none")) return EAI_NONAME;
  if (!ends_in(name, ".slow")) return real(name, service, hints, result);
  __sync_fetch_and_add(&control->lookups_begun, 1);
  while (control->lookups_held != 0) usleep(1000);
  return real("127.0.0.1", service, hints, result);
}
