/* What the modes of the program share: options, sockets, clocks and the meter. */
#ifndef BENCH_COMMON_H
#define BENCH_COMMON_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

/* How many datagrams one call of sendmmsg or recvmmsg is given. */
#define BATCH 64
/* The most datagrams and bytes in one segmented send. */
#define RUN_DATAGRAMS 64
#define RUN_BYTES 65000
#define DATAGRAM_MAX 65536
#define PORTS_MAX 256

/* One system call for each message, one for BATCH messages, or one for a run that the kernel cuts into datagrams. */
typedef enum { HOW_SINGLE, HOW_BATCH, HOW_SEGMENT } how_t;

/* The command line: words of the form key=value. */
typedef struct {
  how_t how;
  int size; /* bytes of payload */
  int sockets;
  int burst;     /* datagrams between two looks at the clock, or in flight */
  bool coalesce; /* UDP_GRO on the receiving socket */
  int64_t warmup_us;
  int64_t measure_us;
  int64_t pause_us; /* after each burst received */
  int64_t limit_us; /* the program ends then, whatever happens */
  int ports[PORTS_MAX];
  int port_count;
} options_t;

/* Prints what failed and why, and ends the program. */
_Noreturn void fail(const char* what);

/* Prints why the program cannot do what it was asked, and ends it. */
_Noreturn void refuse(const char* why);

/* Ends the program where a system call failed. */
int check(int status, const char* what);

void parse_options(int argc, char** argv, options_t* options);

int64_t now_us(void);
void sleep_us(int64_t us);
/* What the process has used in user and kernel mode. */
int64_t cpu_us(void);

struct sockaddr_in loopback(int port);
/* A socket bound to a free port of 127.0.0.1 that gives up receiving after 100 ms. */
int open_socket(void);
int port_of(int fd);
void set_receive_buffer(int fd, int bytes);
void set_coalescing(int fd);
/* Tells the one who started the program which ports are open. */
void print_ready(const int* ports, int count);

/* Set by SIGTERM. */
extern volatile bool stopped;
void stop_on_sigterm(void);

/* Counts messages and CPU time between the end of the warm-up, which begins with the first message, and the end. */
typedef struct {
  const options_t* options;
  int64_t started_us;
  bool measuring;
  int64_t cpu_us;
  int64_t at_us;
  int64_t messages;
} meter_t;

/* Given how many messages there were so far. True when the time is over and the result has been printed. */
bool meter_done(meter_t* meter, int64_t messages);
void meter_begin(meter_t* meter, int64_t messages);
void meter_print(const meter_t* meter, int64_t messages);

/* Sends datagrams of one size in the chosen way. */
typedef struct {
  int fd;
  how_t how;
  int size;
} sender_t;

/* Sends `count` datagrams, in turn to each of the addresses; `to` is NULL on a connected socket. Returns how many left:
 * fewer where nobody listens any more. */
int send_burst(const sender_t* sender, const struct sockaddr_in* to, int addresses, int count);

/* Receives at least one datagram and at most BATCH, or what a run brings. */
typedef struct {
  int datagrams; /* 0: none came within the socket's timeout */
  int marks;     /* how many of these have one byte */
  uint8_t mark;  /* the last such byte */
  struct sockaddr_in from;
} received_t;

received_t receive_some(int fd, how_t how, int flags);

#endif
