#ifndef TRIPTYCH_INFLATER_H
#define TRIPTYCH_INFLATER_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that a zlib stream unfolds to, of which none are kept: 0 where it is damaged, cut off, or unfolds
 * to more than `limit`. */
size_t tri_inflated_size(const void *stream, size_t count, size_t limit);

/* Unfolds the first `wanted` bytes of a zlib stream; whether it had so many. */
int tri_inflate_head(const void *stream, size_t count, uint8_t *head, size_t wanted);

/* CRC-32 as PNG has it (ISO 3309). */
uint32_t tri_crc32(const void *bytes, size_t count);

#endif
