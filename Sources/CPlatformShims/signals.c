#define _GNU_SOURCE
#include "CPlatformShims.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

// Everything that the handler touches is lock-free, and write(2) is async-signal-safe.
static _Atomic unsigned int counts[64];
static _Atomic int wake_up = -1;
static const int stops[] = {SIGINT, SIGTERM, SIGHUP};
static _Atomic unsigned int arrived;
static _Atomic unsigned int patience;
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "the handler needs lock-free counters");

static int handle(int signal, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  return sigaction(signal, &action, NULL);
}

static void count_signal(int signal) {
  int saved = errno;
  atomic_fetch_add(&counts[signal & 63], 1);
  int descriptor = atomic_load(&wake_up);
  uint64_t one = 1;
  // A full counter is as readable as a fresh one, so a failure here changes nothing.
  if (descriptor >= 0 && write(descriptor, &one, sizeof one) < 0) errno = 0;
  // Here and not where counts are looked at: every thread may be stuck in a write that nobody reads.
  // The signal that is raised is held back until this handler returns, and then ends the process.
  unsigned int most = atomic_load(&patience);
  if (atomic_fetch_add(&arrived, 1) + 1 >= most && most > 0 && handle(signal, SIG_DFL) == 0)
    raise(signal);
  errno = saved;
}

int platform_install_stop_signals(unsigned int fatal) {
  atomic_store(&patience, fatal);
  int descriptor = atomic_load(&wake_up);
  if (descriptor < 0) {
    descriptor = platform_eventfd();
    if (descriptor < 0) return -1;
    atomic_store(&wake_up, descriptor);
  }
  for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
    // A batch started by nohup(1) outlives its terminal. (SIGINT is another matter: scripts start
    // every background job with it ignored, and then send it.)
    struct sigaction before;
    if (stops[i] == SIGHUP && sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler == SIG_IGN)
      continue;
    if (handle(stops[i], count_signal) != 0) return -1;
  }
  return descriptor;
}

void platform_release_stop_signals(void) {
  for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
    struct sigaction now;
    if (sigaction(stops[i], NULL, &now) == 0 && now.sa_handler == count_signal)
      handle(stops[i], SIG_DFL);
  }
}

unsigned int platform_signal_count(int signal) { return atomic_load(&counts[signal & 63]); }

int platform_ignore_signal(int signal) { return handle(signal, SIG_IGN); }

int platform_default_signal(int signal) { return handle(signal, SIG_DFL); }
