/* libpng and libjpeg leave a failing call with longjmp, which must never cross a Swift frame.
 * These shims are the only place that calls the two libraries: every function catches the jump,
 * returns an outcome, and keeps the library's words in a report.
 *
 * A reader or writer belongs to one thread at a time. No function may be called after one on the
 * same object returned anything but ok, except report and close. */
#ifndef TRIPTYCH_CODEC_SHIMS_H
#define TRIPTYCH_CODEC_SHIMS_H

#include "deflater.h"
#include "inflater.h"
#include "jpeg_reader.h"
#include "jpeg_writer.h"
#include "planes.h"
#include "png_reader.h"
#include "png_writer.h"
#include "report.h"
#include "versions.h"

#endif
