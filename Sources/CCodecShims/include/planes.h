#ifndef TRIPTYCH_PLANES_H
#define TRIPTYCH_PLANES_H

#include <stddef.h>
#include <stdint.h>

/* Where luma, Cb and Cr of one row of MCUs are, and bytes from one row of samples to the next. A
 * plane has 8 rows of samples times its vertical sampling factor, each padded to whole blocks. */
typedef struct {
  uint8_t *start[3];
  size_t stride[3];
} tri_jpeg_planes;

#endif
