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
/* Each thread may else get an arena of its own, and most of ours wait most of the time. */
#include <malloc.h>
static inline int thread_arenas(int most) { return mallopt(M_ARENA_MAX, most); }
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

/* Another program, in a group of its own, with nothing of ours: no descriptor, no environment but a path. `words` are its
   name and arguments, each ended by a zero. Its two outputs come back as pipes. Answers its number, or -1. */
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
static inline int program_begin(const char *words, int count, int *output, int *errors) {
  int out[2], err[2], done = -1;
  pid_t number = -1;
  if (pipe(out) != 0) return -1;
  if (pipe(err) != 0) { close(out[0]); close(out[1]); return -1; }
  for (int i = 0; i < 2; i++) { fcntl(out[i], F_SETFD, FD_CLOEXEC); fcntl(err[i], F_SETFD, FD_CLOEXEC); }
  char **arguments = (char **)calloc((size_t)count + 1, sizeof(char *));
  const char *word = words;
  for (int i = 0; i < count; i++) { arguments[i] = (char *)word; word += strlen(word) + 1; }
  char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", language[] = "LC_ALL=C";
  char *environment[] = { path, language, NULL };
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none;
  sigemptyset(&none);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  done = posix_spawnp(&number, arguments[0], &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  free(arguments);
  close(out[1]);
  close(err[1]);
  if (done != 0) { close(out[0]); close(err[0]); return -1; }
  *output = out[0];
  *errors = err[0];
  return number;
}
/* What a program ended with, 128 and the signal if it was killed; -1 while it runs. */
static inline int program_end(int number) {
  int status = 0;
  pid_t found = waitpid(number, &status, WNOHANG);
  if (found == 0) return -1;
  if (found < 0) return 255;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
#include <poll.h>
/* Waits for bytes of either pipe: 1, 2, both together 3, or 0. An end is no news and closes its place: give -1 then. */
static inline int program_news(int output, int errors, int milliseconds) {
  struct pollfd both[2] = { { output, POLLIN, 0 }, { errors, POLLIN, 0 } };
  if (poll(both, 2, milliseconds) <= 0) return 0;
  return (both[0].revents ? 1 : 0) | (both[1].revents ? 2 : 0);
}
