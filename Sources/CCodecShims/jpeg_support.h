#ifndef TRIPTYCH_JPEG_SUPPORT_H
#define TRIPTYCH_JPEG_SUPPORT_H

#include <stdio.h>

#include <jpeglib.h>
#include <jerror.h>

#include "support.h"

/* What libjpeg's error code means to us. */
tri_outcome tri_jpeg_outcome(int message_code);

#endif
