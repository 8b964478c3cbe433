// The part of liburing that the ring engine needs, behind an opaque type. Swift cannot import
// <liburing.h> itself: it brings its own copy of <linux/io_uring.h>, which swift-system imports too.
#ifndef TRIPTYCH_CURING_H
#define TRIPTYCH_CURING_H

#include <stdint.h>

struct uring;

// Calls that a kernel's ring may or may not know.
enum uring_call {
  URING_OPEN,
  URING_ENTER,
  URING_READ,
  URING_WRITE,
  URING_FSYNC,
  URING_CLOSE,
  URING_POLL,
  URING_LINK,
  URING_RENAME,
  URING_UNLINK,
  URING_CALLS
};

struct uring_completion {
  uint64_t tag;
  // What the call returned, or its errno negated.
  int32_t result;
};

// A ring for so many calls at once, or null with *error set to the errno. For use by one thread.
struct uring *uring_create(unsigned int entries, int *error);
void uring_destroy(struct uring *ring);
int uring_supports(const struct uring *ring, enum uring_call call);

// Each prepares one call, whose completion carries the tag. Strings must live until the next
// submission has returned, memory to read into or write from until the completion has come.
// Names are relative to `folder`, a descriptor or AT_FDCWD.
void uring_open(struct uring *ring, uint64_t tag, int folder, const char *path, int flags,
                uint32_t mode);
// A descriptor of a folder (O_PATH). `beneath`: no part of the path may lead out of `folder`, nor be a
// symbolic link.
void uring_enter(struct uring *ring, uint64_t tag, int folder, const char *path, int beneath);
void uring_read(struct uring *ring, uint64_t tag, int file, void *to, uint32_t count, uint64_t at);
void uring_write(struct uring *ring, uint64_t tag, int file, const void *from, uint32_t count,
                 uint64_t at);
void uring_fsync(struct uring *ring, uint64_t tag, int file);
void uring_close(struct uring *ring, uint64_t tag, int file);
void uring_poll_in(struct uring *ring, uint64_t tag, int file);
void uring_link(struct uring *ring, uint64_t tag, int folder, const char *from, const char *to,
                int flags);
void uring_rename(struct uring *ring, uint64_t tag, int folder, const char *from, const char *to,
                  uint32_t flags);
void uring_unlink(struct uring *ring, uint64_t tag, int folder, const char *path);

// Completes at once, and does nothing.
void uring_nop(struct uring *ring, uint64_t tag);

// Hands what was prepared to the kernel and waits for a completion, no longer than so many
// nanoseconds, or for ever if negative. Returns 0, or an errno negated: -ETIME, -EINTR, ....
int uring_submit_and_wait(struct uring *ring, int64_t nanoseconds);

// Takes back the last call that was prepared and that the kernel has not taken. Returns whether there
// was one. For a ring to which nothing is submitted any more: the kernel may see what was taken back.
int uring_withdraw(struct uring *ring, uint64_t *tag);

// Takes a completion that is there already. Returns whether there was one.
int uring_next(struct uring *ring, struct uring_completion *completion);

#endif
