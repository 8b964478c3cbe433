#include "jpeg_reader.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "jpeg_support.h"

/* Each scan of a progressive file may cost a pass over all coefficients while taking a few bytes:
 * more than this many are an attack, not a picture, and so are fewer that go over more pixels than
 * this together. Encoders write some ten scans; those that look for the best order a few dozen. */
enum { MOST_SCANS = 500, ALWAYS_ALLOWED_SCANS = 64 };
static const double MOST_PIXELS_OF_SCANS = 4e9;

/* Bytes of EXIF and ICC markers kept: the largest profile that can be stored has 17 million. */
enum { MARKER_MEMORY = 64 << 20, MARKER_OVERHEAD = 64 };

struct tri_jpeg_reader {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  tri_poll poll;
  void *poll_context;
  /* Bit c is set when a scan with component c was begun. */
  unsigned seen_components;
  int counted_scan;
  size_t marker_bytes;
  uint8_t has_header;
  uint8_t ended_early;
  tri_outcome outcome;
  jmp_buf escape;
  tri_report report;
};

static tri_jpeg_reader *reader_of(j_common_ptr jpeg) { return jpeg->client_data; }

static void on_error(j_common_ptr jpeg) {
  tri_jpeg_reader *reader = reader_of(jpeg);
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  tri_report_fail(&reader->report, text);
  reader->outcome = tri_jpeg_outcome(jpeg->err->msg_code);
  longjmp(reader->escape, 1);
}

/* Whether a warning means damaged pixels. Before the first scan nothing does. After it everything
 * does, bytes left over included, since they are often the only trace of a flipped bit; but an
 * early end is judged when the picture is complete. */
static int is_damage(const tri_jpeg_reader *reader, int message_code) {
  switch (message_code) {
  case JWRN_BOGUS_ICC:
  case JWRN_JPEG_EOF:
  case JWRN_NOT_SEQUENTIAL:
    return 0;
  default:
    return reader->has_header;
  }
}

static void refuse(tri_jpeg_reader *reader, const char *text) {
  tri_report_fail(&reader->report, text);
  reader->outcome = tri_too_large;
  longjmp(reader->escape, 1);
}

/* libjpeg mentions each marker that it saves, with its name and its length. */
static void count_marker(tri_jpeg_reader *reader, const struct jpeg_error_mgr *message) {
  if (message->msg_code != JTRC_MISC_MARKER) return;
  int marker = message->msg_parm.i[0];
  if (marker != JPEG_APP0 + 1 && marker != JPEG_APP0 + 2) return;
  reader->marker_bytes += (size_t)message->msg_parm.i[1] + MARKER_OVERHEAD;
  if (reader->marker_bytes > MARKER_MEMORY) refuse(reader, "more than 64 MiB of metadata");
}

static void on_message(j_common_ptr jpeg, int level) {
  tri_jpeg_reader *reader = reader_of(jpeg);
  if (level >= 0) {
    count_marker(reader, jpeg->err);
    return;
  }
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  int code = jpeg->err->msg_code;
  if (code == JWRN_JPEG_EOF) reader->ended_early = 1;
  tri_report_warn(&reader->report, text, is_damage(reader, code));
}

static int most_scans(const struct jpeg_decompress_struct *jpeg) {
  double scans = MOST_PIXELS_OF_SCANS / ((double)jpeg->image_width * jpeg->image_height);
  if (scans > MOST_SCANS) return MOST_SCANS;
  return scans < ALWAYS_ALLOWED_SCANS ? ALWAYS_ALLOWED_SCANS : (int)scans;
}

static void on_progress(j_common_ptr common) {
  tri_jpeg_reader *reader = reader_of(common);
  j_decompress_ptr jpeg = &reader->jpeg;
  if (jpeg->input_scan_number != reader->counted_scan) {
    reader->counted_scan = jpeg->input_scan_number;
    for (int i = 0; i < jpeg->comps_in_scan; i++) {
      reader->seen_components |= 1u << jpeg->cur_comp_info[i]->component_index;
    }
    int most = most_scans(jpeg);
    if (jpeg->input_scan_number > most) {
      char text[TRI_TEXT_SIZE];
      snprintf(
          text, sizeof text, "more than %d scans, which cost too much at %u x %u pixels", most,
          jpeg->image_width, jpeg->image_height);
      refuse(reader, text);
    }
  }
  if (reader->poll && reader->poll(reader->poll_context)) {
    reader->outcome = tri_stopped;
    longjmp(reader->escape, 1);
  }
}

