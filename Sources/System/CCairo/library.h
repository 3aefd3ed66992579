#pragma once
#include <stddef.h>

/* What is used of cairo 1.16 and pango 1.50. Their own headers lead to those of GLib, whose pkg-config file asks for flags
   that a package may not pass on; these declarations need none. */
typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef struct _PangoLayout PangoLayout;
typedef struct _PangoContext PangoContext;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoLanguage PangoLanguage;
typedef struct _PangoAttrList PangoAttrList;
typedef struct _PangoAttribute PangoAttribute;
typedef struct { int x, y, width, height; } PangoRectangle;
typedef int (*cairo_write_t)(void *closure, const unsigned char *data, unsigned int length);
typedef int (*cairo_read_t)(void *closure, unsigned char *data, unsigned int length);

cairo_surface_t *cairo_pdf_surface_create_for_stream(cairo_write_t, void *, double width, double height);
void cairo_pdf_surface_set_size(cairo_surface_t *, double width, double height);
void cairo_pdf_surface_set_metadata(cairo_surface_t *, int what, const char *text);
void cairo_pdf_surface_restrict_to_version(cairo_surface_t *, int version);
cairo_surface_t *cairo_svg_surface_create_for_stream(cairo_write_t, void *, double width, double height);
cairo_surface_t *cairo_image_surface_create(int format, int width, int height);
cairo_surface_t *cairo_image_surface_create_from_png_stream(cairo_read_t, void *);
int cairo_image_surface_get_width(cairo_surface_t *);
int cairo_image_surface_get_height(cairo_surface_t *);
int cairo_surface_write_to_png_stream(cairo_surface_t *, cairo_write_t, void *);
int cairo_surface_status(cairo_surface_t *);
void cairo_surface_finish(cairo_surface_t *);
void cairo_surface_destroy(cairo_surface_t *);
int cairo_surface_set_mime_data(cairo_surface_t *, const char *type, const unsigned char *, unsigned long length,
                                void (*destroy)(void *), void *closure);

cairo_t *cairo_create(cairo_surface_t *);
void cairo_destroy(cairo_t *);
int cairo_status(cairo_t *);
void cairo_show_page(cairo_t *);
void cairo_save(cairo_t *);
void cairo_restore(cairo_t *);
void cairo_scale(cairo_t *, double, double);
void cairo_translate(cairo_t *, double, double);
void cairo_set_source_rgba(cairo_t *, double, double, double, double);
void cairo_set_source_surface(cairo_t *, cairo_surface_t *, double x, double y);
void cairo_set_line_width(cairo_t *, double);
void cairo_set_line_cap(cairo_t *, int);
void cairo_set_line_join(cairo_t *, int);
void cairo_set_fill_rule(cairo_t *, int);
void cairo_new_path(cairo_t *);
void cairo_move_to(cairo_t *, double, double);
void cairo_line_to(cairo_t *, double, double);
void cairo_curve_to(cairo_t *, double, double, double, double, double, double);
void cairo_arc(cairo_t *, double x, double y, double radius, double from, double to);
void cairo_rectangle(cairo_t *, double x, double y, double width, double height);
void cairo_close_path(cairo_t *);
void cairo_fill(cairo_t *);
void cairo_stroke(cairo_t *);
void cairo_paint(cairo_t *);

PangoLayout *pango_cairo_create_layout(cairo_t *);
void pango_cairo_show_layout(cairo_t *, PangoLayout *);
void pango_cairo_context_set_resolution(PangoContext *, double);
PangoContext *pango_layout_get_context(PangoLayout *);
void pango_context_set_base_dir(PangoContext *, int);
void pango_context_set_language(PangoContext *, PangoLanguage *);
PangoLanguage *pango_language_from_string(const char *);
void pango_layout_set_text(PangoLayout *, const char *, int length);
void pango_layout_set_width(PangoLayout *, int);
void pango_layout_set_height(PangoLayout *, int);
void pango_layout_set_wrap(PangoLayout *, int);
void pango_layout_set_ellipsize(PangoLayout *, int);
void pango_layout_set_alignment(PangoLayout *, int);
void pango_layout_set_auto_dir(PangoLayout *, int);
int pango_find_base_dir(const char *text, int length);
void pango_layout_set_line_spacing(PangoLayout *, float);
void pango_layout_set_font_description(PangoLayout *, const PangoFontDescription *);
void pango_layout_set_attributes(PangoLayout *, PangoAttrList *);
void pango_layout_get_extents(PangoLayout *, PangoRectangle *ink, PangoRectangle *logical);
int pango_layout_get_unknown_glyphs_count(PangoLayout *);
PangoFontDescription *pango_font_description_new(void);
void pango_font_description_free(PangoFontDescription *);
void pango_font_description_set_family(PangoFontDescription *, const char *);
void pango_font_description_set_absolute_size(PangoFontDescription *, double);
void pango_font_description_set_weight(PangoFontDescription *, int);
void pango_font_description_set_style(PangoFontDescription *, int);
PangoAttrList *pango_attr_list_new(void);
void pango_attr_list_insert(PangoAttrList *, PangoAttribute *);
void pango_attr_list_unref(PangoAttrList *);
PangoAttribute *pango_attr_letter_spacing_new(int);
void g_object_unref(void *);
