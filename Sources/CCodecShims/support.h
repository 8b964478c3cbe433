/* What the readers and writers share; not seen by Swift. */
#ifndef TRIPTYCH_SUPPORT_H
#define TRIPTYCH_SUPPORT_H

#include "report.h"

enum { TRI_TEXT_SIZE = 200, TRI_WARNING_LIMIT = 32 };

struct tri_report {
  char error[TRI_TEXT_SIZE];
  char damage[TRI_TEXT_SIZE];
  uint32_t warning_count;
  char warnings[TRI_WARNING_LIMIT][TRI_TEXT_SIZE];
};

void tri_report_clear(tri_report *report);
void tri_report_fail(tri_report *report, const char *text);
void tri_report_warn(tri_report *report, const char *text, int damages_pixels);

/* A growing block from malloc that a file is written into. */
typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
} tri_output;

/* Makes room for `extra` bytes behind `count`; false when memory is short. */
int tri_output_reserve(tri_output *output, size_t extra);

#endif
