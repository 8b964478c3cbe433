#define _GNU_SOURCE
#include "CPlatformShims.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
const int platform_is_sanitized = 1;
#else
const int platform_is_sanitized = 0;
#endif

int platform_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

int platform_close_range(unsigned int first, unsigned int last) {
#ifdef SYS_close_range
  return (int)syscall(SYS_close_range, first, last, 0);
#else
  errno = ENOSYS;
  return -1;
#endif
}

int platform_ring_setup(void) { return (int)syscall(SYS_io_uring_setup, 1, NULL); }

// Landlock. The kernel's own header is older than the kernel on many machines, so what is needed of
// <linux/landlock.h> stands here.
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

enum { // LANDLOCK_ACCESS_FS_*
  WRITE_FILE = 1 << 1, READ_FILE = 1 << 2, READ_DIR = 1 << 3, REMOVE_FILE = 1 << 5,
  MAKE_REG = 1 << 8, REFER = 1 << 13, TRUNCATE = 1 << 14, IOCTL_DEV = 1 << 15
};
const uint64_t platform_landlock_read = READ_FILE;
// To make files in a folder, name, sync and remove them there; not to read any, nor to carry any
// from one folder to another.
const uint64_t platform_landlock_write = WRITE_FILE | READ_DIR | REMOVE_FILE | MAKE_REG;

struct ruleset {
  uint64_t files, network, scopes;
};
struct path_rule {
  uint64_t allowed;
  int32_t beneath;
} __attribute__((packed));

int platform_landlock_version(void) {
  return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
}

