#pragma once
#include <gumbo.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Gumbo frees its tree recursively and never checks an allocation, so a deep or bloated document would end the process.
// Here a parse takes all its memory from one arena with a ceiling, and has a deadline in processor time: reaching either
// leaves the parse, and the tree is given back block by block, whatever its depth.

typedef struct evolv_arena_block {
  struct evolv_arena_block *next;
  size_t used, size;
  _Alignas(16) char bytes[];
} evolv_arena_block;

typedef struct evolv_html {
  evolv_arena_block *blocks;
  size_t taken, ceiling;
  unsigned requests;
  long long deadline;
  jmp_buf exhausted;
  GumboOutput *output;
} evolv_html;

static long long evolv_html_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void *evolv_arena_take(void *context, size_t size) {
  evolv_html *html = context;
  if (++html->requests % 32 == 0 && evolv_html_time() > html->deadline) longjmp(html->exhausted, 1);
  size = (size + 15) & ~(size_t)15;
  evolv_arena_block *block = html->blocks;
  if (!block || block->size - block->used < size) {
    size_t room = size > 65536 ? size : 65536;
    if (room > html->ceiling - html->taken) longjmp(html->exhausted, 1);
    block = malloc(sizeof *block + room);
    if (!block) longjmp(html->exhausted, 1);
    html->taken += room;
    *block = (evolv_arena_block){html->blocks, 0, room};
    html->blocks = block;
  }
  void *piece = block->bytes + block->used;
  block->used += size;
  return piece;
}

static void evolv_arena_leave(void *context, void *piece) {
  (void)context;
  (void)piece;
}

static void evolv_html_free(evolv_html *html) {
  for (evolv_arena_block *block = html->blocks; block;) {
    evolv_arena_block *next = block->next;
    free(block);
    block = next;
  }
  free(html);
}

/// Parses a fragment as the content of a `div`; NULL when the ceiling of memory or the time was reached.
static evolv_html *evolv_html_parse(const char *bytes, size_t length, size_t ceiling, int milliseconds) {
  evolv_html *html = calloc(1, sizeof *html);
  if (!html) return NULL;
  html->ceiling = ceiling;
  html->deadline = evolv_html_time() + milliseconds;
  if (setjmp(html->exhausted)) {
    evolv_html_free(html);
    return NULL;
  }
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = evolv_arena_take;
  options.deallocator = evolv_arena_leave;
  options.userdata = html;
  options.max_errors = 0;
  options.fragment_context = GUMBO_TAG_DIV;
  html->output = gumbo_parse_with_options(&options, bytes, length);
  return html;
}

typedef const GumboNode *evolv_node;

static evolv_node evolv_html_root(const evolv_html *html) { return html->output->root; }

static int evolv_node_is_element(evolv_node node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}
static int evolv_node_is_comment(evolv_node node) { return node->type == GUMBO_NODE_COMMENT; }
static int evolv_node_is_foreign(evolv_node node) { return node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML; }
static unsigned evolv_node_line(evolv_node node) {
  return evolv_node_is_element(node) ? node->v.element.start_pos.line : node->v.text.start_pos.line;
}
static const char *evolv_node_text(evolv_node node) { return node->v.text.text; }

static unsigned evolv_node_children(evolv_node node) { return node->v.element.children.length; }
static evolv_node evolv_node_child(evolv_node node, unsigned index) { return node->v.element.children.data[index]; }

/// The standard's name of the element, or the empty string for one the standard does not know.
static const char *evolv_node_name(evolv_node node) { return gumbo_normalized_tagname(node->v.element.tag); }
/// The name as it was written, for elements the standard does not know; not terminated.
static const char *evolv_node_written_name(evolv_node node, size_t *length) {
  GumboStringPiece piece = node->v.element.original_tag;
  gumbo_tag_from_original_text(&piece);
  *length = piece.length;
  return piece.data;
}

static unsigned evolv_node_attributes(evolv_node node) { return node->v.element.attributes.length; }
static const GumboAttribute *evolv_node_attribute(evolv_node node, unsigned index) {
  return node->v.element.attributes.data[index];
}
