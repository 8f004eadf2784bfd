/* The modes of the program. Each prints its result as one line of JSON. */
#ifndef BENCH_MODES_H
#define BENCH_MODES_H

#include "common.h"

/* one_way.c */
void run_flood(const options_t* options);   /* sends to one port until nobody listens */
void run_sink(const options_t* options);    /* receives and throws away, until SIGTERM */
void run_receive(const options_t* options); /* receiving as the limit */
void run_send(const options_t* options);    /* sending as the limit */

/* pair.c: a sender whose window the receiver acknowledges */
void run_pair_receive(const options_t* options);
void run_pair_send(const options_t* options);

/* echo.c */
void run_echo_server(const options_t* options);
void run_echo_client(const options_t* options);

/* busy.c */
void run_busy(const options_t* options); /* does nothing, without sleeping, until it is killed */

/* open.c */
void run_open(const options_t* options);

#endif
