#ifndef TRIPTYCH_DEFLATER_H
#define TRIPTYCH_DEFLATER_H

#include "report.h"

/* Makes parts of one zlib stream (RFC 1950) out of pieces, each of which is compressed by itself: the
 * pieces of a stream may be given to several deflaters of one level, in any order. */
typedef struct tri_deflater tri_deflater;

/* `level` is libdeflate's, 0 to 12; no piece may have more than `longest` bytes. NULL when memory is
 * short. */
tri_deflater *tri_deflater_open(int level, size_t longest);
void tri_deflater_close(tri_deflater *deflater);

/* The checksum of a stream's pieces up to this one, from that of the pieces before it: 1 before the
 * first. */
uint32_t tri_deflater_checksum(uint32_t before, const void *piece, size_t piece_count);

/* What a piece needs to know of its place in the stream. `checksum` is that of all pieces, and only the
 * last one's part has it. */
typedef struct {
  int is_first;
  int is_last;
  uint32_t checksum;
} tri_piece_place;

/* Compresses a piece. `*bytes` is its part of the stream and stays until the next call; corrupt means
 * that libdeflate gave out what zlib does not understand. */
tri_outcome tri_deflater_compress(
    tri_deflater *deflater, const void *piece, size_t piece_count, tri_piece_place place,
    const uint8_t **bytes, size_t *count);

#endif
