#pragma once
#include <stddef.h>
#include <stdlib.h>

/* The few calls of libvips 8.13 and later that Evolv makes, declared here: its own headers bring all of GLib along, which
   Swift would have to read. They take options as pairs up to a NULL, which Swift cannot say, so each is wrapped. */
typedef struct _VipsImage VipsImage;
extern int vips_init(const char *program);
extern void vips_concurrency_set(int threads);
extern void vips_cache_set_max(int operations);
extern void vips_block_untrusted_set(int blocks);
extern void vips_operation_block_set(const char *name, int blocks);
extern int vips_thumbnail(const char *path, VipsImage **out, int width, ...);
extern VipsImage *vips_image_new_from_file(const char *path, ...);
extern int vips_image_write_to_buffer(VipsImage *image, const char *suffix, void **bytes, size_t *size, ...);
extern int vips_image_get_width(const VipsImage *image);
extern int vips_image_get_height(const VipsImage *image);
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

/* Width and height as the file says, without decoding it; 0 when it is no picture. */
static inline int pictures_measure(const char *path, int *width, int *height) {
  VipsImage *image = vips_image_new_from_file(path, NULL);
  vips_error_clear();
  if (!image) return 0;
  *width = vips_image_get_width(image);
  *height = vips_image_get_height(image);
  g_object_unref(image);
  return 1;
}

/* The picture upright, not larger than the box, in sRGB, as `suffix` says; 0 when it is damaged. The bytes go back by
   `pictures_free`. */
static inline int pictures_make(const char *path, int width, int height, const char *suffix, void **bytes, size_t *size,
                                int *made_width, int *made_height) {
  VipsImage *image = 0;
  const int only_down = 2, fail_on_error = 2;
  int done = vips_thumbnail(path, &image, width, "height", height, "size", only_down, "export_profile", "srgb",
                            "fail_on", fail_on_error, (void *)0);
  if (done == 0) {
    *made_width = vips_image_get_width(image);
    *made_height = vips_image_get_height(image);
    done = vips_image_write_to_buffer(image, suffix, bytes, size, (void *)0);
  }
  if (image) g_object_unref(image);
  vips_error_clear();
  return done == 0;
}
static inline void pictures_free(void *bytes) { g_free(bytes); }
