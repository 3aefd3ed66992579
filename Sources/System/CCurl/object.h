#pragma once
#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

/* One call of an object store: a part of a file may go out, the answer goes into a file or, up to a limit, into memory. */
struct object_call {
  int source, target;        /* descriptors; -1: none */
  curl_off_t position, end;  /* what of the source goes out */
  char *memory;
  size_t length, room;
  long status;
  int is_broken;
};

static inline size_t object_call_read(char *buffer, size_t size, size_t count, void *context) {
  struct object_call *call = (struct object_call *)context;
  size_t room = size * count;
  curl_off_t left = call->end - call->position;
  if (left <= 0) return 0;
  if ((curl_off_t)room > left) room = (size_t)left;
  ssize_t found = pread(call->source, buffer, room, call->position);
  if (found <= 0) return CURL_READFUNC_ABORT;
  call->position += found;
  return (size_t)found;
}
static inline size_t object_call_write(char *bytes, size_t size, size_t count, void *context) {
  struct object_call *call = (struct object_call *)context;
  size_t length = size * count, sent = 0;
  if (call->target < 0) {
    if (call->length + length > call->room) { call->is_broken = 1; return 0; }
    memcpy(call->memory + call->length, bytes, length);
    call->length += length;
    return length;
  }
  while (sent < length) {
    ssize_t written = write(call->target, bytes + sent, length - sent);
    if (written <= 0) { call->is_broken = 1; return 0; }
    sent += (size_t)written;
  }
  return length;
}

/* `fields` are separated by newlines. Returns a CURLcode. */
static inline int object_call_run(struct object_call *call, const char *method, const char *url, const char *fields,
                                  long connect_milliseconds, long stall_seconds) {
  CURL *curl = curl_easy_init();
  if (!curl) return CURLE_OUT_OF_MEMORY;
  struct curl_slist *list = curl_slist_append(NULL, "Expect:");
  char one[2048];
  for (const char *start = fields; *start;) {
    size_t length = strcspn(start, "\n");
    if (length < sizeof one) { memcpy(one, start, length); one[length] = 0; list = curl_slist_append(list, one); }
    start += length + (start[length] == '\n');
  }
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_milliseconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1024L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, stall_seconds);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, object_call_write);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, call);
  if (call->source >= 0) {
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, object_call_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, call);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, call->end - call->position);
  } else if (strcmp(method, "HEAD") == 0) {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  } else {
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
  }
  int code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &call->status);
  curl_slist_free_all(list);
  curl_easy_cleanup(curl);
  return code;
}
