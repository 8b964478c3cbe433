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
 * `channels` 1 to 4: gray, gray and alpha, RGB, RGBA; `depth` 8 or 16. */
tri_outcome tri_png_writer_start(
    tri_png_writer *writer, uint32_t width, uint32_t height, int channels, int depth,
    const tri_png_metadata *metadata);
/* Writes an IDAT chunk: the next part of the compressed pixels. */
tri_outcome tri_png_writer_write_data(tri_png_writer *writer, const void *bytes, size_t count);
/* Ends the file and hands over its memory, to be freed with free(). */
tri_outcome tri_png_writer_finish(
    tri_png_writer *writer, void **bytes, size_t *count, size_t *capacity);

#endif
