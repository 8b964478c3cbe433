/* The data of a PNG, decompressed in one call and read by libpng as stored blocks; not seen by Swift.
 *
 * libdeflate decompresses more than twice as fast as zlib, but whole streams only. What it yields is put
 * before libpng in place of the IDAT chunks: the same data in blocks that are not compressed, which zlib
 * merely copies. libpng still reads every row and gives every verdict, since data are replaced only where
 * libdeflate finds nothing wrong with them: one zlib stream with a window of 32 KiB, no longer than the rows
 * that it makes, all CRCs and the Adler-32 right, exactly as many bytes as the rows have, and none behind them.
 * All else stays as it is in the file. (libdeflate knows nothing wrong with symbols and tables of codes that
 * deflate does not have but that can be decoded; zlib would refuse them.)
 *
 * Source: RFC 1950, 2.2; RFC 1951, 3.2.4; PNG specification, 10. */
#ifndef TRIPTYCH_PNG_STORED_H
#define TRIPTYCH_PNG_STORED_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  /* The rows with their filter bytes; NULL where the file's own chunks are to be read. */
  uint8_t *rows;
  size_t row_bytes;
  /* What the first IDAT's head, which was read, says of its length. */
  size_t first;
  /* How much of the chunks that stand in for the file's was read. */
  size_t position;
  /* Where in the file the last IDAT ends. */
  size_t end;
  uint8_t adler[4];
} tri_png_stored;

/* Decompresses the chunks from the first IDAT on, whose data begin at `start`, if they come to
 * `row_bytes`. True if they stand in `stored` now. */
int tri_png_stored_open(
    tri_png_stored *stored, const uint8_t *file, size_t count, size_t start, size_t row_bytes);
void tri_png_stored_close(tri_png_stored *stored);

/* Whether chunks are left to be read. */
int tri_png_stored_has_more(const tri_png_stored *stored);
/* Copies the next bytes of the chunks, from behind the first one's head to the last one's CRC, of which there
 * must be as many. CRCs are zero. */
void tri_png_stored_read(tri_png_stored *stored, uint8_t *target, size_t count);

#endif
