#pragma once
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* One call of another server. Every address that libcurl is about to connect to is shown to `may_reach` first, after the
   resolution, so that what was checked is what is connected to. */
struct outside_call {
  size_t most;             /* bytes of a body that are taken */
  char *body, *head, *redirect;
  size_t body_length, head_length;
  long status;
  int is_too_large, is_forbidden;
  int (*may_reach)(void *context, const unsigned char *address, int length);
  void *context;
};

enum { outside_call_longest_head = 32768 };

static inline int outside_call_append(char **text, size_t *length, size_t most, const char *more, size_t count) {
  if (count > most - *length) return 0;
  char *longer = realloc(*text, *length + count + 1);
  if (!longer) return 0;
  memcpy(longer + *length, more, count);
  *text = longer;
  *length += count;
  return 1;
}
static inline size_t outside_call_body(char *data, size_t size, size_t count, void *context) {
  struct outside_call *call = context;
  if (outside_call_append(&call->body, &call->body_length, call->most, data, size * count)) return size * count;
  call->is_too_large = 1;
  return 0;
}
static inline size_t outside_call_head(char *data, size_t size, size_t count, void *context) {
  struct outside_call *call = context;
  if (size * count >= 5 && !strncasecmp(data, "HTTP/", 5)) call->head_length = 0; /* an interim answer came before */
  if (outside_call_append(&call->head, &call->head_length, outside_call_longest_head, data, size * count)) return size * count;
  call->is_too_large = 1;
  return 0;
}
static inline curl_socket_t outside_call_open(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
  struct outside_call *call = context;
  const unsigned char *bytes = NULL;
  int length = 0;
  if (address->family == AF_INET) {
    bytes = (const unsigned char *)&((struct sockaddr_in *)&address->addr)->sin_addr;
    length = 4;
  } else if (address->family == AF_INET6) {
    bytes = (const unsigned char *)&((struct sockaddr_in6 *)&address->addr)->sin6_addr;
    length = 16;
  }
  if (purpose != CURLSOCKTYPE_IPCXN || !length || !call->may_reach(call->context, bytes, length)) {
    call->is_forbidden = 1;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* `fields` are separated by newlines; `data` NULL asks by GET. Returns a CURLcode; `outside_call_end` frees what came. */
static inline int outside_call_run(struct outside_call *call, const char *url, const char *fields, const char *data,
                                   size_t length, const char *authority, long connect_milliseconds, long milliseconds) {
  CURL *curl = curl_easy_init();
  if (!curl) return CURLE_OUT_OF_MEMORY;
  struct curl_slist *list = NULL;
  for (const char *start = fields; *start;) {
    size_t count = strcspn(start, "\n");
    char *one = strndup(start, count);
    if (one) list = curl_slist_append(list, one);
    free(one);
    start += count + (start[count] == '\n');
  }
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_milliseconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds);
  curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)call->most);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, outside_call_open);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, call);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, outside_call_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, call);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, outside_call_head);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, call);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  if (*authority) curl_easy_setopt(curl, CURLOPT_CAINFO, authority);
  if (data) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, data);
  }
  int code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &call->status);
  char *redirect = NULL;
  curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &redirect);
  call->redirect = redirect ? strdup(redirect) : NULL;
  curl_slist_free_all(list);
  curl_easy_cleanup(curl);
  return code;
}
static inline void outside_call_end(struct outside_call *call) {
  free(call->body);
  free(call->head);
  free(call->redirect);
}
