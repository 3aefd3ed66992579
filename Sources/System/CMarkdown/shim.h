#pragma once
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Puts `<!--@LINE-->` before every block of raw HTML, so that what is said about it later can name its line.
static void evolv_mark_raw_lines(cmark_node *document) {
  cmark_iter *walk = cmark_iter_new(document);
  while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
    cmark_node *node = cmark_iter_get_node(walk);
    if (cmark_node_get_type(node) != CMARK_NODE_HTML_BLOCK) continue;
    const char *literal = cmark_node_get_literal(node);
    size_t room = strlen(literal) + 32;
    char *marked = malloc(room);
    if (!marked) continue;
    snprintf(marked, room, "<!--@%d-->%s", cmark_node_get_start_line(node), literal);
    cmark_node_set_literal(node, marked);
    free(marked);
  }
  cmark_iter_free(walk);
}

/// The document as HTML with the four extensions and raw HTML let through; free it with `free`.
static char *evolv_markdown_to_html(const char *bytes, size_t length) {
  const int options = CMARK_OPT_UNSAFE | CMARK_OPT_SOURCEPOS | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
  static const char *const names[] = {"table", "strikethrough", "autolink", "tasklist"};
  cmark_parser *parser = cmark_parser_new(options);
  for (int i = 0; i < 4; i++) {
    cmark_syntax_extension *extension = cmark_find_syntax_extension(names[i]);
    if (extension) cmark_parser_attach_syntax_extension(parser, extension);
  }
  cmark_parser_feed(parser, bytes, length);
  cmark_node *document = cmark_parser_finish(parser);
  evolv_mark_raw_lines(document);
  char *html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser));
  cmark_node_free(document);
  cmark_parser_free(parser);
  return html;
}
