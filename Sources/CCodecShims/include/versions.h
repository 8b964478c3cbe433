#ifndef TRIPTYCH_VERSIONS_H
#define TRIPTYCH_VERSIONS_H

/* Names and versions of the libraries behind the shims: of what runs, where the library says, of
 * what was compiled against otherwise. The text is static and written by each call: let one thread
 * call. */
const char *tri_codec_versions(void);

#endif
