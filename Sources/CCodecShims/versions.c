#include "versions.h"

#include <libdeflate.h>
#include <png.h>
#include <stdio.h>
#include <jpeglib.h>
#include <zlib.h>

#define QUOTED(token) #token
#define TEXT_OF(macro) QUOTED(macro)

#ifdef LIBJPEG_TURBO_VERSION
#define JPEG_VERSION "libjpeg-turbo " TEXT_OF(LIBJPEG_TURBO_VERSION)
#else
#define JPEG_VERSION "libjpeg " TEXT_OF(JPEG_LIB_VERSION)
#endif

static char text[128];

const char *tri_codec_versions(void) {
  snprintf(
      text, sizeof text, "libpng %s, %s, libdeflate %s, zlib %s", png_get_libpng_ver(NULL),
      JPEG_VERSION, LIBDEFLATE_VERSION_STRING, zlibVersion());
  return text;
}
