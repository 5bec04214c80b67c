// The least that a delivery can cost: one `write` each to connections that are there, and nothing else.
//
//     write_loop PORT CONNECTIONS BYTES ROUNDS_PER_SECOND SECONDS
//
// Listens, waits for that many connections, then writes so many bytes to each, a round at a time. Prints its CPU
// seconds in the rounds and how many writes those were. No WebSocket, no JSON, no reading.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static double cpu_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static int listening_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) fail("listen");
    return listener;
}

int main(int count, char **given) {
    if (count != 6) return 2;
    int connections = atoi(given[2]), size = atoi(given[3]), rate = atoi(given[4]), seconds = atoi(given[5]), on = 1;
    int listener = listening_on(atoi(given[1])), *sockets = calloc(connections, sizeof *sockets);
    char *bytes = malloc(size);
    memset(bytes, 'x', size);
    for (int n = 0; n < connections; n++) {
        if ((sockets[n] = accept(listener, NULL, NULL)) < 0) fail("accept");
        setsockopt(sockets[n], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    struct timespec due;
    clock_gettime(CLOCK_MONOTONIC, &due);
    double before = cpu_seconds();
    long writes = 0;
    for (long round = 0; round < (long)rate * seconds; round++) {
        for (int n = 0; n < connections; n++, writes++)
            if (write(sockets[n], bytes, size) != size) fail("write");
        due.tv_nsec += 1000000000L / rate;
        if (due.tv_nsec >= 1000000000L) due.tv_sec++, due.tv_nsec -= 1000000000L;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
    }
    printf("{\"cpu_s\": %.6f, \"deliveries\": %ld}\n", cpu_seconds() - before, writes);
    return 0;
}
