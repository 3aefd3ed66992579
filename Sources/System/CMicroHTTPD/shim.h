#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* libmicrohttpd starts a daemon and answers questions through variadic functions and unions, which Swift cannot call or
   finds unsafe; these take and give plain values. */

struct mhd_hooks {
  void *owner;
  MHD_AcceptPolicyCallback accepts;
  MHD_AccessHandlerCallback request;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
  void *(*target)(void *owner, const char *target, struct MHD_Connection *connection);
};

/* The target stays as it was sent. */
static size_t mhd_keep_escapes(void *owner, struct MHD_Connection *connection, char *text) {
  (void) owner; (void) connection;
  return strlen(text);
}

static inline struct MHD_Daemon *mhd_start(int listener, const struct mhd_hooks *hooks, unsigned connections,
                                           unsigned stall_seconds, const char *certificate, const char *key) {
  struct MHD_OptionItem encryption[] = {
    { certificate ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0, (void *) certificate },
    { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *) key },
    { MHD_OPTION_END, 0, NULL },
  };
  unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (certificate ? MHD_USE_TLS : MHD_USE_TURBO);
  return MHD_start_daemon(flags, 0, hooks->accepts, hooks->owner, hooks->request, hooks->owner,
    MHD_OPTION_LISTEN_SOCKET, listener,
    MHD_OPTION_CONNECTION_LIMIT, connections,
    MHD_OPTION_CONNECTION_TIMEOUT, stall_seconds,
    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) 32768,
    MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, /* else it does not dare to use sendfile */
    MHD_OPTION_NOTIFY_COMPLETED, hooks->completed, hooks->owner,
    MHD_OPTION_NOTIFY_CONNECTION, hooks->connection, hooks->owner,
    MHD_OPTION_URI_LOG_CALLBACK, hooks->target, hooks->owner,
    MHD_OPTION_UNESCAPE_CALLBACK, mhd_keep_escapes, NULL,
    MHD_OPTION_ARRAY, encryption,
    MHD_OPTION_END);
}

static ssize_t mhd_no_content(void *owner, uint64_t position, char *room, size_t limit) {
  (void) owner; (void) position; (void) room; (void) limit;
  return MHD_CONTENT_READER_END_WITH_ERROR;
}
static inline int mhd_epoll_descriptor(struct MHD_Daemon *daemon) {
  return MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}
/* Milliseconds until the daemon wants to run, or -1. */
static inline int mhd_patience(struct MHD_Daemon *daemon) {
  MHD_UNSIGNED_LONG_LONG limit = 0;
  if (MHD_get_timeout(daemon, &limit) != MHD_YES) return -1;
  return limit > 60000 ? 60000 : (int) limit;
}
static inline int mhd_socket(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}
static inline void *mhd_context(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}
static inline const struct sockaddr *mhd_peer(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
}
static inline size_t mhd_head_size(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return info ? info->header_size : 0;
}
/* The status of the queued answer, or 0. */
static inline unsigned mhd_status(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_HTTP_STATUS);
  return info ? info->http_status : 0;
}
static inline int mhd_field_count(struct MHD_Connection *connection) {
  return MHD_get_connection_values(connection, MHD_HEADER_KIND, NULL, NULL);
}

/* The library (0.9.75) ends an answer in chunks with the last chunk even if the request was HEAD. So such an answer has
   no framing and closes the connection. */
static inline struct MHD_Response *mhd_head_of_stream(void) {
  struct MHD_Response *response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1, mhd_no_content, NULL, NULL);
  if (response) MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
  return response;
}
/* An answer without a body that tells how long it would be. */
static inline struct MHD_Response *mhd_absent(uint64_t length) {
  return MHD_create_response_from_callback(length, 1, mhd_no_content, NULL, NULL);
}

/* Sockets: addresses are unions of several shapes in C, texts and numbers in Swift. */

static inline int mhd_bind(int descriptor, const char *address, uint16_t port) {
  struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
  struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons(port) };
  if (strchr(address, ':')) {
    return inet_pton(AF_INET6, address, &six.sin6_addr) == 1
      ? bind(descriptor, (struct sockaddr *) &six, sizeof six) : -1;
  }
  return inet_pton(AF_INET, address, &four.sin_addr) == 1
    ? bind(descriptor, (struct sockaddr *) &four, sizeof four) : -1;
}
/* A listening socket, or -1 with errno. Several may share a port: the kernel spreads connections over them. */
static inline int mhd_listen(const char *address, uint16_t port) {
  int on = 1, off = 0;
  int descriptor = socket(strchr(address, ':') ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (strchr(address, ':')) setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  errno = EINVAL;
  if (mhd_bind(descriptor, address, port) == 0 && listen(descriptor, 1024) == 0) return descriptor;
  int failure = errno;
  close(descriptor);
  errno = failure;
  return -1;
}
static inline uint16_t mhd_port(int descriptor) {
  struct sockaddr_storage found;
  socklen_t size = sizeof found;
  if (getsockname(descriptor, (struct sockaddr *) &found, &size) != 0) return 0;
  return ntohs(found.ss_family == AF_INET6 ? ((struct sockaddr_in6 *) &found)->sin6_port
                                           : ((struct sockaddr_in *) &found)->sin_port);
}
/* The numeric address without its port; an IPv4 address in IPv6 clothes is written as IPv4. */
static inline void mhd_address_text(const struct sockaddr *address, char *text, unsigned size) {
  text[0] = 0;
  if (!address) return;
  if (address->sa_family == AF_INET) {
    inet_ntop(AF_INET, &((const struct sockaddr_in *) address)->sin_addr, text, size);
  } else if (address->sa_family == AF_INET6) {
    const struct in6_addr *six = &((const struct sockaddr_in6 *) address)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(six)) inet_ntop(AF_INET, &six->s6_addr[12], text, size);
    else inet_ntop(AF_INET6, six, text, size);
  }
}
/* Whether anything was ever sent on a connection. The C library's struct tcp_info ends before `tcpi_data_segs_out`. */
static inline int mhd_has_sent(int descriptor) {
  unsigned char info[256] = { 0 };
  socklen_t size = sizeof info;
  unsigned segments = 1;
  if (getsockopt(descriptor, IPPROTO_TCP, 11 /* TCP_INFO */, info, &size) == 0 && size >= 160) {
    memcpy(&segments, info + 156, sizeof segments);
  }
  return segments != 0;
}
/* Whether the other end is gone; with `half`, a closed sending side counts as gone. */
static inline int mhd_is_gone(int descriptor, int half) {
  struct pollfd poll_one = { .fd = descriptor, .events = half ? 0x2000 /* POLLRDHUP */ : 0 };
  return poll(&poll_one, 1, 0) > 0;
}
/* Whether the peer sends no more, and nothing of what it sent is left to be read. */
static inline int mhd_has_hung_up(int descriptor) {
  int left = 0;
  return mhd_is_gone(descriptor, 1) && ioctl(descriptor, FIONREAD, &left) == 0 && left == 0;
}
