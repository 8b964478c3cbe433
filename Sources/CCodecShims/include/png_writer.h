#ifndef TRIPTYCH_PNG_WRITER_H
#define TRIPTYCH_PNG_WRITER_H

#include "png_reader.h"
#include "report.h"

typedef struct tri_png_writer tri_png_writer;

/* NULL when memory is short. */
tri_png_writer *tri_png_writer_open(void);
void tri_png_writer_close(tri_png_writer *writer);
const tri_report *tri_png_writer_report(const tri_png_writer *writer);

/* Writes everything before the pixels.
 *
 * `channels` 1 to 4: gray, gray and alpha, RGB, RGBA; `depth` 8 or 16; `level` 0 to 9. */
tri_outcome tri_png_writer_start(
    tri_png_writer *writer, uint32_t width, uint32_t height, int channels, int depth, int level,
    const tri_png_metadata *metadata);
/* Rows have 16-bit samples in the machine's byte order. */
tri_outcome tri_png_writer_write_row(tri_png_writer *writer, const void *row);
/* Ends the file and hands over its memory, to be freed with free(). */
tri_outcome tri_png_writer_finish(
    tri_png_writer *writer, void **bytes, size_t *count, size_t *capacity);

#endif
