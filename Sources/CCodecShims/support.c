#include "support.h"

#include <stdlib.h>
#include <string.h>

static void copy_text(char *target, const char *text) {
  size_t length = strnlen(text, TRI_TEXT_SIZE - 1);
  memcpy(target, text, length);
  target[length] = '\0';
}

void tri_report_clear(tri_report *report) {
  report->error[0] = '\0';
  report->warning_count = 0;
  report->damage[0] = '\0';
}

void tri_report_fail(tri_report *report, const char *text) { copy_text(report->error, text); }

void tri_report_warn(tri_report *report, const char *text, int damages_pixels) {
  char kept[TRI_TEXT_SIZE];
  copy_text(kept, text);
  uint32_t index = 0;
  while (index < report->warning_count && strcmp(report->warnings[index], kept) != 0) index++;
  if (index == report->warning_count && index < TRI_WARNING_LIMIT) {
    copy_text(report->warnings[index], kept);
    report->warning_count++;
  }
  if (damages_pixels && !report->damage[0]) copy_text(report->damage, kept);
}

const char *tri_report_error(const tri_report *report) { return report->error; }

uint32_t tri_report_warning_count(const tri_report *report) { return report->warning_count; }

const char *tri_report_damage(const tri_report *report) {
  return report->damage[0] ? report->damage : NULL;
}

const char *tri_report_warning(const tri_report *report, uint32_t index) {
  return report->warnings[index];
}

int tri_output_reserve(tri_output *output, size_t extra) {
  if (output->capacity - output->count >= extra) return 1;
  size_t wanted = output->capacity + output->capacity / 2;
  if (wanted < output->count + extra) wanted = output->count + extra;
  if (wanted < 65536) wanted = 65536;
  uint8_t *bytes = realloc(output->bytes, wanted);
  if (!bytes) return 0;
  output->bytes = bytes;
  output->capacity = wanted;
  return 1;
}
