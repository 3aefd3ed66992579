#pragma once
#include <curl/curl.h>
#include <string.h>
#include "call.h"
#include "object.h"

/* curl_easy_setopt takes what Swift cannot give (variadic arguments): one function per errand, plain values in and out. */
struct mail_errand {
  const char *data;
  size_t length, sent;
  long reply;          /* the server's last code, 0 if it said nothing */
  char fault[CURL_ERROR_SIZE];
};

static inline size_t mail_errand_read(char *buffer, size_t size, size_t count, void *context) {
  struct mail_errand *errand = (struct mail_errand *)context;
  size_t left = errand->length - errand->sent, room = size * count, take = left < room ? left : room;
  memcpy(buffer, errand->data + errand->sent, take);
  errand->sent += take;
  return take;
}

/* Delivers one message; `recipients` are separated by newlines, empty texts mean absent. Returns a CURLcode. */
static inline int mail_errand_run(struct mail_errand *errand, const char *url, const char *user, const char *password,
                                  const char *authority, const char *sender, const char *recipients, int must_encrypt,
                                  long connect_milliseconds, long milliseconds) {
  CURL *curl = curl_easy_init();
  if (!curl) return CURLE_OUT_OF_MEMORY;
  struct curl_slist *list = NULL;
  char one[1024];
  for (const char *start = recipients; *start;) {
    size_t length = strcspn(start, "\n");
    if (length < sizeof one) { memcpy(one, start, length); one[length] = 0; list = curl_slist_append(list, one); }
    start += length + (start[length] == '\n');
  }
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, errand->fault);
  curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(must_encrypt ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_milliseconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds);
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender);
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, list);
  if (*user) { curl_easy_setopt(curl, CURLOPT_USERNAME, user); curl_easy_setopt(curl, CURLOPT_PASSWORD, password); }
  if (*authority) curl_easy_setopt(curl, CURLOPT_CAINFO, authority);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, mail_errand_read);
  curl_easy_setopt(curl, CURLOPT_READDATA, errand);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)errand->length);
  int code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &errand->reply);
  curl_slist_free_all(list);
  curl_easy_cleanup(curl);
  return code;
}
static inline int curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
