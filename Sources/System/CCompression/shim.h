#pragma once
#include <brotli/encode.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

/* zlib begins a stream with a macro. The size of the gzip text, or 0 if it does not fit into `limit`. */
static inline size_t compression_gzip(const uint8_t *bytes, size_t count, uint8_t *room, size_t limit, int level) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (Bytef *) bytes;
  stream.avail_in = (uInt) count;
  stream.next_out = room;
  stream.avail_out = (uInt) limit;
  int end = deflate(&stream, Z_FINISH);
  size_t written = stream.total_out;
  deflateEnd(&stream);
  return end == Z_STREAM_END ? written : 0;
}
static inline size_t compression_brotli(const uint8_t *bytes, size_t count, uint8_t *room, size_t limit, int quality) {
  size_t written = limit;
  return BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, count, bytes, &written, room)
    ? written : 0;
}
