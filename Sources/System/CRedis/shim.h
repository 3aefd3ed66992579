#pragma once
#include <errno.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <sys/time.h>

static inline struct timeval redis_time(long milliseconds) {
  struct timeval time = {milliseconds / 1000, milliseconds % 1000 * 1000};
  return time;
}
static inline redisContext *redis_open(const char *host, int port, long milliseconds) {
  return redisConnectWithTimeout(host, port, redis_time(milliseconds));
}
static inline redisContext *redis_open_socket(const char *path, long milliseconds) {
  return redisConnectUnixWithTimeout(path, redis_time(milliseconds));
}
static inline int redis_limit(redisContext *context, long milliseconds) {
  return redisSetTimeout(context, redis_time(milliseconds));
}
static inline const char *redis_fault(const redisContext *context) { return context->errstr; }
/* Whether the other side hung up, as opposed to saying nothing. To be asked directly after the failure. */
static inline int redis_hung_up(const redisContext *context) {
  return context->err == REDIS_ERR_EOF || (context->err == REDIS_ERR_IO && errno != EAGAIN && errno != EWOULDBLOCK);
}
/* hiredis writes without MSG_NOSIGNAL: a server that hung up would end the program. */
static inline void redis_ignore_pipe_signal(void) { signal(SIGPIPE, SIG_IGN); }
