#pragma once
#include <stdlib.h>
#include <zip.h>
#include <string.h>

/// Opens the archive that lies in a part of a file; NULL when there is none.
static zip_t *evolv_zip_open(const char *path, long long start, long long length) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t *source = zip_source_file_create(path, (zip_uint64_t)start, length, &error);
  zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
  if (source && !archive) zip_source_free(source);
  zip_error_fini(&error);
  return archive;
}

/// Size of an entry as the archive claims it; -1 when it says none.
static long long evolv_zip_size(zip_t *archive, zip_uint64_t index) {
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_stat_index(archive, index, 0, &about) != 0 || !(about.valid & ZIP_STAT_SIZE)) return -1;
  return (long long)about.size;
}

/// Adds bytes that the archive copies; 0 when it worked.
static int evolv_zip_add_bytes(zip_t *archive, const char *name, const void *bytes, size_t count) {
  void *copy = malloc(count ? count : 1);
  if (!copy) return -1;
  memcpy(copy, bytes, count);
  zip_source_t *source = zip_source_buffer(archive, copy, count, 1);
  if (!source) { free(copy); return -1; }
  if (zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8) < 0) { zip_source_free(source); return -1; }
  return 0;
}

/// Adds a file, which is read when the archive is closed; `as_it_is`: what is packed already only costs time. 0 when it worked.
static int evolv_zip_add_file(zip_t *archive, const char *name, const char *path, int as_it_is) {
  zip_source_t *source = zip_source_file(archive, path, 0, -1);
  if (!source) return -1;
  zip_int64_t index = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8);
  if (index < 0) { zip_source_free(source); return -1; }
  return as_it_is ? zip_set_file_compression(archive, (zip_uint64_t)index, ZIP_CM_STORE, 0) : 0;
}

/// What the directory of an archive says of an entry, in plain numbers.
typedef struct {
  long long size, packed;
  unsigned kind, is_locked;
} evolv_zip_claim;

/// The kind is that of a file's mode (S_IFMT), zero where the archive says none; 0 when it worked.
static int evolv_zip_look(zip_t *archive, zip_uint64_t index, evolv_zip_claim *claim) {
  zip_stat_t about;
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  zip_stat_init(&about);
  if (zip_stat_index(archive, index, 0, &about) != 0) return -1;
  claim->size = about.valid & ZIP_STAT_SIZE ? (long long)about.size : -1;
  claim->packed = about.valid & ZIP_STAT_COMP_SIZE ? (long long)about.comp_size : -1;
  claim->is_locked = about.valid & ZIP_STAT_ENCRYPTION_METHOD && about.encryption_method != ZIP_EM_NONE;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) attributes = 0;
  claim->kind = attributes >> 16 & 0170000;
  return 0;
}
