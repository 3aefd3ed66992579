#pragma once
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

/* Public keys from the numbers of a JSON Web Key (RFC 7518 §6), and the signatures that are checked with them. */
static inline EVP_PKEY *jws_key_from(const char *type, OSSL_PARAM_BLD *build) {
  EVP_PKEY *key = NULL;
  OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(build);
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
  if (!parameters || !context || EVP_PKEY_fromdata_init(context) != 1
      || EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
    key = NULL;
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(parameters);
  return key;
}
static inline EVP_PKEY *jws_rsa_key(const unsigned char *modulus, size_t length, const unsigned char *exponent,
                                    size_t exponent_length) {
  EVP_PKEY *key = NULL;
  OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
  BIGNUM *n = BN_bin2bn(modulus, (int)length, NULL), *e = BN_bin2bn(exponent, (int)exponent_length, NULL);
  if (build && n && e && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) == 1
      && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) == 1)
    key = jws_key_from("RSA", build);
  BN_free(n);
  BN_free(e);
  OSSL_PARAM_BLD_free(build);
  return key;
}
/* `point`: 65 bytes, uncompressed. A point that is not on the curve gives no key. */
static inline EVP_PKEY *jws_p256_key(const unsigned char *point) {
  EVP_PKEY *key = NULL;
  OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
  if (build && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1
      && OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, 65) == 1)
    key = jws_key_from("EC", build);
  OSSL_PARAM_BLD_free(build);
  return key;
}
static inline EVP_PKEY *jws_ed25519_key(const unsigned char *bytes) {
  return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, bytes, 32);
}

/* `is_pss`: RSASSA-PSS with a salt as long as the digest (RFC 7518 §3.5). */
static inline int jws_is_rsa_valid(EVP_PKEY *key, int is_pss, const unsigned char *signature, size_t length,
                                   const unsigned char *message, size_t message_length) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_PKEY_CTX *inner = NULL;
  int is_valid = context && EVP_DigestVerifyInit(context, &inner, EVP_sha256(), NULL, key) == 1
    && EVP_PKEY_CTX_set_rsa_padding(inner, is_pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) == 1
    && (!is_pss || (EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, RSA_PSS_SALTLEN_DIGEST) == 1
                    && EVP_PKEY_CTX_set_rsa_mgf1_md(inner, EVP_sha256()) == 1))
    && EVP_DigestVerify(context, signature, length, message, message_length) == 1;
  EVP_MD_CTX_free(context);
  return is_valid;
}
/* A JWS has the two numbers side by side (RFC 7518 §3.4), OpenSSL wants them in DER. */
static inline int jws_is_p256_valid(EVP_PKEY *key, const unsigned char *signature, const unsigned char *message,
                                    size_t length) {
  int is_valid = 0, size = 0;
  unsigned char *der = NULL;
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  ECDSA_SIG *pair = ECDSA_SIG_new();
  BIGNUM *r = BN_bin2bn(signature, 32, NULL), *s = BN_bin2bn(signature + 32, 32, NULL);
  if (pair && r && s && ECDSA_SIG_set0(pair, r, s) == 1) {
    r = s = NULL;
    size = i2d_ECDSA_SIG(pair, &der);
    is_valid = context && size > 0 && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1
      && EVP_DigestVerify(context, der, (size_t)size, message, length) == 1;
  }
  OPENSSL_free(der);
  BN_free(r);
  BN_free(s);
  ECDSA_SIG_free(pair);
  EVP_MD_CTX_free(context);
  return is_valid;
}
static inline int jws_is_ed25519_valid(EVP_PKEY *key, const unsigned char *signature, size_t size,
                                       const unsigned char *message, size_t length) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  int is_valid = context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1
    && EVP_DigestVerify(context, signature, size, message, length) == 1;
  EVP_MD_CTX_free(context);
  return is_valid;
}

/* Our own keys: RSA of 2048 bits for RS256, kept as PKCS #8 in DER. */
static inline EVP_PKEY *jws_rsa_make(void) { return EVP_RSA_gen(2048); }
/* The length of the DER, or 0; with `into` NULL nothing is written. */
static inline int jws_private_der(EVP_PKEY *key, unsigned char *into) {
  unsigned char *place = into;
  int length = i2d_PrivateKey(key, into ? &place : NULL);
  return length > 0 ? length : 0;
}
static inline EVP_PKEY *jws_private_from(const unsigned char *der, long length) {
  const unsigned char *place = der;
  return d2i_AutoPrivateKey(NULL, &place, length);
}
/* Modulus (`is_exponent` 0) or exponent, at most `room` bytes; 0 when it is no RSA key. */
static inline int jws_rsa_number(EVP_PKEY *key, int is_exponent, unsigned char *into, int room) {
  BIGNUM *number = NULL;
  int length = 0;
  if (EVP_PKEY_get_bn_param(key, is_exponent ? OSSL_PKEY_PARAM_RSA_E : OSSL_PKEY_PARAM_RSA_N, &number) == 1
      && BN_num_bytes(number) <= room)
    length = BN_bn2bin(number, into);
  BN_free(number);
  return length;
}
/* RSASSA-PKCS1-v1_5 with SHA-256; the length of the signature, or 0. */
static inline size_t jws_rsa_sign(EVP_PKEY *key, const unsigned char *message, size_t length, unsigned char *into,
                                  size_t room) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  size_t size = room;
  int is_done = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1
    && EVP_DigestSign(context, into, &size, message, length) == 1;
  EVP_MD_CTX_free(context);
  return is_done ? size : 0;
}
