#ifndef TRIPTYCH_JPEG_SUPPORT_H
#define TRIPTYCH_JPEG_SUPPORT_H

#include <stdio.h>

#include <jpeglib.h>
#include <jerror.h>

#include "planes.h"
#include "support.h"

/* Where the rows of three planes begin, as libjpeg wants to be told. */
typedef struct {
  JSAMPARRAY planes[3];
  JSAMPROW rows[3][MAX_SAMP_FACTOR * DCTSIZE];
} tri_jpeg_plane_rows;

/* The rows of one row of MCUs. libjpeg writes, or reads, no more than they have. */
void tri_jpeg_point_at_rows(
    tri_jpeg_plane_rows *rows, const tri_jpeg_planes *planes, const jpeg_component_info *components);

/* What libjpeg's error code means to us. */
tri_outcome tri_jpeg_outcome(int message_code);

#endif