int platform_landlock_create(int version) {
  struct ruleset all = {.files = REFER - 1, .network = 0, .scopes = 0};
  if (version >= 2) all.files |= REFER;
  if (version >= 3) all.files |= TRUNCATE;
  // TCP: neither bind nor connect. Then abstract sockets and signals of whoever is outside.
  if (version >= 4) all.network = 3;
  if (version >= 5) all.files |= IOCTL_DEV;
  if (version >= 6) all.scopes = 3;
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  return (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
}

int platform_landlock_allow(int ruleset, int beneath, uint64_t rights) {
  struct path_rule rule = {.allowed = rights, .beneath = beneath};
  return (int)syscall(SYS_landlock_add_rule, ruleset, 1, &rule, 0);
}

int platform_landlock_restrict(int ruleset) {
  return (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
}

// seccomp. Calls by what they are needed for. Calls that an architecture lacks are left out.
#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

static const struct {
  unsigned int group;
  int number;
} allowed[] = {
    // Memory. Making memory executable is looked at apart.
    {PLATFORM_CALLS_ALWAYS, SYS_munmap},
    {PLATFORM_CALLS_ALWAYS, SYS_mremap},
    {PLATFORM_CALLS_ALWAYS, SYS_madvise},
    {PLATFORM_CALLS_ALWAYS, SYS_brk},
    // Threads that are there already, and time.
    {PLATFORM_CALLS_ALWAYS, SYS_futex},
    {PLATFORM_CALLS_ALWAYS, SYS_sched_yield},
    {PLATFORM_CALLS_ALWAYS, SYS_sched_getaffinity},
    {PLATFORM_CALLS_ALWAYS, SYS_getcpu},
    {PLATFORM_CALLS_ALWAYS, SYS_membarrier},
    {PLATFORM_CALLS_ALWAYS, SYS_set_robust_list},
#ifdef SYS_rseq
    {PLATFORM_CALLS_ALWAYS, SYS_rseq},
#endif
    {PLATFORM_CALLS_ALWAYS, SYS_getpid},
    {PLATFORM_CALLS_ALWAYS, SYS_gettid},
    {PLATFORM_CALLS_ALWAYS, SYS_exit},
    {PLATFORM_CALLS_ALWAYS, SYS_exit_group},
    {PLATFORM_CALLS_ALWAYS, SYS_clock_gettime},
    {PLATFORM_CALLS_ALWAYS, SYS_clock_nanosleep},
    {PLATFORM_CALLS_ALWAYS, SYS_nanosleep},
    {PLATFORM_CALLS_ALWAYS, SYS_gettimeofday},
    {PLATFORM_CALLS_ALWAYS, SYS_getrandom},
    {PLATFORM_CALLS_ALWAYS, SYS_restart_syscall},
    // Signals to oneself: a crash has to be able to crash.
    {PLATFORM_CALLS_ALWAYS, SYS_rt_sigreturn},
    {PLATFORM_CALLS_ALWAYS, SYS_rt_sigprocmask},
    {PLATFORM_CALLS_ALWAYS, SYS_rt_sigaction},
    {PLATFORM_CALLS_ALWAYS, SYS_sigaltstack},
    // Descriptors that are open already: the socket, event counters, standard error.
    {PLATFORM_CALLS_ALWAYS, SYS_read},
    {PLATFORM_CALLS_ALWAYS, SYS_write},
    {PLATFORM_CALLS_ALWAYS, SYS_writev},
    {PLATFORM_CALLS_ALWAYS, SYS_pread64},
    {PLATFORM_CALLS_ALWAYS, SYS_close},
    {PLATFORM_CALLS_ALWAYS, SYS_fstat},
#ifdef SYS_poll
    {PLATFORM_CALLS_ALWAYS, SYS_poll},
#endif
    {PLATFORM_CALLS_ALWAYS, SYS_ppoll},
    {PLATFORM_CALLS_ALWAYS, SYS_sendto},
    {PLATFORM_CALLS_ALWAYS, SYS_recvfrom},
    {PLATFORM_CALLS_ALWAYS, SYS_sendmsg},
    {PLATFORM_CALLS_ALWAYS, SYS_recvmsg},
    {PLATFORM_CALLS_ALWAYS, SYS_shutdown},
    // Memory that another process maps.
    {PLATFORM_CALLS_SHARED_MEMORY, SYS_memfd_create},
    {PLATFORM_CALLS_SHARED_MEMORY, SYS_ftruncate},
    // Files by name, as far as the file system's own rules and Landlock go.
    {PLATFORM_CALLS_FILES, SYS_openat},
    {PLATFORM_CALLS_FILES, SYS_pwrite64},
    {PLATFORM_CALLS_FILES, SYS_fsync},
    {PLATFORM_CALLS_FILES, SYS_linkat},
    {PLATFORM_CALLS_FILES, SYS_renameat2},
    {PLATFORM_CALLS_FILES, SYS_unlinkat},
#ifdef SYS_renameat
    // What libc takes where no flag is given.
    {PLATFORM_CALLS_FILES, SYS_renameat},
#endif
#ifdef SYS_openat2
    {PLATFORM_CALLS_FILES, SYS_openat2},
#endif
#ifdef SYS_unlink
    {PLATFORM_CALLS_FILES, SYS_unlink},
#endif
    // A ring that is there already.
    {PLATFORM_CALLS_RING, SYS_io_uring_enter},
};

// Nobody honest comes near these, so whoever does is made to stop.
static const int telling[] = {
    SYS_execve, SYS_execveat, SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen,
    SYS_accept, SYS_accept4, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill,
    SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_mount, SYS_umount2, SYS_pivot_root,
    SYS_chroot, SYS_unshare, SYS_setns, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_keyctl,
    SYS_add_key, SYS_request_key, SYS_open_by_handle_at, SYS_io_uring_setup, SYS_setuid,
    SYS_setgid, SYS_setresuid, SYS_setresgid, SYS_setreuid, SYS_setregid, SYS_capset,
#ifdef SYS_fork
    SYS_fork, SYS_vfork,
#endif
#ifdef SYS_pidfd_getfd
    SYS_pidfd_getfd,
#endif
};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define EQUALS(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no))
#define HAS(bits, yes, no) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), (yes), (no))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (action))
// As a kernel without the call answers: libraries have another way then, and none after EPERM.
#define ABSENT (SECCOMP_RET_ERRNO | ENOSYS)

int platform_seccomp(unsigned int groups) {
#ifndef ARCHITECTURE
  (void)groups;
  errno = ENOSYS;
  return -1;
#else
  struct sock_filter code[2 * (COUNT(allowed) + COUNT(telling)) + 40];
  size_t length = 0;
#define PUT(...) code[length++] = (struct sock_filter)__VA_ARGS__
  PUT(LOAD(arch));
  PUT(EQUALS(ARCHITECTURE, 1, 0));
  PUT(ANSWER(SECCOMP_RET_KILL_PROCESS));
  PUT(LOAD(nr));
#ifdef __x86_64__
  // The x32 names of the same calls.
  PUT(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
  PUT(ANSWER(SECCOMP_RET_KILL_PROCESS));
#endif
  // Each of these ends in an answer, or is jumped over whole. The arguments' low halves are looked
  // at, as both architectures are little-endian.
  const int mapping[] = {SYS_mmap, SYS_mprotect};
  for (size_t i = 0; i < COUNT(mapping); i++) {
    PUT(EQUALS(mapping[i], 0, 4));
    PUT(LOAD(args[2]));
    PUT(HAS(PROT_EXEC, 0, 1));
    PUT(ANSWER(SECCOMP_RET_ERRNO | EPERM));
    PUT(ANSWER(SECCOMP_RET_ALLOW));
  }
  PUT(EQUALS(SYS_tgkill, 0, 4));
  PUT(LOAD(args[0]));
  PUT(EQUALS((unsigned int)getpid(), 0, 1));
  PUT(ANSWER(SECCOMP_RET_ALLOW));
  PUT(ANSWER(SECCOMP_RET_KILL_PROCESS));
  // A thread may fail to start; a process shall not. clone3 keeps its flags where no filter sees
  // them: it is absent, and libraries then take clone.
  PUT(EQUALS(SYS_clone, 0, 4));
  PUT(LOAD(args[0]));
  PUT(HAS(CLONE_THREAD, 0, 1));
  PUT(ANSWER(ABSENT));
  PUT(ANSWER(SECCOMP_RET_KILL_PROCESS));
  // Seals of shared memory, and nothing else: a descriptor's owner could be made anybody, and its
  // signal one that kills.
  if ((groups & PLATFORM_CALLS_SHARED_MEMORY) != 0) {
    PUT(EQUALS(SYS_fcntl, 0, 5));
    PUT(LOAD(args[1]));
    PUT(EQUALS(F_ADD_SEALS, 1, 0));
    PUT(EQUALS(F_GET_SEALS, 0, 1));
    PUT(ANSWER(SECCOMP_RET_ALLOW));
    PUT(ANSWER(ABSENT));
  }
  for (size_t i = 0; i < COUNT(allowed); i++) {
    if ((allowed[i].group & groups) == 0) continue;
    PUT(EQUALS((unsigned int)allowed[i].number, 0, 1));
    PUT(ANSWER(SECCOMP_RET_ALLOW));
  }
  for (size_t i = 0; i < COUNT(telling); i++) {
    PUT(EQUALS((unsigned int)telling[i], 0, 1));
    PUT(ANSWER(SECCOMP_RET_KILL_PROCESS));
  }
  PUT(ANSWER(ABSENT));
  struct sock_fprog program = {.len = (unsigned short)length, .filter = code};
  long status = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
  if (status > 0) {
    // The number of a thread that already has a filter of its own.
    errno = EBUSY;
    return -1;
  }
  return (int)status;
#endif
}
