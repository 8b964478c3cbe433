#define _GNU_SOURCE
#include "CPlatformShims.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/perf_event.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

const int platform_O_TMPFILE = O_TMPFILE;
const int platform_O_PATH = O_PATH;
const unsigned int platform_RENAME_NOREPLACE = RENAME_NOREPLACE;

int platform_syncfs(int descriptor) { return syncfs(descriptor); }

int platform_renameat2(int folder, const char *from, const char *to, unsigned int flags) {
  return renameat2(folder, from, folder, to, flags);
}

int platform_enter(int folder, const char *path, int beneath) {
  struct open_how how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC};
  if (beneath) how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

int platform_enter_one(int folder, const char *name) {
  return openat(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int platform_memfd_create(const char *name) {
  return memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

int platform_fix_size(int descriptor) {
  return fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
}

int platform_has_fixed_size(int descriptor) {
  int seals = fcntl(descriptor, F_GET_SEALS);
  return seals >= 0 && (seals & F_SEAL_SHRINK) != 0;
}

int platform_stat(const char *path, int descriptor, int follow, struct platform_stat *result) {
  struct stat found;
  // glibc asks for a descriptor's status by way of a call that could look at any path, which a
  // sandbox must not allow; on 64-bit machines the kernel's structure is libc's.
  int status = path == NULL ? (int)syscall(SYS_fstat, descriptor, &found)
                            : fstatat(AT_FDCWD, path, &found, follow ? 0 : AT_SYMLINK_NOFOLLOW);
  if (status != 0) return -1;
  result->size = found.st_size;
  result->modified = (int64_t)found.st_mtim.tv_sec * 1000000000 + found.st_mtim.tv_nsec;
  result->device = found.st_dev;
  result->inode = found.st_ino;
  result->links = found.st_nlink;
  result->mode = found.st_mode;
  return 0;
}

const char *platform_readdir(void *directory, unsigned char *type) {
  errno = 0;
  struct dirent *entry = readdir(directory);
  if (entry == NULL) return NULL;
  *type = entry->d_type;
  return entry->d_name;
}

void *platform_fdopendir(int descriptor) { return fdopendir(descriptor); }

int platform_closedir(void *directory) { return closedir(directory); }

int platform_set_thread_name(const char *name) {
  return prctl(PR_SET_NAME, (unsigned long)name, 0, 0, 0);
}

int platform_set_parent_death_signal(int signal) {
  return prctl(PR_SET_PDEATHSIG, (unsigned long)signal, 0, 0, 0);
}

int platform_pidfd_open(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int platform_affinity_count(void) {
  // A machine may have more CPUs than the fixed cpu_set_t holds; EINVAL then asks for more room.
  for (int cpus = 1024; cpus <= 1024 * 1024; cpus *= 4) {
    cpu_set_t *set = CPU_ALLOC(cpus);
    if (set == NULL) return -1;
    size_t size = CPU_ALLOC_SIZE(cpus);
    int status = sched_getaffinity(0, size, set);
    int count = status == 0 ? CPU_COUNT_S(size, set) : -1;
    CPU_FREE(set);
    if (status == 0 || errno != EINVAL) return count;
  }
  return -1;
}

int platform_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int platform_bump(int counter) { return eventfd_write(counter, 1); }

int platform_reset(int counter) {
  eventfd_t value;
  return eventfd_read(counter, &value);
}

int platform_thread_id(void) { return (int)syscall(SYS_gettid); }

int platform_open_counter(int which, int user_only) {
  static const uint64_t events[] = {PERF_COUNT_HW_CPU_CYCLES, PERF_COUNT_HW_INSTRUCTIONS,
                                    PERF_COUNT_HW_CACHE_MISSES};
  struct perf_event_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = events[which];
  attributes.inherit = 1;
  attributes.exclude_kernel = user_only != 0;
  attributes.exclude_hv = 1;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

int platform_read_counter(int counter, uint64_t *count, uint64_t *wanted, uint64_t *ran) {
  uint64_t values[3];
  if (read(counter, values, sizeof values) != (ssize_t)sizeof values) return -1;
  *count = values[0];
  *wanted = values[1];
  *ran = values[2];
  return 0;
}

ssize_t platform_send_descriptor(int socket, int passed) {
  char byte = 'd';
  struct iovec data = {.iov_base = &byte, .iov_len = 1};
  _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {0};
  struct msghdr message = {.msg_iov = &data,
                           .msg_iovlen = 1,
                           .msg_control = control,
                           .msg_controllen = sizeof control};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &passed, sizeof(int));
  return sendmsg(socket, &message, MSG_NOSIGNAL);
}

ssize_t platform_receive_descriptor(int socket, int *passed) {
  char byte;
  struct iovec data = {.iov_base = &byte, .iov_len = 1};
  _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  // Room for one, where the padding behind it would have let in a second.
  struct msghdr message = {.msg_iov = &data,
                           .msg_iovlen = 1,
                           .msg_control = control,
                           .msg_controllen = CMSG_LEN(sizeof(int))};
  *passed = -1;
  ssize_t received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (received <= 0) return received;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN(sizeof(int)))
    memcpy(passed, CMSG_DATA(header), sizeof(int));
  if (!(message.msg_flags & MSG_CTRUNC)) return received;
  if (*passed < 0) {
    // One was sent that this process may not have.
    errno = EMFILE;
    return -1;
  }
  // More than one was sent: not by us.
  close(*passed);
  *passed = -1;
  return received;
}

int platform_terminal_width(int descriptor) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
  return size.ws_col;
}

static _Thread_local void *thread_pointer;
void *platform_thread_pointer(void) { return thread_pointer; }
void platform_set_thread_pointer(void *pointer) { thread_pointer = pointer; }

void platform_keep_freed_memory(int most) {
#if defined(__GLIBC__)
  // The largest value that glibc accepts here.
  const int largest = 32 << 20;
  // Blocks that are large beside that go back to the kernel when they are freed; and so do smaller ones
  // once there is as much of them.
  mallopt(M_MMAP_THRESHOLD, most / 4 < largest ? most / 4 : largest);
  mallopt(M_TRIM_THRESHOLD, most);
#else
  (void)most;
#endif
}
