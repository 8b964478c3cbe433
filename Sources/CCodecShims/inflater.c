#include "inflater.h"

#include <libdeflate.h>
#include <zlib.h>

enum { PIECE = 16384 };

/* zlib takes lengths of 32 bits, and no chunk of a PNG has more than 31. */
static int begin(z_stream *inflater, const void *stream, size_t count) {
  *inflater = (z_stream){0};
  if (count > INT32_MAX) return 0;
  inflater->next_in = (Bytef *)stream;
  inflater->avail_in = (uInt)count;
  return inflateInit(inflater) == Z_OK;
}

size_t tri_inflated_size(const void *stream, size_t count, size_t limit) {
  z_stream inflater;
  if (!begin(&inflater, stream, count)) return 0;
  uint8_t piece[PIECE];
  int status = Z_OK;
  while (status == Z_OK && inflater.total_out <= limit) {
    inflater.next_out = piece;
    inflater.avail_out = PIECE;
    status = inflate(&inflater, Z_NO_FLUSH);
  }
  size_t size = inflater.total_out;
  inflateEnd(&inflater);
  return status == Z_STREAM_END && size <= limit ? size : 0;
}

int tri_inflate_head(const void *stream, size_t count, uint8_t *head, size_t wanted) {
  z_stream inflater;
  if (wanted > INT32_MAX || !begin(&inflater, stream, count)) return 0;
  inflater.next_out = head;
  inflater.avail_out = (uInt)wanted;
  inflate(&inflater, Z_SYNC_FLUSH);
  int is_full = inflater.avail_out == 0;
  inflateEnd(&inflater);
  return is_full;
}

uint32_t tri_crc32(const void *bytes, size_t count) { return libdeflate_crc32(0, bytes, count); }
