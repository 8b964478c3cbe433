#include "png_writer.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

struct tri_png_writer {
  png_structp png;
  png_infop info;
  tri_output output;
  tri_outcome outcome;
  jmp_buf escape;
  tri_report report;
};

static void on_error(png_structp png, png_const_charp text) {
  tri_png_writer *writer = png_get_error_ptr(png);
  tri_report_fail(&writer->report, text);
  writer->outcome = strstr(text, "emory") ? tri_no_memory : tri_corrupt;
  longjmp(writer->escape, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  tri_png_writer *writer = png_get_error_ptr(png);
  tri_report_warn(&writer->report, text, 0);
}

static void on_write(png_structp png, png_bytep bytes, size_t count) {
  tri_png_writer *writer = png_get_io_ptr(png);
  if (!tri_output_reserve(&writer->output, count)) png_error(png, "Out of memory");
  memcpy(writer->output.bytes + writer->output.count, bytes, count);
  writer->output.count += count;
}

static void on_flush(png_structp png) { (void)png; }

static tri_outcome prepare(tri_png_writer *writer) {
  if (setjmp(writer->escape)) return writer->outcome;
  writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, writer, on_error, on_warning);
  if (!writer->png) return tri_no_memory;
  writer->info = png_create_info_struct(writer->png);
  if (!writer->info) return tri_no_memory;
  png_set_write_fn(writer->png, writer, on_write, on_flush);
  png_set_user_limits(writer->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  /* Metadata that libpng finds fault with is left out, never a reason to fail. */
  png_set_benign_errors(writer->png, 1);
  return tri_ok;
}

tri_png_writer *tri_png_writer_open(void) {
  tri_png_writer *writer = malloc(sizeof *writer);
  if (!writer) return NULL;
  writer->png = NULL;
  writer->info = NULL;
  writer->output = (tri_output){0};
  writer->outcome = tri_ok;
  tri_report_clear(&writer->report);
  if (prepare(writer) == tri_ok) return writer;
  tri_png_writer_close(writer);
  return NULL;
}

void tri_png_writer_close(tri_png_writer *writer) {
  if (writer->png) png_destroy_write_struct(&writer->png, &writer->info);
  free(writer->output.bytes);
  free(writer);
}

const tri_report *tri_png_writer_report(const tri_png_writer *writer) { return &writer->report; }

static void set_metadata(tri_png_writer *writer, const tri_png_metadata *metadata) {
  png_structp png = writer->png;
  png_infop info = writer->info;
  if (metadata->has_gamma) png_set_gAMA_fixed(png, info, (png_fixed_point)metadata->gamma);
  if (metadata->has_chromaticities) {
    png_fixed_point xy[8];
    for (int i = 0; i < 8; i++) xy[i] = (png_fixed_point)metadata->chromaticities[i];
    png_set_cHRM_fixed(png, info, xy[0], xy[1], xy[2], xy[3], xy[4], xy[5], xy[6], xy[7]);
  }
  /* PNG wants one of the two. */
  if (metadata->icc) {
    png_set_iCCP(
        png, info, "ICC profile", PNG_COMPRESSION_TYPE_BASE, metadata->icc,
        (png_uint_32)metadata->icc_count);
  } else if (metadata->has_srgb) {
    png_set_sRGB(png, info, metadata->srgb_intent);
  }
  if (metadata->pixels_per_metre_x > 0 && metadata->pixels_per_metre_y > 0) {
    png_set_pHYs(
        png, info, metadata->pixels_per_metre_x, metadata->pixels_per_metre_y,
        PNG_RESOLUTION_METER);
  }
  if (metadata->exif) {
    /* libpng copies the block; its parameter merely lacks const. */
    png_set_eXIf_1(png, info, (png_uint_32)metadata->exif_count, (png_bytep)metadata->exif);
  }
}

tri_outcome tri_png_writer_start(
    tri_png_writer *writer, uint32_t width, uint32_t height, int channels, int depth,
    const tri_png_metadata *metadata) {
  static const int color_types[] = {
      PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  if (setjmp(writer->escape)) return writer->outcome;
  png_structp png = writer->png;
  png_set_IHDR(
      png, writer->info, width, height, depth, color_types[channels - 1], PNG_INTERLACE_NONE,
      PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  set_metadata(writer, metadata);
  png_write_info(png, writer->info);
  return tri_ok;
}

tri_outcome tri_png_writer_write_data(tri_png_writer *writer, const void *bytes, size_t count) {
  if (setjmp(writer->escape)) return writer->outcome;
  png_write_chunk(writer->png, (png_const_bytep) "IDAT", bytes, count);
  return tri_ok;
}

tri_outcome tri_png_writer_finish(
    tri_png_writer *writer, void **bytes, size_t *count, size_t *capacity) {
  if (setjmp(writer->escape)) return writer->outcome;
  /* png_write_end would want to have seen the pixels. */
  png_write_chunk(writer->png, (png_const_bytep) "IEND", NULL, 0);
  *bytes = writer->output.bytes;
  *count = writer->output.count;
  *capacity = writer->output.capacity;
  writer->output = (tri_output){0};
  return tri_ok;
}
