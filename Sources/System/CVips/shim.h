#pragma once
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The few calls of libvips 8.13 and later that Evolv makes, declared here: its own headers bring all of GLib along, which
   Swift would have to read. They take options as pairs up to a NULL, which Swift cannot say, so each is wrapped. */
typedef struct _VipsImage VipsImage;
extern int vips_init(const char *program);
extern void vips_concurrency_set(int threads);
extern void vips_cache_set_max(int operations);
extern void vips_block_untrusted_set(int blocks);
extern void vips_operation_block_set(const char *name, int blocks);
extern int vips_thumbnail(const char *path, VipsImage **out, int width, ...);
extern int vips_thumbnail_buffer(const void *bytes, size_t size, VipsImage **out, int width, ...);
extern VipsImage *vips_image_new_from_file(const char *path, ...);
extern VipsImage *vips_image_new_from_buffer(const void *bytes, size_t size, const char *options, ...);
extern int vips_image_write_to_buffer(VipsImage *image, const char *suffix, void **bytes, size_t *size, ...);
extern int vips_image_get_width(const VipsImage *image);
extern int vips_image_get_height(const VipsImage *image);
extern char **vips_image_get_fields(VipsImage *image);
extern int vips_image_remove(VipsImage *image, const char *name);
extern int vips_copy(VipsImage *in, VipsImage **out, ...);
extern void g_strfreev(char **texts);
extern const char *vips_error_buffer(void);
extern void vips_error_clear(void);
extern void g_object_unref(void *object);
extern void g_free(void *memory);

/* Begins: one thread for each picture, nothing remembered, and of the many formats only those that we take. */
static inline int pictures_begin(void) {
  /* What is wrong with a picture is told by our own answer. */
  setenv("VIPS_WARNING", "0", 1);
  if (vips_init("evolv") != 0) return -1;
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_block_untrusted_set(1);
  vips_operation_block_set("VipsForeignLoad", 1);
  vips_operation_block_set("VipsForeignLoadJpeg", 0);
  vips_operation_block_set("VipsForeignLoadPng", 0);
  vips_operation_block_set("VipsForeignLoadWebp", 0);
  vips_operation_block_set("VipsForeignLoadNsgif", 0);
  vips_operation_block_set("VipsForeignLoadHeif", 0);
  return 0;
}

/* Width and height as a picture says itself, without decoding it; 0 when it is none. */
static inline int pictures_tell(VipsImage *image, int *width, int *height) {
  vips_error_clear();
  if (!image) return 0;
  *width = vips_image_get_width(image);
  *height = vips_image_get_height(image);
  g_object_unref(image);
  return 1;
}
static inline int pictures_measure(const char *path, int *width, int *height) {
  return pictures_tell(vips_image_new_from_file(path, NULL), width, height);
}
static inline int pictures_measure_bytes(const void *bytes, size_t size, int *width, int *height) {
  return pictures_tell(vips_image_new_from_buffer(bytes, size, "", NULL), width, height);
}

enum { PICTURES_ONLY_DOWN = 2, PICTURES_FAIL_ON_ERROR = 2 };
#define PICTURES_OPTIONS(height) \
  "height", height, "size", PICTURES_ONLY_DOWN, "export_profile", "srgb", "fail_on", PICTURES_FAIL_ON_ERROR, (void *)0

/* Forgets all that a picture carries beside its pixels: where it was taken, by what, of whom, and its color profile, which
   is sRGB by now. The option `strip` is not enough: WebP does not heed it before libvips 8.15. */
static inline int pictures_forget(VipsImage **image) {
  VipsImage *bare = 0;
  if (vips_copy(*image, &bare, (void *)0) != 0) return 1;
  g_object_unref(*image);
  *image = bare;
  char **fields = vips_image_get_fields(bare);
  for (char **field = fields; field && *field; field++) {
    size_t length = strlen(*field);
    if (strncmp(*field, "exif-", 5) == 0 || strncmp(*field, "png-comment", 11) == 0
        || (length > 5 && strcmp(*field + length - 5, "-data") == 0))
      vips_image_remove(bare, *field);
  }
  g_strfreev(fields);
  return 0;
}

static inline int pictures_write(VipsImage *image, int failed, const char *suffix, void **bytes, size_t *size,
                                 int *made_width, int *made_height) {
  if (!failed) failed = pictures_forget(&image);
  if (!failed) {
    *made_width = vips_image_get_width(image);
    *made_height = vips_image_get_height(image);
    failed = vips_image_write_to_buffer(image, suffix, bytes, size, (void *)0);
  }
  if (image) g_object_unref(image);
  vips_error_clear();
  return !failed;
}
/* The picture upright, not larger than the box, in sRGB, as `suffix` says; 0 when it is damaged. The bytes go back by
   `pictures_free`. */
static inline int pictures_make(const char *path, int width, int height, const char *suffix, void **bytes, size_t *size,
                                int *made_width, int *made_height) {
  VipsImage *image = 0;
  int failed = vips_thumbnail(path, &image, width, PICTURES_OPTIONS(height));
  return pictures_write(image, failed, suffix, bytes, size, made_width, made_height);
}
static inline int pictures_make_of_bytes(const void *source, size_t length, int width, int height, const char *suffix,
                                         void **bytes, size_t *size, int *made_width, int *made_height) {
  VipsImage *image = 0;
  /* What is in memory is opened without `fail_on`, unless the loader is told so. */
  int failed = vips_thumbnail_buffer(source, length, &image, width, "option_string", "fail_on=error",
                                     PICTURES_OPTIONS(height));
  return pictures_write(image, failed, suffix, bytes, size, made_width, made_height);
}
static inline void pictures_free(void *bytes) { g_free(bytes); }
