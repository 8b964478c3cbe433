#include "png_reader.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "png_stored.h"
#include "support.h"

/* Bytes of the file that one row may take: far above what any encoder spends on it, chunks of one
 * byte included. Data after the last row is decompressed too, before it is found to be too much, and
 * a megabyte of the file may be a gigabyte of that. */
enum { ROW_FACTOR = 16, ROW_ALLOWANCE = 1 << 20 };

struct tri_png_reader {
  png_structp png;
  png_infop info;
  const uint8_t *bytes;
  size_t count;
  size_t position;
  /* Where reading has to have stopped, while a row is read. */
  size_t end_of_row;
  size_t row_limit;
  int counted_texts;
  size_t text_bytes;
  tri_png_stored stored;
  tri_poll poll;
  void *poll_context;
  tri_outcome outcome;
  jmp_buf escape;
  tri_report report;
};

static tri_outcome outcome_for(const char *text) {
  if (strstr(text, "emory")) return tri_no_memory;
  if (strstr(text, "unhandled critical chunk")) return tri_unsupported;
  return tri_corrupt;
}

static void on_error(png_structp png, png_const_charp text) {
  tri_png_reader *reader = png_get_error_ptr(png);
  tri_report_fail(&reader->report, text);
  reader->outcome = outcome_for(text);
  longjmp(reader->escape, 1);
}

static void leave(tri_png_reader *reader, tri_outcome outcome, const char *text) {
  tri_report_fail(&reader->report, text);
  reader->outcome = outcome;
  longjmp(reader->escape, 1);
}

/* Whether the chunk whose length and name were read last is longer than the rest of the file. */
static int chunk_is_cut(const tri_png_reader *reader) {
  if (reader->position < 8) return 0;
  const uint8_t *length = reader->bytes + reader->position - 8;
  size_t promised = 0;
  for (int i = 0; i < 4; i++) promised = promised << 8 | length[i];
  return promised > reader->count - reader->position;
}

static void on_warning(png_structp png, png_const_charp text) {
  tri_png_reader *reader = png_get_error_ptr(png);
  /* libpng would go on, take memory for what the chunk says it has, and clear it. */
  if (strstr(text, "chunk data is too large") && chunk_is_cut(reader)) {
    leave(reader, tri_corrupt, "the file ends too early");
  }
  /* Data after the last row is surplus; any other complaint about IDAT is about pixels. */
  int in_pixels = strncmp(text, "IDAT", 4) == 0 && !strstr(text, "Too much image data") &&
                  !strstr(text, "Extra compressed data");
  tri_report_warn(&reader->report, text, in_pixels);
}

/* Adds up the texts that came since the last look. When they are too many, libpng is told that its
 * cache has room for none, which it warns of once. */
static void count_texts(tri_png_reader *reader) {
  if (!reader->info || reader->text_bytes > TRI_PNG_TEXT_MEMORY) return;
  png_textp texts = NULL;
  int count = 0;
  png_get_text(reader->png, reader->info, &texts, &count);
  for (; reader->counted_texts < count; reader->counted_texts++) {
    const png_text *text = &texts[reader->counted_texts];
    reader->text_bytes += text->text_length + text->itxt_length;
  }
  if (reader->text_bytes > TRI_PNG_TEXT_MEMORY) png_set_chunk_cache_max(reader->png, 2);
}

static void on_read(png_structp png, png_bytep target, size_t count) {
  tri_png_reader *reader = png_get_io_ptr(png);
  if (reader->poll && reader->poll(reader->poll_context)) leave(reader, tri_stopped, "stopped");
  if (reader->position > reader->end_of_row) {
    leave(reader, tri_too_large, "far more image data than the picture has room for");
  }
  if (tri_png_stored_has_more(&reader->stored)) {
    /* libpng asks for no more at once than a chunk has left. */
    tri_png_stored_read(&reader->stored, target, count);
    return;
  }
  count_texts(reader);
  if (count > reader->count - reader->position) png_error(png, "the file ends too early");
  memcpy(target, reader->bytes + reader->position, count);
  reader->position += count;
}

