// The yardstick of the benchmark: a client that calls through sd-bus and does nothing else.
//
//   bare_call ADDRESS DESTINATION PATH INTERFACE MEMBER COUNT sequential|parallel < REQUESTS
//
// Each line of REQUESTS is the third string argument of a call; the first two are "0.0" and an id. Line after line is
// taken, and the first again after the last. Prints one JSON object:
//
//   sequential   {"calls": COUNT, "medianMicroseconds": …, "replyBytes": …}
//   parallel     {"calls": COUNT, "totalMicroseconds": …, "replyBytes": …}, all COUNT calls sent before any is awaited
//
// Connecting is not measured. Built by bare-call.mjs.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <time.h>

struct client {
  sd_bus *bus;
  const char *destination, *path, *interface, *member;
  char **requests;
  size_t request_count;
};

/// What the replies of the parallel calls add up to.
struct tally {
  size_t replies;
  size_t bytes;
};

static void fail(const char *what, int error) {
  fprintf(stderr, "bare_call: %s: %s\n", what, strerror(error < 0 ? -error : error));
  exit(1);
}

static double now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void read_requests(struct client *client) {
  char *line = NULL;
  size_t size = 0;
  ssize_t length;
  while ((length = getline(&line, &size, stdin)) > 0) {
    if (line[length - 1] == '\n') line[length - 1] = '\0';
    char **grown = realloc(client->requests, (client->request_count + 1) * sizeof *grown);
    char *copy = strdup(line);
    if (grown == NULL || copy == NULL) fail("reading the requests", ENOMEM);
    client->requests = grown;
    client->requests[client->request_count++] = copy;
  }
  free(line);
  if (client->request_count == 0) fail("reading the requests", ENODATA);
}

static void connect_to(struct client *client, const char *address) {
  int error = sd_bus_new(&client->bus);
  if (error < 0) fail("sd_bus_new", error);
  if ((error = sd_bus_set_address(client->bus, address)) < 0) fail("the address", error);
  if ((error = sd_bus_set_bus_client(client->bus, 1)) < 0) fail("sd_bus_set_bus_client", error);
  if ((error = sd_bus_start(client->bus)) < 0) fail("connecting", error);
  // Asking for the name waits until the bus has let this client in.
  const char *name;
  if ((error = sd_bus_get_unique_name(client->bus, &name)) < 0) fail("connecting", error);
}

static sd_bus_message *new_call(const struct client *client, size_t index) {
  sd_bus_message *call = NULL;
  int error = sd_bus_message_new_method_call(client->bus, &call, client->destination, client->path,
                                             client->interface, client->member);
  if (error < 0) fail("making the call", error);
  error = sd_bus_message_append(call, "sss", "0.0", "6f1c1f3e-6c1b-4d55-9a39-0d8f6bb1f0aa",
                                client->requests[index % client->request_count]);
  if (error < 0) fail("making the call", error);
  return call;
}

static size_t reply_bytes(sd_bus_message *reply) {
  const char *text = NULL;
  int error = sd_bus_message_read_basic(reply, 's', &text);
  if (error <= 0) fail("reading the reply", error == 0 ? ENODATA : error);
  return strlen(text);
}

static int by_size(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static void run_sequential(const struct client *client, size_t count) {
  double *times = calloc(count, sizeof *times);
  if (times == NULL) fail("the measurements", ENOMEM);
  size_t bytes = 0;
  for (size_t i = 0; i < count; i++) {
    sd_bus_error failure = SD_BUS_ERROR_NULL;
    sd_bus_message *reply = NULL;
    const double start = now_us();
    sd_bus_message *call = new_call(client, i);
    const int error = sd_bus_call(client->bus, call, 0, &failure, &reply);
    if (error < 0) fail(failure.message != NULL ? failure.message : "the call", error);
    bytes = reply_bytes(reply);
    times[i] = now_us() - start;
    sd_bus_message_unref(reply);
    sd_bus_message_unref(call);
  }
  qsort(times, count, sizeof *times, by_size);
  printf("{\"calls\":%zu,\"medianMicroseconds\":%.3f,\"replyBytes\":%zu}\n", count, times[count / 2], bytes);
  free(times);
}

static int on_reply(sd_bus_message *reply, void *data, sd_bus_error *unused) {
  (void)unused;
  struct tally *tally = data;
  const sd_bus_error *failure = sd_bus_message_get_error(reply);
  if (failure != NULL) fail(failure->message != NULL ? failure->message : failure->name, EIO);
  tally->bytes = reply_bytes(reply);
  tally->replies++;
  return 0;
}

static void run_parallel(const struct client *client, size_t count) {
  struct tally tally = {0};
  const double start = now_us();
  for (size_t i = 0; i < count; i++) {
    sd_bus_message *call = new_call(client, i);
    const int error = sd_bus_call_async(client->bus, NULL, call, on_reply, &tally, 0);
    if (error < 0) fail("sending the call", error);
    sd_bus_message_unref(call);
  }
  while (tally.replies < count) {
    int error = sd_bus_process(client->bus, NULL);
    if (error == 0) error = sd_bus_wait(client->bus, UINT64_MAX);
    if (error < 0) fail("waiting for replies", error);
  }
  const double total = now_us() - start;
  printf("{\"calls\":%zu,\"totalMicroseconds\":%.3f,\"replyBytes\":%zu}\n", count, total, tally.bytes);
}

int main(int argc, char **argv) {
  const long count = argc == 8 ? strtol(argv[6], NULL, 10) : 0;
  const int parallel = argc == 8 && strcmp(argv[7], "parallel") == 0;
  if (count <= 0 || (!parallel && strcmp(argv[7], "sequential") != 0)) {
    fputs("usage: bare_call ADDRESS DESTINATION PATH INTERFACE MEMBER COUNT sequential|parallel < REQUESTS\n", stderr);
    return 2;
  }
  struct client client = {.destination = argv[2], .path = argv[3], .interface = argv[4], .member = argv[5]};
  read_requests(&client);
  connect_to(&client, argv[1]);
  (parallel ? run_parallel : run_sequential)(&client, (size_t)count);
  for (size_t i = 0; i < client.request_count; i++) free(client.requests[i]);
  free(client.requests);
  sd_bus_flush_close_unref(client.bus);
  return 0;
}
