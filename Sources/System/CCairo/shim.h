#pragma once
#include <stdlib.h>
#include <string.h>
#include "library.h"

/* A drawing that is being made, and its bytes as they come. */
typedef struct {
  cairo_surface_t *surface;
  cairo_t *pen;
  unsigned char *bytes;
  size_t count, room;
  int kind, is_broken;
} drawing_t;

enum { drawing_pdf = 0, drawing_svg = 1, drawing_png = 2 };

static inline int drawing_take(void *closure, const unsigned char *data, unsigned int length) {
  drawing_t *drawing = (drawing_t *)closure;
  if (drawing->count + length > drawing->room) {
    size_t room = (drawing->count + length) * 2;
    unsigned char *bytes = (unsigned char *)realloc(drawing->bytes, room);
    if (!bytes) {
      drawing->is_broken = 1;
      return 11; /* CAIRO_STATUS_WRITE_ERROR */
    }
    drawing->bytes = bytes;
    drawing->room = room;
  }
  memcpy(drawing->bytes + drawing->count, data, length);
  drawing->count += length;
  return 0;
}

/* Width and height in points; a PNG has `scale` pixels for each. NULL when there is no memory. */
static inline drawing_t *drawing_begin(int kind, double width, double height, double scale) {
  drawing_t *drawing = (drawing_t *)calloc(1, sizeof(drawing_t));
  if (!drawing) return NULL;
  drawing->kind = kind;
  if (kind == drawing_pdf) {
    drawing->surface = cairo_pdf_surface_create_for_stream(drawing_take, drawing, width, height);
  } else if (kind == drawing_svg) {
    drawing->surface = cairo_svg_surface_create_for_stream(drawing_take, drawing, width, height);
  } else {
    drawing->surface = cairo_image_surface_create(0, (int)(width * scale + 0.5), (int)(height * scale + 0.5));
  }
  drawing->pen = cairo_create(drawing->surface);
  if (kind == drawing_png) cairo_scale(drawing->pen, scale, scale);
  return drawing;
}

/* 1 when all of it was drawn; the bytes stay until `drawing_end`. */
static inline int drawing_finish(drawing_t *drawing) {
  int status = cairo_status(drawing->pen);
  if (drawing->kind == drawing_png) {
    if (!status) status = cairo_surface_write_to_png_stream(drawing->surface, drawing_take, drawing);
  } else {
    cairo_surface_finish(drawing->surface);
    if (!status) status = cairo_surface_status(drawing->surface);
  }
  return !status && !drawing->is_broken;
}

static inline void drawing_end(drawing_t *drawing) {
  cairo_destroy(drawing->pen);
  cairo_surface_destroy(drawing->surface);
  free(drawing->bytes);
  free(drawing);
}

/* A rectangle with round corners, as the path to fill or to stroke. */
static inline void drawing_box(drawing_t *drawing, double x, double y, double width, double height, double corner) {
  cairo_t *pen = drawing->pen;
  cairo_new_path(pen);
  if (corner <= 0) {
    cairo_rectangle(pen, x, y, width, height);
    return;
  }
  const double quarter = 1.5707963267948966;
  cairo_arc(pen, x + width - corner, y + corner, corner, -quarter, 0);
  cairo_arc(pen, x + width - corner, y + height - corner, corner, 0, quarter);
  cairo_arc(pen, x + corner, y + height - corner, corner, quarter, 2 * quarter);
  cairo_arc(pen, x + corner, y + corner, corner, 2 * quarter, 3 * quarter);
  cairo_close_path(pen);
}

/* How a text is set. `align`: 0 start, 1 middle, 2 end; `direction`: 0 left to right, 1 right to left. */
typedef struct {
  const char *family, *language;
  double size, width, line_spacing, letter_spacing;
  int weight, is_italic, align, direction, most_lines;
} drawing_text_t;

