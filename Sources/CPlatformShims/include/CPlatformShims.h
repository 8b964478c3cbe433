// Linux calls that Swift's Glibc does not offer (GNU extensions, variadic functions, macros) and
// the little that has to be C: a thread-local pointer and a signal handler.
//
// Calls return what the libc function of the same name returns: -1 with errno set on failure.
#ifndef TRIPTYCH_PLATFORM_SHIMS_H
#define TRIPTYCH_PLATFORM_SHIMS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Files.
extern const int platform_O_TMPFILE;
extern const int platform_O_PATH;
extern const unsigned int platform_RENAME_NOREPLACE;
int platform_syncfs(int descriptor);
// Names are relative to `folder`, a descriptor or AT_FDCWD.
int platform_renameat2(int folder, const char *from, const char *to, unsigned int flags);
// A descriptor of the folder, for work with what is in it (O_PATH). `beneath`: no part of the path may
// lead out of `folder`, nor be a symbolic link.
int platform_enter(int folder, const char *path, int beneath);
// As above without openat2(2) (Linux 5.6): one name, which may not be a symbolic link.
int platform_enter_one(int folder, const char *name);
int platform_memfd_create(const char *name);
// Whoever maps memory that somebody else can shrink dies of it (SIGBUS). Fixes the size for good, and
// says whether it is.
int platform_fix_size(int descriptor);
int platform_has_fixed_size(int descriptor);

// What a file is. Times in nanoseconds since 1970.
struct platform_stat {
  int64_t size;
  int64_t modified;
  uint64_t device;
  uint64_t inode;
  uint64_t links;
  uint32_t mode;
};
// With a path: of that path, following links if `follow`. Without: of the descriptor.
int platform_stat(const char *path, int descriptor, int follow, struct platform_stat *result);

// One entry of a directory opened by fdopendir(3): its name, which lives until the next call, and
// its d_type; null at the end (errno 0) and on failure (errno set).
const char *platform_readdir(void *directory, unsigned char *type);
void *platform_fdopendir(int descriptor);
int platform_closedir(void *directory);

// Threads and processes.
int platform_set_thread_name(const char *name);
int platform_set_parent_death_signal(int signal);
// A descriptor that becomes readable when the process ends (Linux 5.3).
int platform_pidfd_open(int process);
// CPUs the calling thread may run on, or -1.
int platform_affinity_count(void);
int platform_eventfd(void);
// Adds one to an eventfd; sets it back to 0.
int platform_bump(int counter);
int platform_reset(int counter);

// The number of the calling thread.
int platform_thread_id(void);

// A counter of the processor for the calling thread and every thread and process that comes of it,
// running from now on. 0 cycles, 1 instructions, 2 cache misses. Returns a descriptor or -1.
int platform_open_counter(int which, int user_only);
// What it counted, and for how many nanoseconds it was wanted and really ran. 0, or -1.
int platform_read_counter(int counter, uint64_t *count, uint64_t *wanted, uint64_t *ran);

// Tells malloc to keep what is freed for what is asked for next, so many bytes a thread, as far as it is
// one that listens.
void platform_keep_freed_memory(int most);

// Sockets: one byte of data and, with it, one descriptor. Receiving sets *passed to -1 where none
// came, and returns 0 when the peer has gone.
ssize_t platform_send_descriptor(int socket, int passed);
ssize_t platform_receive_descriptor(int socket, int *passed);

// What a process gives up for good. All of it is inherited by threads started later and by children.
// Whether the address or thread sanitizer is built in, which need more than a sandbox allows.
extern const int platform_is_sanitized;
int platform_no_new_privileges(void);
// Closes descriptors `first` to `last` (Linux 5.9).
int platform_close_range(unsigned int first, unsigned int last);

// Landlock's version, counted from 1, or -1.
int platform_landlock_version(void);
// Rules that forbid everything which that version can forbid: a descriptor, or -1.
int platform_landlock_create(int version);
// Allows the rights for a file, or for all that is beneath a folder, of which `beneath` is a
// descriptor.
int platform_landlock_allow(int ruleset, int beneath, uint64_t rights);
extern const uint64_t platform_landlock_read;
extern const uint64_t platform_landlock_write;
// Subjects the calling thread to the rules.
int platform_landlock_restrict(int ruleset);

// System calls by what they are needed for.
enum {
  PLATFORM_CALLS_ALWAYS = 1,
  PLATFORM_CALLS_FILES = 2,
  PLATFORM_CALLS_SHARED_MEMORY = 4,
  PLATFORM_CALLS_RING = 8,
};
// Leaves all threads of the process the calls of these groups, and no others. New programs,
// processes and sockets, and other calls that only an intruder makes, kill the process (SIGSYS);
// the rest fail with ENOSYS. No memory can be made executable any more.
int platform_seccomp(unsigned int groups);

// Asks for an io_uring, to see whether one could be had: -1, as a rule for want of its parameters.
int platform_ring_setup(void);

// Columns of the terminal behind a descriptor, or -1.
int platform_terminal_width(int descriptor);

// One pointer per thread: the fault plan that its system calls obey.
void *platform_thread_pointer(void);
void platform_set_thread_pointer(void *pointer);

// A count that this process shares with those forked from it: an integer of eight bytes, in the
// machine's order, at the beginning of a file. Opening maps it: 0, or -1. Adding needs no system call,
// which a sandbox might forbid, and does nothing where none is open.
int platform_tally_open(const char *path);
void platform_tally_add(void);

// Counting signal handlers. Installing returns a descriptor that becomes readable with the first
// signal and stays so, or -1. Counts are of the signals that arrived since; of all kinds together, the
// `fatal`th ends the process as if it were not handled, and so do those behind it; 0 is never.
int platform_install_stop_signals(unsigned int fatal);
// Lets signals that are counted end the process again. One that was ignored before stays so.
void platform_release_stop_signals(void);
unsigned int platform_signal_count(int signal);
int platform_ignore_signal(int signal);
int platform_default_signal(int signal);

#endif
