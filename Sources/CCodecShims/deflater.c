/* libdeflate compresses whole buffers: each call yields a complete deflate stream, whose last block
 * says that it is the last. To join several, that mark is taken from all streams but the last, and
 * an empty stored block behind them brings the next one to a byte's border, as a flush would. Where
 * the last block begins only its decoder knows, so zlib's walks through the blocks.
 *
 * Source: RFC 1951, 3.2.3 and 3.2.4; Z_BLOCK in zlib's manual. */
#include "deflater.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { HEADER = 2, JOINT = 5, TRAILER = 4, WINDOW = 65536 };

struct tri_deflater {
  struct libdeflate_compressor *compressor;
  z_stream walker;
  int has_walker;
  int level;
  size_t capacity;
  uint8_t *output;
  uint8_t window[WINDOW];
};

tri_deflater *tri_deflater_open(int level, size_t longest) {
  tri_deflater *deflater = malloc(sizeof *deflater);
  if (!deflater) return NULL;
  deflater->walker = (z_stream){0};
  deflater->has_walker = 0;
  deflater->level = level;
  deflater->compressor = libdeflate_alloc_compressor(level);
  deflater->capacity =
      HEADER + libdeflate_deflate_compress_bound(deflater->compressor, longest) + JOINT + TRAILER;
  deflater->output = malloc(deflater->capacity);
  if (deflater->compressor && deflater->output) return deflater;
  tri_deflater_close(deflater);
  return NULL;
}

void tri_deflater_close(tri_deflater *deflater) {
  if (deflater->has_walker) inflateEnd(&deflater->walker);
  libdeflate_free_compressor(deflater->compressor);
  free(deflater->output);
  free(deflater);
}

/* Deflate with a window of 32 KiB, and how hard it was tried, which nobody reads. */
static size_t put_header(uint8_t *target, int level) {
  unsigned effort = level < 2 ? 0 : level < 5 ? 1 : level < 7 ? 2 : 3;
  unsigned header = 0x7800 | effort << 6;
  header += 31 - header % 31;
  target[0] = (uint8_t)(header >> 8);
  target[1] = (uint8_t)header;
  return HEADER;
}

static size_t put_trailer(uint8_t *target, uint32_t checksum) {
  for (int i = 0; i < TRAILER; i++) target[i] = (uint8_t)(checksum >> (24 - 8 * i));
  return TRAILER;
}

static tri_outcome prepare_walker(tri_deflater *deflater) {
  if (deflater->has_walker) return inflateReset(&deflater->walker) == Z_OK ? tri_ok : tri_corrupt;
  if (inflateInit2(&deflater->walker, -15) != Z_OK) return tri_no_memory;
  deflater->has_walker = 1;
  return tri_ok;
}

/* Finds the bit where the stream's last block begins, and how many bits its last byte has left. */
static tri_outcome find_last_block(
    tri_deflater *deflater, uint8_t *stream, size_t count, size_t *start, int *unused_bits) {
  tri_outcome outcome = prepare_walker(deflater);
  if (outcome != tri_ok) return outcome;
  z_stream *walker = &deflater->walker;
  walker->next_in = stream;
  walker->avail_in = (uInt)count;
  enum { BITS = 7, IN_LAST = 64, AT_BLOCK = 128 };
  for (;;) {
    walker->next_out = deflater->window;
    walker->avail_out = WINDOW;
    int result = inflate(walker, Z_BLOCK);
    if (result == Z_MEM_ERROR) return tri_no_memory;
    if (result != Z_OK) return tri_corrupt;
    if (!(walker->data_type & AT_BLOCK)) continue;
    *unused_bits = walker->data_type & BITS;
    if (walker->data_type & IN_LAST) break;
    *start = 8 * (size_t)walker->total_in - (size_t)*unused_bits;
  }
  return walker->avail_in == 0 ? tri_ok : tri_corrupt;
}

/* Makes a complete stream one that goes on, with room for a joint behind it. */
static tri_outcome reopen(tri_deflater *deflater, uint8_t *stream, size_t *count) {
  size_t start = 0;
  int unused_bits = 0;
  tri_outcome outcome = find_last_block(deflater, stream, *count, &start, &unused_bits);
  if (outcome != tri_ok) return outcome;
  stream[start / 8] &= (uint8_t)~(1u << start % 8);
  /* The joint's head is three zero bits, which may fit into the last byte's padding. */
  if (unused_bits < 3) stream[(*count)++] = 0;
  memcpy(stream + *count, "\x00\x00\xFF\xFF", 4);
  *count += 4;
  return tri_ok;
}

uint32_t tri_deflater_checksum(uint32_t before, const void *piece, size_t piece_count) {
  return libdeflate_adler32(before, piece, piece_count);
}

tri_outcome tri_deflater_compress(
    tri_deflater *deflater, const void *piece, size_t piece_count, tri_piece_place place,
    const uint8_t **bytes, size_t *count) {
  size_t used = place.is_first ? put_header(deflater->output, deflater->level) : 0;
  uint8_t *stream = deflater->output + used;
  size_t stream_count = libdeflate_deflate_compress(
      deflater->compressor, piece, piece_count, stream,
      deflater->capacity - used - JOINT - TRAILER);
  if (stream_count == 0) return tri_corrupt;
  if (!place.is_last) {
    tri_outcome outcome = reopen(deflater, stream, &stream_count);
    if (outcome != tri_ok) return outcome;
  }
  used += stream_count;
  if (place.is_last) used += put_trailer(deflater->output + used, place.checksum);
  *bytes = deflater->output;
  *count = used;
  return tri_ok;
}
