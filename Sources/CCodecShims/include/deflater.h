#ifndef TRIPTYCH_DEFLATER_H
#define TRIPTYCH_DEFLATER_H

#include "report.h"

/* Makes one zlib stream (RFC 1950) of pieces that are compressed by themselves. */
typedef struct tri_deflater tri_deflater;

/* `level` is libdeflate's, 0 to 12; no piece may have more than `longest` bytes. NULL when memory is
 * short. */
tri_deflater *tri_deflater_open(int level, size_t longest);
void tri_deflater_close(tri_deflater *deflater);

/* Compresses the next piece. `*bytes` is the next part of the stream and stays until the next call;
 * corrupt means that libdeflate gave out what zlib does not understand. */
tri_outcome tri_deflater_compress(
    tri_deflater *deflater, const void *piece, size_t piece_count, int is_last,
    const uint8_t **bytes, size_t *count);

#endif