static tri_outcome prepare(tri_png_reader *reader, int header_only) {
  static const png_byte unfolded[] = "tEXt\0zTXt\0iTXt\0iCCP";
  if (setjmp(reader->escape)) return reader->outcome;
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, on_error, on_warning);
  if (!reader->png) return tri_no_memory;
  reader->info = png_create_info_struct(reader->png);
  if (!reader->info) return tri_no_memory;
  png_set_read_fn(reader->png, reader, on_read);
  png_set_benign_errors(reader->png, 1);
  png_set_user_limits(reader->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(reader->png, TRI_PNG_CHUNK_MEMORY);
  png_set_chunk_cache_max(reader->png, TRI_PNG_CHUNK_COUNT);
  if (header_only)
    png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_NEVER, unfolded, 4);
  return tri_ok;
}

tri_png_reader *tri_png_reader_open(
    const void *bytes, size_t count, int header_only, tri_poll poll, void *poll_context) {
  tri_png_reader *reader = malloc(sizeof *reader);
  if (!reader) return NULL;
  reader->png = NULL;
  reader->info = NULL;
  reader->bytes = bytes;
  reader->count = count;
  reader->position = 0;
  reader->end_of_row = SIZE_MAX;
  reader->row_limit = SIZE_MAX;
  reader->counted_texts = 0;
  reader->text_bytes = 0;
  reader->stored = (tri_png_stored){0};
  reader->poll = poll;
  reader->poll_context = poll_context;
  reader->outcome = tri_ok;
  tri_report_clear(&reader->report);
  if (prepare(reader, header_only) == tri_ok) return reader;
  tri_png_reader_close(reader);
  return NULL;
}

void tri_png_reader_close(tri_png_reader *reader) {
  if (reader->png) png_destroy_read_struct(&reader->png, &reader->info, NULL);
  tri_png_stored_close(&reader->stored);
  free(reader);
}

const tri_report *tri_png_reader_report(const tri_png_reader *reader) { return &reader->report; }

tri_outcome tri_png_reader_read_header(tri_png_reader *reader) {
  if (setjmp(reader->escape)) return reader->outcome;
  png_read_info(reader->png, reader->info);
  return tri_ok;
}

static size_t profile_size(const tri_png_reader *reader) {
  png_charp name = NULL;
  int compression = 0;
  png_bytep profile = NULL;
  png_uint_32 count = 0;
  return png_get_iCCP(reader->png, reader->info, &name, &compression, &profile, &count) ? count : 0;
}

/* Rows with their filter bytes, of a picture that is decompressed at once; 0 of any other. */
static size_t row_data_to_hold(const tri_png_reader *reader) {
  png_const_structp png = reader->png;
  if (png_get_interlace_type(png, reader->info) != PNG_INTERLACE_NONE) return 0;
  size_t row = 1 + png_get_rowbytes(png, reader->info);
  size_t height = png_get_image_height(png, reader->info);
  return height > 0 && row <= TRI_PNG_STORED_MEMORY / height ? row * height : 0;
}

tri_png_header tri_png_reader_header(const tri_png_reader *reader) {
  png_const_structp png = reader->png;
  png_const_infop info = reader->info;
  tri_png_header header = {0};
  header.bytes_read = reader->position;
  header.held_row_data = row_data_to_hold(reader);
  header.unfolded_bytes = reader->text_bytes + profile_size(reader);
  header.width = png_get_image_width(png, info);
  header.height = png_get_image_height(png, info);
  header.stored_depth = png_get_bit_depth(png, info);
  header.color_type = png_get_color_type(png, info);
  header.is_interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  header.has_transparency = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
  return header;
}

static void get_colors(const tri_png_reader *reader, tri_png_metadata *metadata) {
  png_const_structp png = reader->png;
  png_infop info = reader->info;
  int intent = 0;
  if (png_get_sRGB(png, info, &intent)) {
    metadata->has_srgb = 1;
    metadata->srgb_intent = (uint8_t)intent;
  }
  png_fixed_point gamma = 0;
  if (png_get_gAMA_fixed(png, info, &gamma)) {
    metadata->has_gamma = 1;
    metadata->gamma = (uint32_t)gamma;
  }
  png_fixed_point xy[8];
  if (png_get_cHRM_fixed(
          png, info, &xy[0], &xy[1], &xy[2], &xy[3], &xy[4], &xy[5], &xy[6], &xy[7])) {
    metadata->has_chromaticities = 1;
    for (int i = 0; i < 8; i++) metadata->chromaticities[i] = (uint32_t)xy[i];
  }
}

