/* What the processor can do, as the system lets it. */
#ifndef TRIPTYCH_VECTOR_SHIMS_H
#define TRIPTYCH_VECTOR_SHIMS_H

/* The highest level of x86-64 whose code may run: 4 (AVX-512), 3 (AVX2 and what came with it), else
   1. Asks the processor, and whether the system saves the wide registers. */
int triptych_x86_64_level(void);

#endif
