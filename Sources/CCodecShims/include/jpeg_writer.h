#ifndef TRIPTYCH_JPEG_WRITER_H
#define TRIPTYCH_JPEG_WRITER_H

#include "planes.h"
#include "report.h"

typedef struct tri_jpeg_writer tri_jpeg_writer;

typedef struct {
  uint32_t width;
  uint32_t height;
  /* 1 gray, 3 RGB. */
  int components;
  /* Rows of MCUs as planes of YCbCr will be written, not pixels; `components` is 3. */
  int takes_planes;
  /* 1 to 100. */
  int quality;
  /* Sampling factors of luma; chroma has 1 × 1. */
  int luma_h;
  int luma_v;
  int progressive;
  /* JFIF: 0 none, 1 per inch, 2 per centimetre. */
  uint8_t density_unit;
  uint16_t density_x, density_y;
  /* EXIF from its TIFF header on, at most 65,527 bytes, or NULL. */
  const uint8_t *exif;
  size_t exif_count;
  /* An ICC profile of at most 255 × 65,519 bytes, or NULL. */
  const uint8_t *icc;
  size_t icc_count;
} tri_jpeg_settings;

/* A writer that polls for every row of MCUs of each pass over the picture; NULL when memory is
 * short. */
tri_jpeg_writer *tri_jpeg_writer_open(tri_poll poll, void *poll_context);
void tri_jpeg_writer_close(tri_jpeg_writer *writer);
const tri_report *tri_jpeg_writer_report(const tri_jpeg_writer *writer);

/* Writes everything before the pixels. */
tri_outcome tri_jpeg_writer_start(tri_jpeg_writer *writer, const tri_jpeg_settings *settings);
/* Takes a row of 8-bit samples. */
tri_outcome tri_jpeg_writer_write_row(tri_jpeg_writer *writer, const void *row);
/* Takes a row of MCUs, and leaves the planes as they are. */
tri_outcome tri_jpeg_writer_write_planes(tri_jpeg_writer *writer, const tri_jpeg_planes *planes);
/* Ends the file and hands over its memory, to be freed with free(). */
tri_outcome tri_jpeg_writer_finish(
    tri_jpeg_writer *writer, void **bytes, size_t *count, size_t *capacity);

#endif