static tri_outcome prepare(tri_jpeg_reader *reader, const void *bytes, size_t count) {
  j_decompress_ptr jpeg = &reader->jpeg;
  jpeg->err = jpeg_std_error(&reader->errors);
  reader->errors.error_exit = on_error;
  reader->errors.emit_message = on_message;
  jpeg->client_data = reader;
  if (setjmp(reader->escape)) return reader->outcome;
  jpeg_create_decompress(jpeg);
  reader->progress.progress_monitor = on_progress;
  jpeg->progress = &reader->progress;
  jpeg_mem_src(jpeg, bytes, count);
  jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_save_markers(jpeg, JPEG_APP0 + 2, 0xFFFF);
  return tri_ok;
}

tri_jpeg_reader *tri_jpeg_reader_open(
    const void *bytes, size_t count, tri_poll poll, void *poll_context) {
  tri_jpeg_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->poll = poll;
  reader->poll_context = poll_context;
  if (prepare(reader, bytes, count) == tri_ok) return reader;
  tri_jpeg_reader_close(reader);
  return NULL;
}

void tri_jpeg_reader_close(tri_jpeg_reader *reader) {
  jpeg_destroy_decompress(&reader->jpeg);
  free(reader);
}

const tri_report *tri_jpeg_reader_report(const tri_jpeg_reader *reader) { return &reader->report; }

tri_outcome tri_jpeg_reader_read_header(tri_jpeg_reader *reader) {
  if (setjmp(reader->escape)) return reader->outcome;
  jpeg_read_header(&reader->jpeg, TRUE);
  reader->has_header = 1;
  return tri_ok;
}

static tri_jpeg_color color_of(J_COLOR_SPACE space) {
  switch (space) {
  case JCS_GRAYSCALE:
    return tri_jpeg_gray;
  case JCS_RGB:
    return tri_jpeg_rgb;
  case JCS_YCbCr:
    return tri_jpeg_ycbcr;
  case JCS_CMYK:
    return tri_jpeg_cmyk;
  case JCS_YCCK:
    return tri_jpeg_ycck;
  default:
    return tri_jpeg_unknown;
  }
}

static void measure(const struct jpeg_decompress_struct *jpeg, tri_jpeg_header *header) {
  const jpeg_component_info *parts = jpeg->comp_info;
  int max_h = 1, max_v = 1;
  for (int i = 0; i < jpeg->num_components; i++) {
    if (parts[i].h_samp_factor > max_h) max_h = parts[i].h_samp_factor;
    if (parts[i].v_samp_factor > max_v) max_v = parts[i].v_samp_factor;
  }
  uint64_t mcus_x = (jpeg->image_width + max_h * 8u - 1) / (max_h * 8u);
  uint64_t mcus_y = (jpeg->image_height + max_v * 8u - 1) / (max_v * 8u);
  for (int i = 0; i < jpeg->num_components; i++) {
    uint64_t blocks = (uint64_t)(parts[i].h_samp_factor * parts[i].v_samp_factor) * mcus_x;
    header->mcu_row_bytes += blocks * DCTSIZE2;
    header->coefficient_bytes += blocks * mcus_y * DCTSIZE2 * sizeof(JCOEF);
  }
  header->luma_h = (uint8_t)parts[0].h_samp_factor;
  header->luma_v = (uint8_t)parts[0].v_samp_factor;
  if (jpeg->num_components >= 3 && parts[1].h_samp_factor == parts[2].h_samp_factor &&
      parts[1].v_samp_factor == parts[2].v_samp_factor) {
    header->chroma_h = (uint8_t)parts[1].h_samp_factor;
    header->chroma_v = (uint8_t)parts[1].v_samp_factor;
  }
}

/* A second frame header is refused, but not before its size and number of components have taken the
   place of those that the components were allocated for. */
static int frame_is_doubtful(const struct jpeg_decompress_struct *jpeg) {
  return jpeg->err->msg_code == JERR_SOF_DUPLICATE;
}

