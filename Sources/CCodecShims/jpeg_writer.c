#include "jpeg_writer.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "jpeg_support.h"

struct tri_jpeg_writer {
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_destination_mgr destination;
  struct jpeg_progress_mgr progress;
  tri_poll poll;
  void *poll_context;
  tri_output output;
  tri_outcome outcome;
  jmp_buf escape;
  tri_report report;
};

static void on_error(j_common_ptr jpeg) {
  tri_jpeg_writer *writer = jpeg->client_data;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  tri_report_fail(&writer->report, text);
  writer->outcome = tri_jpeg_outcome(jpeg->err->msg_code);
  longjmp(writer->escape, 1);
}

static void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  tri_jpeg_writer *writer = jpeg->client_data;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  tri_report_warn(&writer->report, text, 0);
}

/* Libjpeg's own memory destination loses its block when an error ends the file, hence this one. */
static void offer_room(j_compress_ptr jpeg) {
  tri_jpeg_writer *writer = jpeg->client_data;
  tri_output *output = &writer->output;
  if (!tri_output_reserve(output, 1)) ERREXIT1(jpeg, JERR_OUT_OF_MEMORY, 0);
  writer->destination.next_output_byte = output->bytes + output->count;
  writer->destination.free_in_buffer = output->capacity - output->count;
}

static boolean on_full(j_compress_ptr jpeg) {
  tri_jpeg_writer *writer = jpeg->client_data;
  /* The whole room was used, whatever free_in_buffer says. */
  writer->output.count = writer->output.capacity;
  offer_room(jpeg);
  return TRUE;
}

static void on_end(j_compress_ptr jpeg) {
  tri_jpeg_writer *writer = jpeg->client_data;
  writer->output.count = writer->output.capacity - writer->destination.free_in_buffer;
}

static void on_progress(j_common_ptr jpeg) {
  tri_jpeg_writer *writer = jpeg->client_data;
  if (!writer->poll || !writer->poll(writer->poll_context)) return;
  writer->outcome = tri_stopped;
  longjmp(writer->escape, 1);
}

tri_jpeg_writer *tri_jpeg_writer_open(tri_poll poll, void *poll_context) {
  tri_jpeg_writer *writer = calloc(1, sizeof *writer);
  if (!writer) return NULL;
  writer->poll = poll;
  writer->poll_context = poll_context;
  j_compress_ptr jpeg = &writer->jpeg;
  jpeg->err = jpeg_std_error(&writer->errors);
  writer->errors.error_exit = on_error;
  writer->errors.emit_message = on_message;
  jpeg->client_data = writer;
  if (setjmp(writer->escape)) {
    tri_jpeg_writer_close(writer);
    return NULL;
  }
  jpeg_create_compress(jpeg);
  writer->destination.init_destination = offer_room;
  writer->destination.empty_output_buffer = on_full;
  writer->destination.term_destination = on_end;
  jpeg->dest = &writer->destination;
  writer->progress.progress_monitor = on_progress;
  jpeg->progress = &writer->progress;
  return writer;
}

void tri_jpeg_writer_close(tri_jpeg_writer *writer) {
  jpeg_destroy_compress(&writer->jpeg);
  free(writer->output.bytes);
  free(writer);
}

const tri_report *tri_jpeg_writer_report(const tri_jpeg_writer *writer) { return &writer->report; }

static void write_exif(j_compress_ptr jpeg, const tri_jpeg_settings *settings) {
  static const uint8_t prefix[6] = "Exif\0";
  jpeg_write_m_header(jpeg, JPEG_APP0 + 1, (unsigned)(sizeof prefix + settings->exif_count));
  for (size_t i = 0; i < sizeof prefix; i++) jpeg_write_m_byte(jpeg, prefix[i]);
  for (size_t i = 0; i < settings->exif_count; i++) jpeg_write_m_byte(jpeg, settings->exif[i]);
}

tri_outcome tri_jpeg_writer_start(tri_jpeg_writer *writer, const tri_jpeg_settings *settings) {
  if (setjmp(writer->escape)) return writer->outcome;
  j_compress_ptr jpeg = &writer->jpeg;
  jpeg->image_width = settings->width;
  jpeg->image_height = settings->height;
  jpeg->input_components = settings->components;
  jpeg->in_color_space = settings->components == 1 ? JCS_GRAYSCALE
                         : settings->takes_planes  ? JCS_YCbCr
                                                   : JCS_RGB;
  jpeg_set_defaults(jpeg);
  jpeg->raw_data_in = settings->takes_planes != 0;
  jpeg_set_quality(jpeg, settings->quality, TRUE);
  if (settings->components == 3) {
    jpeg->comp_info[0].h_samp_factor = settings->luma_h;
    jpeg->comp_info[0].v_samp_factor = settings->luma_v;
  }
  if (settings->progressive) jpeg_simple_progression(jpeg);
  if (settings->density_x > 0 && settings->density_y > 0) {
    jpeg->density_unit = settings->density_unit;
    jpeg->X_density = settings->density_x;
    jpeg->Y_density = settings->density_y;
  }
  jpeg_start_compress(jpeg, TRUE);
  if (settings->exif) write_exif(jpeg, settings);
  if (settings->icc) jpeg_write_icc_profile(jpeg, settings->icc, (unsigned)settings->icc_count);
  return tri_ok;
}

tri_outcome tri_jpeg_writer_write_row(tri_jpeg_writer *writer, const void *row) {
  if (setjmp(writer->escape)) return writer->outcome;
  /* libjpeg reads the row only; its type merely lacks const. */
  JSAMPROW rows[1] = {(JSAMPROW)row};
  jpeg_write_scanlines(&writer->jpeg, rows, 1);
  return tri_ok;
}

tri_outcome tri_jpeg_writer_write_planes(tri_jpeg_writer *writer, const tri_jpeg_planes *planes) {
  if (setjmp(writer->escape)) return writer->outcome;
  j_compress_ptr jpeg = &writer->jpeg;
  tri_jpeg_plane_rows rows;
  tri_jpeg_point_at_rows(&rows, planes, jpeg->comp_info);
  jpeg_write_raw_data(jpeg, rows.planes, (JDIMENSION)(jpeg->max_v_samp_factor * DCTSIZE));
  return tri_ok;
}

tri_outcome tri_jpeg_writer_finish(
    tri_jpeg_writer *writer, void **bytes, size_t *count, size_t *capacity) {
  if (setjmp(writer->escape)) return writer->outcome;
  jpeg_finish_compress(&writer->jpeg);
  *bytes = writer->output.bytes;
  *count = writer->output.count;
  *capacity = writer->output.capacity;
  writer->output = (tri_output){0};
  return tri_ok;
}
