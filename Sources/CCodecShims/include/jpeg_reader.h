#ifndef TRIPTYCH_JPEG_READER_H
#define TRIPTYCH_JPEG_READER_H

#include "planes.h"
#include "report.h"

typedef struct tri_jpeg_reader tri_jpeg_reader;

typedef enum __attribute__((enum_extensibility(closed))) {
  tri_jpeg_unknown __attribute__((swift_name("unknown"))) = 0,
  tri_jpeg_gray __attribute__((swift_name("gray"))),
  tri_jpeg_rgb __attribute__((swift_name("rgb"))),
  tri_jpeg_ycbcr __attribute__((swift_name("yCbCr"))),
  tri_jpeg_cmyk __attribute__((swift_name("cmyk"))),
  tri_jpeg_ycck __attribute__((swift_name("ycck"))),
} tri_jpeg_color;

/* What the markers up to the first scan say. All zero while no frame header was read. */
typedef struct {
  uint32_t width;
  uint32_t height;
  /* Size of the rows that will be read: the scaled one. */
  uint32_t output_width;
  uint32_t output_height;
  uint32_t components;
  tri_jpeg_color color;
  uint8_t precision;
  uint8_t is_progressive;
  /* Several scans: the coefficients of the whole picture are held. */
  uint8_t has_multiple_scans;
  /* Sampling factors of the first component and of the second and third where those agree. */
  uint8_t luma_h, luma_v, chroma_h, chroma_v;
  /* JFIF: 0 none, 1 per inch, 2 per centimetre. */
  uint8_t density_unit;
  uint16_t density_x, density_y;
  /* Bytes of EXIF and ICC markers kept. */
  uint64_t marker_bytes;
  /* Bytes of all coefficients, padded to whole MCUs, and of one row of MCUs as samples. */
  uint64_t coefficient_bytes;
  uint64_t mcu_row_bytes;
} tri_jpeg_header;

/* A reader over bytes that outlive it, which polls for every row of MCUs; NULL when memory is
 * short. */
tri_jpeg_reader *tri_jpeg_reader_open(
    const void *bytes, size_t count, tri_poll poll, void *poll_context);
void tri_jpeg_reader_close(tri_jpeg_reader *reader);
const tri_report *tri_jpeg_reader_report(const tri_jpeg_reader *reader);

/* Reads the markers up to the first scan. */
tri_outcome tri_jpeg_reader_read_header(tri_jpeg_reader *reader);
/* May be called after read_header failed too, for what was read until then. */
tri_jpeg_header tri_jpeg_reader_header(tri_jpeg_reader *reader);
/* The first EXIF block, from its TIFF header on; it lives as long as the reader. NULL when absent. */
const uint8_t *tri_jpeg_reader_exif(const tri_jpeg_reader *reader, size_t *count);
/* The ICC profile, joined from its segments, to be freed with free(). NULL when absent. */
tri_outcome tri_jpeg_reader_icc(tri_jpeg_reader *reader, uint8_t **profile, uint32_t *count);

/* Chooses the size, in eighths, and computes what rows will have; call before start. */
tri_outcome tri_jpeg_reader_scale(tri_jpeg_reader *reader, uint32_t eighths);
/* Asks for the planes of a YCbCr picture as they are in the file, instead of pixels; call before
 * start. */
void tri_jpeg_reader_want_planes(tri_jpeg_reader *reader);
/* Prepares for rows: gray, RGB, or CMYK for four components. With several scans this decodes all
 * of them. */
tri_outcome tri_jpeg_reader_start(tri_jpeg_reader *reader);
tri_outcome tri_jpeg_reader_read_row(tri_jpeg_reader *reader, void *row);
/* Reads a row of MCUs, where planes were asked for. What is padding may be left as it was. */
tri_outcome tri_jpeg_reader_read_planes(tri_jpeg_reader *reader, const tri_jpeg_planes *planes);
/* Reads what follows the last row, up to the end-of-image marker. */
tri_outcome tri_jpeg_reader_finish(tri_jpeg_reader *reader);

#endif
