#include "png_stored.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

/* A chunk is its length, its name, its data and their CRC. Stored blocks have a head each. */
enum { CHUNK_HEAD = 8, CRC = 4, STREAM_HEAD = 2, BLOCK_HEAD = 5, BLOCK = 65535, ADLER = 4 };
/* So many chunks are looked at, since a file may be full of empty ones; libpng writes 8 KiB into each. */
enum { CHUNKS = 1 << 14 };
/* Between the data of two chunks. */
enum { BETWEEN = CRC + CHUNK_HEAD };

static const uint8_t stream_head[STREAM_HEAD] = {0x78, 0x01};

static size_t big_endian(const uint8_t *bytes) {
  return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

static void put_big_endian(uint8_t *bytes, size_t value) {
  for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* Bytes from `at` on of something that lie together. */
typedef struct {
  const uint8_t *bytes;
  size_t count;
} tri_run;

static tri_run run(const uint8_t *bytes, size_t count, size_t from) {
  return (tri_run){bytes + from, count - from};
}

/* The whole stream: head, blocks, checksum. */
static size_t stream_bytes(size_t row_bytes) {
  size_t blocks = (row_bytes + BLOCK - 1) / BLOCK;
  return STREAM_HEAD + blocks * BLOCK_HEAD + row_bytes + ADLER;
}

/* What stands in the stream at `at`; `head` is room for what is made up. */
static tri_run stream_at(const tri_png_stored *stored, size_t at, uint8_t head[BLOCK_HEAD]) {
  if (at < STREAM_HEAD) return run(stream_head, STREAM_HEAD, at);
  size_t adler = stream_bytes(stored->row_bytes) - ADLER;
  if (at >= adler) return run(stored->adler, ADLER, at - adler);
  size_t start = (at - STREAM_HEAD) / (BLOCK_HEAD + BLOCK) * BLOCK;
  size_t from = (at - STREAM_HEAD) % (BLOCK_HEAD + BLOCK);
  size_t left = stored->row_bytes - start;
  size_t count = left < BLOCK ? left : BLOCK;
  if (from >= BLOCK_HEAD) return run(stored->rows + start, count, from - BLOCK_HEAD);
  head[0] = left <= BLOCK;
  head[1] = (uint8_t)count;
  head[2] = (uint8_t)(count >> 8);
  head[3] = (uint8_t)~head[1];
  head[4] = (uint8_t)~head[2];
  return run(head, BLOCK_HEAD, from);
}

/* Two chunks: one of the length that was said, and the rest. */
static size_t chunk_bytes(const tri_png_stored *stored) {
  return stream_bytes(stored->row_bytes) + BETWEEN + CRC;
}

static tri_run chunks_at(const tri_png_stored *stored, size_t at, uint8_t made_up[BETWEEN]) {
  size_t total = stream_bytes(stored->row_bytes);
  memset(made_up, 0, BETWEEN);
  if (at < stored->first) {
    tri_run next = stream_at(stored, at, made_up);
    if (next.count > stored->first - at) next.count = stored->first - at;
    return next;
  }
  if (at < stored->first + BETWEEN) {
    put_big_endian(made_up + CRC, total - stored->first);
    memcpy(made_up + CRC + 4, "IDAT", 4);
    return run(made_up, BETWEEN, at - stored->first);
  }
  at -= BETWEEN;
  return at < total ? stream_at(stored, at, made_up) : run(made_up, CRC, at - total);
}

int tri_png_stored_has_more(const tri_png_stored *stored) {
  return stored->rows && stored->position < chunk_bytes(stored);
}

void tri_png_stored_read(tri_png_stored *stored, uint8_t *target, size_t count) {
  while (count > 0) {
    uint8_t made_up[BETWEEN];
    tri_run next = chunks_at(stored, stored->position, made_up);
    size_t taken = next.count < count ? next.count : count;
    memcpy(target, next.bytes, taken);
    target += taken;
    count -= taken;
    stored->position += taken;
  }
}

/* The data of the IDAT chunk whose data begin at `start`; no bytes where there is no such chunk, one of more
 * than `most` bytes, or one that is cut or damaged. */
static tri_run chunk_data(const uint8_t *file, size_t count, size_t start, size_t most) {
  tri_run none = {NULL, 0};
  if (start > count || count - start < CRC) return none;
  const uint8_t *data = file + start;
  size_t length = big_endian(data - CHUNK_HEAD);
  if (memcmp(data - 4, "IDAT", 4) != 0 || length > most || length > count - start - CRC) return none;
  if (libdeflate_crc32(0, data - 4, length + 4) != big_endian(data + length)) return none;
  return (tri_run){data, length};
}

/* Finds out how much data the chunks have, `row_bytes` at most, and where the last of them ends. Chunks behind
 * those are libpng's to complain of. */
static size_t measure(tri_png_stored *stored, const uint8_t *file, size_t count, size_t start) {
  size_t total = 0;
  tri_run data = chunk_data(file, count, start, stored->row_bytes);
  stored->first = data.count;
  for (int chunks = 0; data.bytes && chunks < CHUNKS; chunks++) {
    total += data.count;
    stored->end = start + data.count + CRC;
    start = stored->end + CHUNK_HEAD;
    data = chunk_data(file, count, start, stored->row_bytes - total);
  }
  return total;
}

/* The chunks' data side by side; NULL when memory is short. */
static uint8_t *joined(const uint8_t *file, size_t start, size_t total) {
  uint8_t *stream = malloc(total);
  if (!stream) return NULL;
  for (size_t used = 0; used < total;) {
    size_t length = big_endian(file + start - CHUNK_HEAD);
    memcpy(stream + used, file + start, length);
    used += length;
    start += length + BETWEEN;
  }
  return stream;
}

/* Whether the stream, decompressed, fills the rows to the last byte. */
static int decompress(tri_png_stored *stored, const uint8_t *stream, size_t count) {
  struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
  if (!decompressor) return 0;
  size_t taken = 0, made = 0;
  enum libdeflate_result result = libdeflate_zlib_decompress_ex(
      decompressor, stream, count, stored->rows, stored->row_bytes, &taken, &made);
  libdeflate_free_decompressor(decompressor);
  return result == LIBDEFLATE_SUCCESS && taken == count && made == stored->row_bytes;
}

int tri_png_stored_open(
    tri_png_stored *stored, const uint8_t *file, size_t count, size_t start, size_t row_bytes) {
  *stored = (tri_png_stored){.row_bytes = row_bytes};
  /* No more than `row_bytes`, so that the first chunk cannot hold the whole stream of stored blocks: libpng
   * finds the checksum in the second. */
  size_t total = measure(stored, file, count, start);
  if (total < STREAM_HEAD + ADLER) return 0;
  int is_one = stored->first == total;
  uint8_t *copy = is_one ? NULL : joined(file, start, total);
  const uint8_t *stream = is_one ? file + start : copy;
  stored->rows = stream && stream[0] == stream_head[0] ? malloc(row_bytes) : NULL;
  int is_whole = stored->rows && decompress(stored, stream, total);
  if (is_whole) memcpy(stored->adler, stream + total - ADLER, ADLER);
  free(copy);
  if (!is_whole) tri_png_stored_close(stored);
  return is_whole;
}

void tri_png_stored_close(tri_png_stored *stored) {
  free(stored->rows);
  stored->rows = NULL;
}
