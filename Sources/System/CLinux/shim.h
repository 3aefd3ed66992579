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
static inline void loop_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/* SIGTERM and SIGINT as a descriptor; blocked in the calling thread and all it starts. */
#include <signal.h>
static inline int signal_descriptor(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  return signalfd(-1, &set, SFD_CLOEXEC);
}
static inline void wait_for_signal(int descriptor) {
  struct signalfd_siginfo info;
  while (read(descriptor, &info, sizeof info) < 0) {}
}