tri_jpeg_header tri_jpeg_reader_header(tri_jpeg_reader *reader) {
  const struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  tri_jpeg_header header = {0};
  if (!jpeg->comp_info || frame_is_doubtful(jpeg)) return header;
  header.width = jpeg->image_width;
  header.height = jpeg->image_height;
  header.output_width = jpeg->output_width;
  header.output_height = jpeg->output_height;
  header.components = (uint32_t)jpeg->num_components;
  header.color = color_of(jpeg->jpeg_color_space);
  header.precision = (uint8_t)jpeg->data_precision;
  header.is_progressive = jpeg->progressive_mode != 0;
  header.has_multiple_scans =
      jpeg->progressive_mode || (reader->has_header && jpeg_has_multiple_scans(&reader->jpeg));
  if (jpeg->saw_JFIF_marker) {
    header.density_unit = jpeg->density_unit;
    header.density_x = jpeg->X_density;
    header.density_y = jpeg->Y_density;
  }
  for (jpeg_saved_marker_ptr m = jpeg->marker_list; m; m = m->next) {
    header.marker_bytes += m->data_length;
  }
  measure(jpeg, &header);
  return header;
}

const uint8_t *tri_jpeg_reader_exif(const tri_jpeg_reader *reader, size_t *count) {
  jpeg_saved_marker_ptr marker = reader->jpeg.marker_list;
  for (; marker; marker = marker->next) {
    if (marker->marker == JPEG_APP0 + 1 && marker->data_length > 6 &&
        memcmp(marker->data, "Exif\0", 5) == 0) {
      *count = marker->data_length - 6;
      return marker->data + 6;
    }
  }
  *count = 0;
  return NULL;
}

tri_outcome tri_jpeg_reader_icc(tri_jpeg_reader *reader, uint8_t **profile, uint32_t *count) {
  JOCTET *joined = NULL;
  unsigned int length = 0;
  if (setjmp(reader->escape)) return reader->outcome;
  /* The call's own answer says "absent" and "bad segments" alike; the latter warns. */
  jpeg_read_icc_profile(&reader->jpeg, &joined, &length);
  *profile = joined;
  *count = length;
  return tri_ok;
}

tri_outcome tri_jpeg_reader_scale(tri_jpeg_reader *reader, uint32_t eighths) {
  if (setjmp(reader->escape)) return reader->outcome;
  j_decompress_ptr jpeg = &reader->jpeg;
  jpeg->scale_num = eighths;
  jpeg->scale_denom = 8;
  jpeg_calc_output_dimensions(jpeg);
  return tri_ok;
}

tri_outcome tri_jpeg_reader_start(tri_jpeg_reader *reader) {
  if (setjmp(reader->escape)) return reader->outcome;
  jpeg_start_decompress(&reader->jpeg);
  return tri_ok;
}

tri_outcome tri_jpeg_reader_read_row(tri_jpeg_reader *reader, void *row) {
  if (setjmp(reader->escape)) return reader->outcome;
  JSAMPROW rows[1] = {row};
  jpeg_read_scanlines(&reader->jpeg, rows, 1);
  return tri_ok;
}

void tri_jpeg_reader_want_planes(tri_jpeg_reader *reader) { reader->jpeg.raw_data_out = TRUE; }

tri_outcome tri_jpeg_reader_read_planes(tri_jpeg_reader *reader, const tri_jpeg_planes *planes) {
  if (setjmp(reader->escape)) return reader->outcome;
  j_decompress_ptr jpeg = &reader->jpeg;
  tri_jpeg_plane_rows rows;
  tri_jpeg_point_at_rows(&rows, planes, jpeg->comp_info);
  jpeg_read_raw_data(jpeg, rows.planes, (JDIMENSION)(jpeg->max_v_samp_factor * DCTSIZE));
  return tri_ok;
}

/* Whether a file that lacks its end marker has all its pixel data nevertheless. In a single
 * Huffman-coded scan the missing of one bit has its own warning. An arithmetic decoder cannot
 * tell missing bytes from trailing zeros. */
static int has_all_data(const tri_jpeg_reader *reader) {
  const struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  if (jpeg->arith_code) return 0;
  if (jpeg->progressive_mode) {
    for (int c = 0; c < jpeg->num_components; c++) {
      for (int i = 0; i < DCTSIZE2; i++) {
        if (jpeg->coef_bits[c][i] != 0) return 0;
      }
    }
    return 1;
  }
  unsigned all = (1u << jpeg->num_components) - 1;
  return jpeg->comps_in_scan == jpeg->num_components || reader->seen_components == all;
}

tri_outcome tri_jpeg_reader_finish(tri_jpeg_reader *reader) {
  if (setjmp(reader->escape)) return reader->outcome;
  int had_all_data = has_all_data(reader);
  jpeg_finish_decompress(&reader->jpeg);
  if (reader->ended_early && !had_all_data && !tri_report_damage(&reader->report)) {
    tri_report_warn(&reader->report, "pixel data ends before the picture is complete", 1);
  }
  return tri_ok;
}
