#pragma once
#include <argon2.h>
#include <crack.h>
#include <crypt.h>
#include <stdlib.h>
#include <string.h>

/* crypt_rn works in a 32 KB structure that Swift should not carry around; this one lives here and is wiped.
   `output` takes CRYPT_OUTPUT_SIZE bytes. Returns 1, or 0 when the setting is none libxcrypt knows. */
static inline int password_crypt(const char *phrase, const char *setting, char *output) {
  struct crypt_data *data = (struct crypt_data *)calloc(1, sizeof(struct crypt_data));
  if (!data) return 0;
  const char *hash = crypt_rn(phrase, setting, data, sizeof(struct crypt_data));
  if (hash) strcpy(output, hash);
  explicit_bzero(data, sizeof(struct crypt_data));
  free(data);
  return hash != NULL;
}
