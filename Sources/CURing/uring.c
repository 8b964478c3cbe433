#define _GNU_SOURCE
#include "CURing.h"

#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct uring {
  struct io_uring ring;
  unsigned char supported[URING_CALLS];
};

static const int opcodes[URING_CALLS] = {
    [URING_OPEN] = IORING_OP_OPENAT,   [URING_READ] = IORING_OP_READ,
    [URING_WRITE] = IORING_OP_WRITE,   [URING_FSYNC] = IORING_OP_FSYNC,
    [URING_CLOSE] = IORING_OP_CLOSE,   [URING_POLL] = IORING_OP_POLL_ADD,
    [URING_LINK] = IORING_OP_LINKAT,   [URING_RENAME] = IORING_OP_RENAMEAT,
    [URING_UNLINK] = IORING_OP_UNLINKAT, [URING_ENTER] = IORING_OP_OPENAT2,
};

// Confines the ring to the calls that are prepared here, for good: it could do anything that its
// process may do by system calls, and no filter of those sees what goes through a ring.
static int confine(struct io_uring *ring) {
  struct io_uring_restriction allowed[URING_CALLS + 1];
  memset(allowed, 0, sizeof allowed);
  for (int call = 0; call <= URING_CALLS; call++) {
    allowed[call].opcode = IORING_RESTRICTION_SQE_OP;
    // liburing's own timeouts, on kernels that cannot wait for so long only.
    allowed[call].sqe_op = call < URING_CALLS ? opcodes[call] : IORING_OP_TIMEOUT;
  }
  // By themselves, since some builds of liburing declare these two calls and leave them out.
  if (syscall(SYS_io_uring_register, ring->ring_fd, IORING_REGISTER_RESTRICTIONS, allowed,
              URING_CALLS + 1) != 0)
    return -errno;
  if (syscall(SYS_io_uring_register, ring->ring_fd, IORING_REGISTER_ENABLE_RINGS, NULL, 0) != 0)
    return -errno;
  return 0;
}

struct uring *uring_create(unsigned int entries, int *error) {
  struct uring *made = calloc(1, sizeof *made);
  if (made == NULL) {
    *error = ENOMEM;
    return NULL;
  }
  int status = io_uring_queue_init(entries, &made->ring, IORING_SETUP_R_DISABLED);
  // Before Linux 5.10 there is no confining a ring.
  int confinable = status != -EINVAL;
  if (!confinable) status = io_uring_queue_init(entries, &made->ring, 0);
  if (status != 0) {
    *error = -status;
    free(made);
    return NULL;
  }
  // Kernels too old to answer have none of the calls needed.
  struct io_uring_probe *probe = io_uring_get_probe_ring(&made->ring);
  for (int call = 0; call < URING_CALLS; call++)
    made->supported[call] = probe != NULL && io_uring_opcode_supported(probe, opcodes[call]);
  if (probe != NULL) io_uring_free_probe(probe);
  if (confinable && (status = confine(&made->ring)) != 0) {
    *error = -status;
    uring_destroy(made);
    return NULL;
  }
  return made;
}

void uring_destroy(struct uring *ring) {
  io_uring_queue_exit(&ring->ring);
  free(ring);
}

int uring_supports(const struct uring *ring, enum uring_call call) { return ring->supported[call]; }

// An entry to prepare. If the queue is full of entries that the kernel has not looked at, it looks
// now; the caller never has more in the ring than it was made for, so this ends.
static struct io_uring_sqe *entry(struct uring *ring) {
  struct io_uring_sqe *free;
  while ((free = io_uring_get_sqe(&ring->ring)) == NULL) io_uring_submit(&ring->ring);
  return free;
}

void uring_open(struct uring *ring, uint64_t tag, int folder, const char *path, int flags,
                uint32_t mode) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_openat(sqe, folder, path, flags, mode);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_enter(struct uring *ring, uint64_t tag, int folder, const char *path, int beneath) {
  // The kernel does not write to it, and it lives for ever.
  static struct open_how hows[] = {
      {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC},
      {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS},
  };
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_openat2(sqe, folder, path, &hows[beneath != 0]);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_read(struct uring *ring, uint64_t tag, int file, void *to, uint32_t count,
                uint64_t at) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_read(sqe, file, to, count, at);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_write(struct uring *ring, uint64_t tag, int file, const void *from, uint32_t count,
                 uint64_t at) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_write(sqe, file, from, count, at);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_fsync(struct uring *ring, uint64_t tag, int file) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_fsync(sqe, file, 0);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_close(struct uring *ring, uint64_t tag, int file) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_close(sqe, file);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_poll_in(struct uring *ring, uint64_t tag, int file) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_poll_add(sqe, file, POLLIN);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_link(struct uring *ring, uint64_t tag, int folder, const char *from, const char *to,
                int flags) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_linkat(sqe, folder, from, folder, to, flags);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_rename(struct uring *ring, uint64_t tag, int folder, const char *from, const char *to,
                  uint32_t flags) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_renameat(sqe, folder, from, folder, to, flags);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_unlink(struct uring *ring, uint64_t tag, int folder, const char *path) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_unlinkat(sqe, folder, path, 0);
  io_uring_sqe_set_data64(sqe, tag);
}

void uring_nop(struct uring *ring, uint64_t tag) {
  struct io_uring_sqe *sqe = entry(ring);
  io_uring_prep_nop(sqe);
  io_uring_sqe_set_data64(sqe, tag);
}

int uring_submit_and_wait(struct uring *ring, int64_t nanoseconds) {
  struct io_uring_cqe *first;
  struct __kernel_timespec time = {.tv_sec = nanoseconds / 1000000000,
                                   .tv_nsec = nanoseconds % 1000000000};
  int status = io_uring_submit_and_wait_timeout(&ring->ring, &first, 1,
                                                nanoseconds < 0 ? NULL : &time, NULL);
  return status < 0 ? status : 0;
}

int uring_withdraw(struct uring *ring, uint64_t *tag) {
  struct io_uring_sq *queue = &ring->ring.sq;
  if (io_uring_sq_ready(&ring->ring) == 0) return 0;
  queue->sqe_tail--;
  *tag = queue->sqes[queue->sqe_tail & queue->ring_mask].user_data;
  return 1;
}

int uring_next(struct uring *ring, struct uring_completion *completion) {
  struct io_uring_cqe *entry;
  if (io_uring_peek_cqe(&ring->ring, &entry) != 0) return 0;
  completion->tag = io_uring_cqe_get_data64(entry);
  completion->result = entry->res;
  io_uring_cqe_seen(&ring->ring, entry);
  return 1;
}