tri_png_metadata tri_png_reader_metadata(const tri_png_reader *reader) {
  png_const_structp png = reader->png;
  png_infop info = reader->info;
  tri_png_metadata metadata = {0};
  get_colors(reader, &metadata);
  png_charp name = NULL;
  int compression = 0;
  png_bytep profile = NULL;
  png_uint_32 profile_count = 0;
  if (png_get_iCCP(png, info, &name, &compression, &profile, &profile_count)) {
    metadata.icc = profile;
    metadata.icc_count = profile_count;
  }
  png_uint_32 exif_count = 0;
  png_bytep exif = NULL;
  if (png_get_eXIf_1(png, info, &exif_count, &exif)) {
    metadata.exif = exif;
    metadata.exif_count = exif_count;
  }
  png_uint_32 x = 0, y = 0;
  int unit = PNG_RESOLUTION_UNKNOWN;
  if (png_get_pHYs(png, info, &x, &y, &unit) && unit == PNG_RESOLUTION_METER) {
    metadata.pixels_per_metre_x = x;
    metadata.pixels_per_metre_y = y;
  }
  return metadata;
}

/* Has the data decompressed beforehand, where they are few enough and nothing is wrong with them. libpng
 * then need not check what was checked. */
static void decompress(tri_png_reader *reader) {
  size_t count = row_data_to_hold(reader);
  if (count == 0) return;
  if (!tri_png_stored_open(&reader->stored, reader->bytes, reader->count, reader->position, count))
    return;
  reader->position = reader->stored.end;
  png_set_crc_action(reader->png, PNG_CRC_QUIET_USE, PNG_CRC_NO_CHANGE);
  png_set_option(reader->png, PNG_IGNORE_ADLER32, 1);
}

/* Of what follows the rows, nothing was checked: neither CRCs nor texts' checksums. */
static void check_again(tri_png_reader *reader) {
  if (tri_png_stored_has_more(&reader->stored)) return;
  png_set_crc_action(reader->png, PNG_CRC_DEFAULT, PNG_CRC_NO_CHANGE);
  png_set_option(reader->png, PNG_IGNORE_ADLER32, 0);
}

tri_outcome tri_png_reader_start(tri_png_reader *reader) {
  if (setjmp(reader->escape)) return reader->outcome;
  png_structp png = reader->png;
  decompress(reader);
  /* libpng looks for indices beyond the palette in rows that keep their indices only: such pixels are
   * black here, and nobody is warned. */
  png_set_palette_to_rgb(png);
  png_set_expand_gray_1_2_4_to_8(png);
  if (png_get_valid(png, reader->info, PNG_INFO_tRNS)) png_set_tRNS_to_alpha(png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  png_set_swap(png);
#endif
  png_set_interlace_handling(png);
  png_start_read_image(png);
  reader->row_limit = ROW_FACTOR * png_get_rowbytes(png, reader->info) + ROW_ALLOWANCE;
  return tri_ok;
}

int tri_png_reader_holds_rows(const tri_png_reader *reader) { return reader->stored.rows != NULL; }

tri_outcome tri_png_reader_read_row(tri_png_reader *reader, void *row) {
  if (setjmp(reader->escape)) return reader->outcome;
  reader->end_of_row = reader->position + reader->row_limit;
  png_read_row(reader->png, row, NULL);
  reader->end_of_row = SIZE_MAX;
  return tri_ok;
}

tri_outcome tri_png_reader_finish(tri_png_reader *reader, uint8_t *pixels_damaged) {
  *pixels_damaged = 0;
  if (setjmp(reader->escape)) {
    *pixels_damaged = strncmp(reader->report.error, "IDAT", 4) == 0;
    return reader->outcome;
  }
  check_again(reader);
  png_read_end(reader->png, reader->info);
  return tri_ok;
}
