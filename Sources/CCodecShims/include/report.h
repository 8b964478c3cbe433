#ifndef TRIPTYCH_REPORT_H
#define TRIPTYCH_REPORT_H

#include <stddef.h>
#include <stdint.h>

/* What a call came to. */
typedef enum __attribute__((enum_extensibility(closed))) {
  tri_ok __attribute__((swift_name("ok"))) = 0,
  /* The library refused the data. */
  tri_corrupt __attribute__((swift_name("corrupt"))),
  /* Valid perhaps, but of a kind the library does not have. */
  tri_unsupported __attribute__((swift_name("unsupported"))),
  /* Beyond a limit of the library's or of ours. */
  tri_too_large __attribute__((swift_name("tooLarge"))),
  tri_no_memory __attribute__((swift_name("noMemory"))),
  /* The poll function asked to stop. */
  tri_stopped __attribute__((swift_name("stopped"))),
} tri_outcome;

/* Called between stretches of opaque work; anything but 0 ends it with tri_stopped. */
typedef int (*tri_poll)(void *context);

/* The library's words about one file. Warnings are kept without repeats, the first 32 of them. */
typedef struct tri_report tri_report;

const char *tri_report_error(const tri_report *report);
uint32_t tri_report_warning_count(const tri_report *report);
/* The warning at an index below the count. */
const char *tri_report_warning(const tri_report *report, uint32_t index);
/* The first warning, kept or not, that means missing or damaged pixel data; NULL without one. */
const char *tri_report_damage(const tri_report *report);

#endif
