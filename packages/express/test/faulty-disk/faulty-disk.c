// Makes the disk below one folder slow or faulty, for one process. Loaded with LD_PRELOAD; built by faulty-disk.ts.
//
//   FAULTY_DISK_ROOT     the folder
//   FAULTY_DISK_CONTROL  a file of int32 (struct control)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static volatile struct control {
  int32_t sync_ms;     // each sync takes so long
  int32_t fail_syncs;  // so many syncs fail with EIO
  int32_t read_errno;  // unless 0, every read fails with it
  int32_t write_errno; // unless 0, every write fails with it
  int32_t short_write; // unless 0, every write writes half, and the rest fails with ENOSPC
  int32_t fail_checkpoints; // so many syncs of the database itself fail with EIO
} *control;
static char root[PATH_MAX];

__attribute__((constructor)) static void start(void) {
  const char *file = getenv("FAULTY_DISK_CONTROL"), *folder = getenv("FAULTY_DISK_ROOT");
  if (!file || !folder) return;
  int fd = open(file, O_RDWR | O_CLOEXEC);
  void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (fd < 0 || mapped == MAP_FAILED) _exit(70);
  control = mapped;
  snprintf(root, sizeof root, "%s/", folder);
}

enum { ELSEWHERE, DATABASE, OTHER };

static int kind_of(int fd) {
  if (!control) return ELSEWHERE;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return ELSEWHERE;
  path[length] = 0;
  if (strncmp(path, root, strlen(root)) != 0) return ELSEWHERE;
  const char *end = strrchr(path, '.');
  return end && strcmp(end, ".sqlite") == 0 ? DATABASE : OTHER;
}
#define watched(fd) (kind_of(fd) != ELSEWHERE)

static int take(volatile int32_t *left) {
  if (*left <= 0) return 0;
  __atomic_sub_fetch(left, 1, __ATOMIC_SEQ_CST);
  return 1;
}

static int fail(int error) {
  errno = error;
  return -1;
}

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define SYNC(name) \
  int name(int fd) { \
    REAL(int, #name, int); \
    int kind = kind_of(fd); \
    if (kind == ELSEWHERE) return real(fd); \
    struct timespec wait = {control->sync_ms / 1000, control->sync_ms % 1000 * 1000000L}; \
    nanosleep(&wait, NULL); \
    int failing = take(&control->fail_syncs) || (kind == DATABASE && take(&control->fail_checkpoints)); \
    return failing ? fail(EIO) : real(fd); \
  }
SYNC(fsync)
SYNC(fdatasync)

#define READ(name, offset) \
  ssize_t name(int fd, void *data, size_t size, offset at) { \
    REAL(ssize_t, #name, int, void *, size_t, offset); \
    if (control && control->read_errno && watched(fd)) return fail(control->read_errno); \
    return real(fd, data, size, at); \
  }
READ(pread, off_t)
READ(pread64, off64_t)

#define WRITE(name, offset) \
  ssize_t name(int fd, const void *data, size_t size, offset at) { \
    REAL(ssize_t, #name, int, const void *, size_t, offset); \
    if (control && watched(fd)) { \
      if (control->write_errno) return fail(control->write_errno); \
      if (control->short_write) return size > 1 ? real(fd, data, size / 2, at) : fail(ENOSPC); \
    } \
    return real(fd, data, size, at); \
  }
WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)
