#include "jpeg_support.h"

tri_outcome tri_jpeg_outcome(int message_code) {
  switch (message_code) {
  case JERR_OUT_OF_MEMORY:
    return tri_no_memory;
  case JERR_IMAGE_TOO_BIG:
  case JERR_WIDTH_OVERFLOW:
    return tri_too_large;
  case JERR_ARITH_NOTIMPL:
  case JERR_BAD_PRECISION:
  case JERR_CCIR601_NOTIMPL:
  case JERR_COMPONENT_COUNT:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_EMPTY_IMAGE:
  case JERR_FRACT_SAMPLE_NOTIMPL:
  case JERR_NOT_COMPILED:
  case JERR_NOTIMPL:
  case JERR_SOF_UNSUPPORTED:
    return tri_unsupported;
  default:
    return tri_corrupt;
  }
}

void tri_jpeg_point_at_rows(
    tri_jpeg_plane_rows *rows, const tri_jpeg_planes *planes, const jpeg_component_info *components) {
  for (int c = 0; c < 3; c++) {
    int count = components[c].v_samp_factor * DCTSIZE;
    for (int y = 0; y < count; y++) rows->rows[c][y] = planes->start[c] + y * planes->stride[c];
    rows->planes[c] = rows->rows[c];
  }
}