static inline PangoLayout *drawing_layout(drawing_t *drawing, const char *text, size_t length, const drawing_text_t *how) {
  PangoLayout *layout = pango_cairo_create_layout(drawing->pen);
  PangoContext *context = pango_layout_get_context(layout);
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_language(context, pango_language_from_string(how->language));
  pango_context_set_base_dir(context, how->direction ? 1 : 0);
  PangoFontDescription *font = pango_font_description_new();
  pango_font_description_set_family(font, how->family);
  pango_font_description_set_absolute_size(font, how->size * 1024);
  pango_font_description_set_weight(font, how->weight);
  pango_font_description_set_style(font, how->is_italic ? 2 : 0);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  if (how->letter_spacing != 0) {
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(list, pango_attr_letter_spacing_new((int)(how->letter_spacing * 1024)));
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
  }
  pango_layout_set_text(layout, text, (int)length);
  if (how->width > 0) pango_layout_set_width(layout, (int)(how->width * 1024));
  pango_layout_set_wrap(layout, 2);
  if (how->most_lines > 0) {
    pango_layout_set_height(layout, -how->most_lines);
    pango_layout_set_ellipsize(layout, 3);
  }
  /* Pango turns the sides around for a paragraph that runs against its context; here the sheet says where lines begin,
     so that a Latin name stands in one column with the Arabic words around it. */
  int runs = pango_find_base_dir(text, (int)length), is_turned = runs <= 1 && runs != (how->direction == 1);
  int is_right = ((how->align == 2) != (how->direction == 1)) != is_turned;
  pango_layout_set_alignment(layout, how->align == 1 ? 1 : is_right ? 2 : 0);
  if (how->line_spacing > 0) pango_layout_set_line_spacing(layout, (float)how->line_spacing);
  return layout;
}

/* Draws a text with its upper left corner at x, y, unless `is_measured` only; tells how wide and high it is. */
static inline void drawing_text(drawing_t *drawing, const char *text, size_t length, const drawing_text_t *how, double x,
                                double y, int is_measured, double *width, double *height) {
  PangoLayout *layout = drawing_layout(drawing, text, length, how);
  PangoRectangle logical = {0, 0, 0, 0};
  pango_layout_get_extents(layout, NULL, &logical);
  *width = logical.width / 1024.0;
  *height = logical.height / 1024.0;
  if (!is_measured) {
    cairo_new_path(drawing->pen);
    cairo_move_to(drawing->pen, x, y);
    pango_cairo_show_layout(drawing->pen, layout);
  }
  g_object_unref(layout);
}

/* Glyphs of a text that no installed font has. */
static inline int drawing_missing(drawing_t *drawing, const char *text, size_t length, const drawing_text_t *how) {
  PangoLayout *layout = drawing_layout(drawing, text, length, how);
  int count = pango_layout_get_unknown_glyphs_count(layout);
  g_object_unref(layout);
  return count;
}

typedef struct { const unsigned char *bytes; size_t count, read; } drawing_source_t;

static inline int drawing_give(void *closure, unsigned char *data, unsigned int length) {
  drawing_source_t *source = (drawing_source_t *)closure;
  if (source->count - source->read < length) return 10; /* CAIRO_STATUS_READ_ERROR */
  memcpy(data, source->bytes + source->read, length);
  source->read += length;
  return 0;
}

/* A PNG, as large as fits the box, in its middle; 0 when it cannot be read. */
static inline int drawing_picture(drawing_t *drawing, const unsigned char *bytes, size_t count, double x, double y,
                                  double width, double height, int align) {
  drawing_source_t source = {bytes, count, 0};
  cairo_surface_t *picture = cairo_image_surface_create_from_png_stream(drawing_give, &source);
  int is_read = cairo_surface_status(picture) == 0;
  if (is_read) {
    double wide = cairo_image_surface_get_width(picture), high = cairo_image_surface_get_height(picture);
    double scale = width / wide < height / high ? width / wide : height / high;
    double rest = width - wide * scale;
    cairo_save(drawing->pen);
    cairo_translate(drawing->pen, x + (align == 1 ? rest / 2 : align == 2 ? rest : 0), y + (height - high * scale) / 2);
    cairo_scale(drawing->pen, scale, scale);
    cairo_set_source_surface(drawing->pen, picture, 0, 0);
    cairo_paint(drawing->pen);
    cairo_restore(drawing->pen);
  }
  cairo_surface_destroy(picture);
  return is_read;
}
