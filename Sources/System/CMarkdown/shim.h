#pragma once
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// cmark ends the process when memory runs out, and some texts make it work for minutes or write gigabytes (a reference
// used a hundred thousand times, unclosed declarations). Here a text has a budget of memory and processor time, checked
// where cmark asks for memory; a text that exceeds it is left, and everything taken for it is given back.

typedef struct evolv_piece {
  _Alignas(16) struct evolv_piece *next;
  struct evolv_piece *previous;
  size_t size;
} evolv_piece;

typedef struct evolv_budget {
  evolv_piece pieces;
  size_t taken, memory;
  unsigned requests;
  long long deadline;
  jmp_buf exceeded;
} evolv_budget;

/// cmark's allocator has no context of its own; a text is read on one thread from its beginning to its end.
static evolv_budget **evolv_budget_slot(void) {
  static _Thread_local evolv_budget *now;
  return &now;
}

static long long evolv_thread_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void evolv_spend(evolv_budget *budget, size_t size) {
  if (size > budget->memory - budget->taken) longjmp(budget->exceeded, 1);
  if (++budget->requests % 32 == 0 && evolv_thread_time() > budget->deadline) longjmp(budget->exceeded, 1);
}

static void evolv_link(evolv_budget *budget, evolv_piece *piece, size_t size) {
  piece->size = size;
  piece->previous = &budget->pieces;
  piece->next = budget->pieces.next;
  if (piece->next) piece->next->previous = piece;
  budget->pieces.next = piece;
  budget->taken += size;
}

static void evolv_unlink(evolv_budget *budget, evolv_piece *piece) {
  piece->previous->next = piece->next;
  if (piece->next) piece->next->previous = piece->previous;
  budget->taken -= piece->size;
}

static void *evolv_calloc(size_t count, size_t each) {
  evolv_budget *budget = *evolv_budget_slot();
  size_t size;
  if (__builtin_mul_overflow(count, each, &size)) longjmp(budget->exceeded, 1);
  evolv_spend(budget, size);
  evolv_piece *piece = calloc(1, sizeof *piece + size);
  if (!piece) longjmp(budget->exceeded, 1);
  evolv_link(budget, piece, size);
  return piece + 1;
}

static void *evolv_realloc(void *bytes, size_t size) {
  if (!bytes) return evolv_calloc(1, size);
  evolv_budget *budget = *evolv_budget_slot();
  evolv_spend(budget, size);
  evolv_piece *piece = (evolv_piece *)bytes - 1;
  evolv_unlink(budget, piece);
  evolv_piece *larger = realloc(piece, sizeof *piece + size);
  if (!larger) {
    evolv_link(budget, piece, piece->size);
    longjmp(budget->exceeded, 1);
  }
  evolv_link(budget, larger, size);
  return larger + 1;
}

static void evolv_free(void *bytes) {
  if (!bytes) return;
  evolv_piece *piece = (evolv_piece *)bytes - 1;
  evolv_unlink(*evolv_budget_slot(), piece);
  free(piece);
}

/// Puts `<!--@LINE-->` before every block of raw HTML, so that what is said about it later can name its line.
static void evolv_mark_raw_lines(cmark_node *document) {
  cmark_iter *walk = cmark_iter_new(document);
  while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
    cmark_node *node = cmark_iter_get_node(walk);
    if (cmark_node_get_type(node) != CMARK_NODE_HTML_BLOCK) continue;
    const char *literal = cmark_node_get_literal(node);
    char *marked = evolv_calloc(1, strlen(literal) + 32);
    snprintf(marked, strlen(literal) + 32, "<!--@%d-->%s", cmark_node_get_start_line(node), literal);
    cmark_node_set_literal(node, marked);
    evolv_free(marked);
  }
  cmark_iter_free(walk);
}

static char *evolv_markdown_within_budget(const char *bytes, size_t length) {
  static cmark_mem memory = {evolv_calloc, evolv_realloc, evolv_free};
  const int options =
      CMARK_OPT_UNSAFE | CMARK_OPT_SOURCEPOS | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
  static const char *const names[] = {"table", "strikethrough", "autolink", "tasklist"};
  cmark_parser *parser = cmark_parser_new_with_mem(options, &memory);
  for (int i = 0; i < 4; i++) {
    cmark_syntax_extension *extension = cmark_find_syntax_extension(names[i]);
    if (extension) cmark_parser_attach_syntax_extension(parser, extension);
  }
  cmark_parser_feed(parser, bytes, length);
  cmark_node *document = cmark_parser_finish(parser);
  evolv_mark_raw_lines(document);
  char *html = cmark_render_html_with_mem(document, options, cmark_parser_get_syntax_extensions(parser), &memory);
  return strdup(html);
}

/// The document as HTML with the four extensions and raw HTML let through, to be freed with `free`; NULL when it would
/// take more than `memory` bytes or `milliseconds` of processor time.
static char *evolv_markdown_to_html(const char *bytes, size_t length, size_t memory, int milliseconds) {
  evolv_budget *budget = calloc(1, sizeof *budget);
  if (!budget) return NULL;
  budget->memory = memory;
  budget->deadline = evolv_thread_time() + milliseconds;
  *evolv_budget_slot() = budget;
  char *volatile html = NULL;
  if (!setjmp(budget->exceeded)) html = evolv_markdown_within_budget(bytes, length);
  for (evolv_piece *piece = budget->pieces.next; piece;) {
    evolv_piece *next = piece->next;
    free(piece);
    piece = next;
  }
  *evolv_budget_slot() = NULL;
  free(budget);
  return html;
}
