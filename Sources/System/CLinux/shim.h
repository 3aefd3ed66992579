#pragma once
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* epoll's events hold a union, which Swift sees as unsafe; these take and give plain numbers. */
#include <sys/prctl.h>
struct loop_event { uint64_t tag; uint32_t events; };
static inline int loop_control(int poll, int operation, int descriptor, uint32_t events, uint64_t tag) {
  struct epoll_event event = { .events = events, .data = { .u64 = tag } };
  return epoll_ctl(poll, operation, descriptor, &event);
}
static inline int loop_wait(int poll, struct loop_event *found, int limit, int timeout) {
  struct epoll_event events[128];
  int count = epoll_wait(poll, events, limit < 128 ? limit : 128, timeout);
  for (int i = 0; i < count; i++) { found[i].tag = events[i].data.u64; found[i].events = events[i].events; }
  return count;
}
#include <sys/resource.h>
/* Linux counts niceness for each thread: this one works with what the others leave. */
static inline void thread_steps_back(void) { setpriority(PRIO_PROCESS, 0, 10); }
static inline void loop_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/* SIGTERM and SIGINT as bytes in a pipe: blocking them would have to happen before any thread exists. */
#include <errno.h>
#include <signal.h>
static int stop_pipe[2] = {-1, -1};
static void stop_asked(int number) {
  int kept = errno;
  char byte = (char)number;
  if (write(stop_pipe[1], &byte, 1) < 0) {}
  errno = kept;
}
static inline void take_stop_signals(void) {
  struct sigaction action = {0};
  if (pipe(stop_pipe) != 0) return;
  fcntl(stop_pipe[0], F_SETFD, FD_CLOEXEC);
  fcntl(stop_pipe[1], F_SETFD, FD_CLOEXEC);
  action.sa_handler = stop_asked;
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
}
static inline void wait_for_stop_signal(void) {
  char byte;
  while (read(stop_pipe[0], &byte, 1) < 0 && errno == EINTR) {}
}

/* Where `wanted` first stands in `bytes`, or -1: the C library's search, linear however the bytes are chosen. It is an
   extension of GNU, which the importer of headers does not see. */
extern void *memmem(const void *bytes, size_t count, const void *wanted, size_t wanted_count);
static inline long find_bytes(const void *bytes, size_t count, const void *wanted, size_t wanted_count) {
  const char *hit = (const char *) memmem(bytes, count, wanted, wanted_count);
  return hit ? hit - (const char *) bytes : -1;
}
