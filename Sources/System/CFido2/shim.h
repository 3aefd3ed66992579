#pragma once
#include <cbor.h>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <stdlib.h>
#include <string.h>

/* What a browser sends is taken apart and checked here, so that Swift sees bytes and numbers instead of libcbor's unions.
   Every function returns 1, or 0 for what does not hold. */

static inline int passkey_copy(uint8_t *out, size_t *length, size_t capacity, const void *bytes, size_t count) {
  if (!bytes || count > capacity) return 0;
  memcpy(out, bytes, count);
  *length = count;
  return 1;
}

/* Takes an attestation object apart. `format` takes 32 bytes; the others `capacity`, which is also their length before. */
static inline int attestation_open(const uint8_t *bytes, size_t count, char *format, uint8_t *data, size_t *data_length,
                                   uint8_t *statement, size_t *statement_length, size_t capacity) {
  struct cbor_load_result result;
  cbor_item_t *object = cbor_load(bytes, count, &result);
  if (!object) return 0;
  int has_format = 0, has_data = 0, has_statement = 0;
  if (result.read == count && cbor_isa_map(object) && cbor_map_is_definite(object)) {
    struct cbor_pair *pairs = cbor_map_handle(object);
    for (size_t i = 0; i < cbor_map_size(object); i++) {
      cbor_item_t *key = pairs[i].key, *value = pairs[i].value;
      if (!cbor_isa_string(key) || !cbor_string_is_definite(key)) continue;
      size_t length = cbor_string_length(key);
      const char *name = (const char *)cbor_string_handle(key);
      if (length == 3 && !memcmp(name, "fmt", 3) && cbor_isa_string(value) && cbor_string_is_definite(value)
          && cbor_string_length(value) < 32) {
        memcpy(format, cbor_string_handle(value), cbor_string_length(value));
        format[cbor_string_length(value)] = 0;
        has_format = 1;
      } else if (length == 8 && !memcmp(name, "authData", 8) && cbor_isa_bytestring(value)
                 && cbor_bytestring_is_definite(value)) {
        has_data = passkey_copy(data, data_length, capacity, cbor_bytestring_handle(value), cbor_bytestring_length(value));
      } else if (length == 7 && !memcmp(name, "attStmt", 7) && cbor_isa_map(value)) {
        *statement_length = cbor_serialize(value, statement, capacity);
        has_statement = *statement_length > 0;
      }
    }
  }
  cbor_decref(&object);
  return has_format && has_data && has_statement;
}

/* Reads the key of a new passkey. With `none` nothing is signed and there is nothing to check but what the caller checks
   itself; any other statement must hold. `key` takes 512 bytes, `id` 1024. */
static inline int passkey_read(int algorithm, const char *format, const char *rp, const uint8_t *hash, const uint8_t *data,
                               size_t data_length, const uint8_t *statement, size_t statement_length, uint8_t *id,
                               size_t *id_length, uint8_t *key, size_t *key_length) {
  fido_cred_t *cred = fido_cred_new();
  if (!cred) return 0;
  int fine = fido_cred_set_type(cred, algorithm) == FIDO_OK && fido_cred_set_clientdata_hash(cred, hash, 32) == FIDO_OK
    && fido_cred_set_rp(cred, rp, NULL) == FIDO_OK && fido_cred_set_authdata_raw(cred, data, data_length) == FIDO_OK
    && fido_cred_set_fmt(cred, format) == FIDO_OK;
  if (fine && strcmp(format, "none") != 0) {
    fine = fido_cred_set_attstmt(cred, statement, statement_length) == FIDO_OK
      && (fido_cred_x5c_len(cred) > 0 ? fido_cred_verify(cred) : fido_cred_verify_self(cred)) == FIDO_OK;
  }
  fine = fine && passkey_copy(id, id_length, 1024, fido_cred_id_ptr(cred), fido_cred_id_len(cred))
    && passkey_copy(key, key_length, 512, fido_cred_pubkey_ptr(cred), fido_cred_pubkey_len(cred));
  fido_cred_free(&cred);
  return fine;
}

/* Checks the signature that a passkey made, the party it was made for and that somebody was present (or verified). */
static inline int passkey_check(int algorithm, const uint8_t *key, size_t key_length, const char *rp, const uint8_t *hash,
                                const uint8_t *data, size_t data_length, const uint8_t *signature,
                                size_t signature_length, int verified) {
  es256_pk_t *es = NULL;
  eddsa_pk_t *ed = NULL;
  rs256_pk_t *rs = NULL;
  const void *pk = NULL;
  if (algorithm == COSE_ES256) {
    if ((es = es256_pk_new()) && es256_pk_from_ptr(es, key, key_length) == FIDO_OK) pk = es;
  } else if (algorithm == COSE_EDDSA) {
    if ((ed = eddsa_pk_new()) && eddsa_pk_from_ptr(ed, key, key_length) == FIDO_OK) pk = ed;
  } else if (algorithm == COSE_RS256) {
    if ((rs = rs256_pk_new()) && rs256_pk_from_ptr(rs, key, key_length) == FIDO_OK) pk = rs;
  }
  fido_assert_t *assertion = pk ? fido_assert_new() : NULL;
  int fine = assertion && fido_assert_set_clientdata_hash(assertion, hash, 32) == FIDO_OK
    && fido_assert_set_rp(assertion, rp) == FIDO_OK && fido_assert_set_count(assertion, 1) == FIDO_OK
    && fido_assert_set_authdata_raw(assertion, 0, data, data_length) == FIDO_OK
    && fido_assert_set_sig(assertion, 0, signature, signature_length) == FIDO_OK
    && fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK
    && fido_assert_set_uv(assertion, verified ? FIDO_OPT_TRUE : FIDO_OPT_OMIT) == FIDO_OK
    && fido_assert_verify(assertion, 0, algorithm, pk) == FIDO_OK;
  fido_assert_free(&assertion);
  es256_pk_free(&es);
  eddsa_pk_free(&ed);
  rs256_pk_free(&rs);
  return fine;
}
