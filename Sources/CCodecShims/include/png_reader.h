#ifndef TRIPTYCH_PNG_READER_H
#define TRIPTYCH_PNG_READER_H

#include "report.h"

typedef struct tri_png_reader tri_png_reader;

/* Limits on what little data can ask for. A chunk may take so much memory when decompressed, and all
 * texts together twice as much; there may be so many chunks of the kinds that may be repeated. Beyond
 * that, chunks are skipped with a warning. */
enum {
  TRI_PNG_CHUNK_MEMORY = 8000000,
  TRI_PNG_TEXT_MEMORY = 16000000,
  TRI_PNG_CHUNK_COUNT = 256
};

/* Rows of so many bytes together, or fewer, as they are stored with their filter bytes, are decompressed
 * at once and held, unless interlaced. */
enum { TRI_PNG_STORED_MEMORY = 8 << 20 };

/* What IHDR and tRNS say. All zero while IHDR was not read. */
typedef struct {
  uint32_t width;
  uint32_t height;
  uint8_t stored_depth;
  /* PNG colour type: 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGBA. */
  uint8_t color_type;
  uint8_t is_interlaced;
  uint8_t has_transparency;
  /* Bytes of the file read so far, most of them kept when they hold a profile, EXIF or text. */
  uint64_t bytes_read;
  /* Bytes of rows that are decompressed at once, and as many again, at most, of compressed data while
   * chunks are joined; 0 where rows are decompressed one by one. */
  uint64_t held_row_data;
  /* Bytes of texts and profile kept, decompressed. */
  uint64_t unfolded_bytes;
} tri_png_header;

/* Chunks that travel with the pixels. Pointers live as long as the reader. */
typedef struct {
  const uint8_t *icc;
  size_t icc_count;
  const uint8_t *exif;
  size_t exif_count;
  uint8_t has_srgb;
  uint8_t srgb_intent;
  uint8_t has_gamma;
  uint8_t has_chromaticities;
  /* Gamma and chromaticities times 100,000; white, red, green, blue, x before y. */
  uint32_t gamma;
  uint32_t chromaticities[8];
  uint32_t pixels_per_metre_x;
  uint32_t pixels_per_metre_y;
} tri_png_metadata;

/* A reader over bytes that outlive it, which polls for every few kilobytes of them, but not while it
 * decompresses rows at once; NULL when memory is short. With `header_only` it passes over texts and profile, which then take no memory and are not
 * known of. */
tri_png_reader *tri_png_reader_open(
    const void *bytes, size_t count, int header_only, tri_poll poll, void *poll_context);
void tri_png_reader_close(tri_png_reader *reader);
const tri_report *tri_png_reader_report(const tri_png_reader *reader);

/* Reads the chunks before the pixels. */
tri_outcome tri_png_reader_read_header(tri_png_reader *reader);
/* May be called after read_header failed too, for what was read until then. */
tri_png_header tri_png_reader_header(const tri_png_reader *reader);
tri_png_metadata tri_png_reader_metadata(const tri_png_reader *reader);

/* Prepares for rows of 8 or 16 bits in the machine's byte order: palette and low depths expanded,
 * tRNS made alpha, nothing converted between colour spaces. */
tri_outcome tri_png_reader_start(tri_png_reader *reader);
/* Whether rows were decompressed at once. */
int tri_png_reader_holds_rows(const tri_png_reader *reader);
/* Reads the next row. An interlaced picture takes all its rows seven times, each time with what
 * the pass before left in the row. */
tri_outcome tri_png_reader_read_row(tri_png_reader *reader, void *row);
/* Reads what follows the last row. `*pixels_damaged` tells, of a failure, whether it lay in IDAT. */
tri_outcome tri_png_reader_finish(tri_png_reader *reader, uint8_t *pixels_damaged);

#endif
