/* What the processor can do, as the system lets it. */
#ifndef TRIPTYCH_VECTOR_SHIMS_H
#define TRIPTYCH_VECTOR_SHIMS_H

/* Whether code for x86-64-v3 (AVX2 and what came with it) may run: 1 or 0. Asks the processor, and
   whether the system saves the wide registers. */
int triptych_runs_x86_64_v3(void);

#endif
