// Records what a process does to the files below one folder, for check:power. Loaded with LD_PRELOAD; built by the check.
//
//   POWER_ROOT     the folder, absolute and without symbolic links
//   POWER_JOURNAL  a folder that gets one journal per process
//   POWER_CONTROL  a file of int32 that says which faults to inject (struct control)
//
// Every record is appended while one lock is held, together with the call that it describes, so the order of records is the
// order of effects. A sync has two records: what was written before the first is durable once the second is there. What
// is written to a socket and begins like an HTTP response is recorded too: from then on the caller may know it.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind {
  OPEN = 1, CLOSE, WRITE, TRUNCATE, SYNC_BEGIN, SYNC_END, RENAME, UNLINK, LINK, MKDIR, RMDIR, SENT, UNSUPPORTED
};

struct record {
  uint32_t length; // of all of it
  uint32_t kind;
  uint64_t at; // CLOCK_MONOTONIC, nanoseconds
  int32_t fd;
  int32_t result;
  uint64_t a, b;
  uint32_t length1, length2; // of what follows
};

enum sabotage { SOUND, NO_SYNC, NO_FOLDER_SYNC, FAILURE_SWALLOWED, EARLY_ANSWER };

struct control {
  int32_t sync_delay_us;
  int32_t fail_syncs; // so many writebacks fail with EIO
  int32_t fail_reads; // so many reads fail with EIO
  int32_t no_space;
  int32_t read_only;
  int32_t short_writes; // 1: half of each write; 2: and ENOSPC for the other half
  int32_t sabotage;
  int32_t injected; // counts the faults that were injected
};

enum { MOST_FDS = 65536, MOST_INODES = 4096, MOST_SENT = 2048 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int journal = -1;
static struct control idle, *control = &idle;
static uint64_t syncs;

// What is open. As in Linux, a failed writeback is reported once to each descriptor that was open then.
static struct { char kind; uint32_t reported; ino_t inode; } fds[MOST_FDS];
static struct { ino_t inode; uint32_t failures; } inodes[MOST_INODES];

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static ssize_t real_write(int fd, const void *data, size_t size) {
  REAL(ssize_t, "write", int, const void *, size_t);
  return real(fd, data, size);
}
static ssize_t real_pwrite(int fd, const void *data, size_t size, off64_t at) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  return real(fd, data, size, at);
}
static int real_open(const char *path, int flags, mode_t mode) {
  REAL(int, "open64", const char *, int, ...);
  return real(path, flags, mode);
}

__attribute__((constructor)) static void start(void) {
  const char *folder = getenv("POWER_JOURNAL"), *settings = getenv("POWER_CONTROL"), *watched = getenv("POWER_ROOT");
  if (!folder || !settings || !watched) return;
  char name[PATH_MAX];
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  snprintf(name, sizeof name, "%s/%012ld%09ld-%d.journal", folder, (long)now.tv_sec, now.tv_nsec, getpid());
  int settings_fd = real_open(settings, O_RDWR | O_CLOEXEC, 0);
  if (settings_fd >= 0) {
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, settings_fd, 0);
    if (mapped != MAP_FAILED) control = mapped;
  }
  journal = real_open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (journal < 0 || control == &idle) {
    fprintf(stderr, "recorder: cannot open the journal or the control file\n");
    _exit(70);
  }
  snprintf(root, sizeof root, "%s", watched);
  root_length = strlen(root);
}

static void record(enum kind kind, int fd, int result, uint64_t a, uint64_t b, const void *one, size_t length1,
                   const void *two, size_t length2) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  struct record head = {.length = sizeof head + length1 + length2, .kind = kind,
    .at = (uint64_t)now.tv_sec * 1000000000u + now.tv_nsec, .fd = fd, .result = result, .a = a, .b = b,
    .length1 = length1, .length2 = length2};
  struct iovec parts[] = {{&head, sizeof head}, {(void *)one, length1}, {(void *)two, length2}};
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  if (real(journal, parts, 3) != (ssize_t)head.length) {
    static const char message[] = "recorder: cannot write the journal\n";
    (void)!real_write(2, message, sizeof message - 1);
    _exit(70);
  }
}

static void record_path(enum kind kind, const char *path, uint64_t a) {
  record(kind, -1, 0, a, 0, path, strlen(path), NULL, 0);
}
static void unsupported(const char *what) {
  pthread_mutex_lock(&lock);
  record_path(UNSUPPORTED, what, 0);
  pthread_mutex_unlock(&lock);
}

// Whether a path is below the root, and the path as absolute.
static int watched(int folder, const char *path, char absolute[PATH_MAX]) {
  if (journal < 0 || !path) return 0;
  if (path[0] == '/') snprintf(absolute, PATH_MAX, "%s", path);
  else {
    char base[PATH_MAX] = "";
    if (folder == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) return 0;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      ssize_t length = readlink(link, base, sizeof base - 1);
      if (length < 0) return 0;
      base[length] = 0;
    }
    if (snprintf(absolute, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return 0;
  }
  size_t length = strlen(absolute);
  while (length > 1 && absolute[length - 1] == '/') absolute[--length] = 0;
  if (strncmp(absolute, root, root_length) || (absolute[root_length] && absolute[root_length] != '/')) return 0;
  // The index of a write-ahead log is rebuilt after a crash; nothing in it is durable.
  return length < 4 || strcmp(absolute + length - 4, "-shm");
}

static int is_watched_fd(int fd) { return fd >= 0 && fd < MOST_FDS && fds[fd].kind; }

static uint32_t *failures_of(ino_t inode) {
  for (size_t n = 0; n < MOST_INODES; n++) {
    size_t slot = (inode + n) % MOST_INODES;
    if (inodes[slot].inode == 0) inodes[slot].inode = inode;
    if (inodes[slot].inode == inode) return &inodes[slot].failures;
  }
  return &inodes[0].failures;
}

static int inject(int error) {
  __atomic_add_fetch(&control->injected, 1, __ATOMIC_RELAXED);
  errno = error;
  return -1;
}
static int take(int32_t *count) {
  int32_t left = __atomic_load_n(count, __ATOMIC_RELAXED);
  while (left > 0)
    if (__atomic_compare_exchange_n(count, &left, left - 1, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) return 1;
  return 0;
}
// The error that every change of a name meets now, or 0.
static int change_fault(int needs_room) {
  if (control->read_only) return EROFS;
  return needs_room && control->no_space ? ENOSPC : 0;
}

static int open_watched(const char *path, const char *given, int folder, int flags, mode_t mode) {
  REAL(int, "openat64", int, const char *, int, ...);
  int writes = (flags & O_ACCMODE) != O_RDONLY;
  pthread_mutex_lock(&lock);
  struct stat before;
  int existed = lstat(path, &before) == 0;
  if (flags & O_TMPFILE & ~O_DIRECTORY) record_path(UNSUPPORTED, "O_TMPFILE", 0);
  int fault = writes || (!existed && flags & O_CREAT) ? change_fault(!existed) : 0;
  int fd = fault ? inject(fault) : real(folder, given, flags, mode);
  if (fd >= 0 && fd < MOST_FDS) {
    struct stat now;
    fstat(fd, &now);
    if (!existed) *failures_of(now.st_ino) = 0;
    fds[fd].kind = 1;
    fds[fd].inode = now.st_ino;
    fds[fd].reported = *failures_of(now.st_ino);
    record(OPEN, fd, 0, flags, (existed ? 0 : 1) | (flags & O_TRUNC && writes ? 2 : 0), path, strlen(path), NULL, 0);
  }
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return fd;
}

static int any_open(int folder, const char *path, int flags, mode_t mode) {
  char absolute[PATH_MAX];
  if (watched(folder, path, absolute)) return open_watched(absolute, path, folder, flags, mode);
  REAL(int, "openat64", int, const char *, int, ...);
  int fd = real(folder, path, flags, mode);
  if (is_watched_fd(fd)) fds[fd].kind = 0;
  return fd;
}
#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & O_CREAT || ((flags) & O_TMPFILE) == O_TMPFILE) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  }
int open(const char *path, int flags, ...) { MODE(flags) return any_open(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return any_open(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return any_open(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return any_open(folder, path, flags, mode); }
int creat(const char *path, mode_t mode) { return any_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return any_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
  REAL(int, "close", int);
  if (!is_watched_fd(fd)) return real(fd);
  pthread_mutex_lock(&lock);
  fds[fd].kind = 0;
  record(CLOSE, fd, 0, 0, 0, NULL, 0, NULL, 0);
  int result = real(fd);
  pthread_mutex_unlock(&lock);
  return result;
}

// libuv closes files this way, and would copy them.
long syscall(long number, ...) {
  REAL(long, "syscall", long, ...);
  va_list rest;
  va_start(rest, number);
  long a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long);
  long d = va_arg(rest, long), e = va_arg(rest, long), f = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_close) return close((int)a);
  if (number == SYS_copy_file_range && is_watched_fd((int)c)) unsupported("copy_file_range");
  return real(number, a, b, c, d, e, f);
}

static void note_sent(const struct iovec *parts, int count) {
  if (journal < 0 || count < 1 || parts[0].iov_len < 7 || memcmp(parts[0].iov_base, "HTTP/1.", 7)) return;
  size_t length = parts[0].iov_len < MOST_SENT ? parts[0].iov_len : MOST_SENT;
  pthread_mutex_lock(&lock);
  record(SENT, -1, 0, 0, 0, parts[0].iov_base, length, NULL, 0);
  pthread_mutex_unlock(&lock);
}

static int sync_file(int fd, int data_only);

// Writes at an offset, or where the descriptor is if that is -1.
static ssize_t write_watched(int fd, const void *data, size_t size, off64_t at) {
  static int half_written;
  pthread_mutex_lock(&lock);
  ssize_t result = -1;
  int flags = fcntl(fd, F_GETFL), fault = change_fault(1);
  if (!fault && control->short_writes && size > 1) {
    half_written = !half_written;
    if (control->short_writes == 2 && !half_written) fault = ENOSPC;
    else {
      size -= size / 2;
      inject(0);
    }
  }
  if (fault) result = inject(fault);
  else {
    struct stat now;
    off64_t offset = at;
    if (flags & O_APPEND && fstat(fd, &now) == 0) offset = now.st_size;
    else if (at < 0) offset = lseek64(fd, 0, SEEK_CUR);
    result = at < 0 ? real_write(fd, data, size) : real_pwrite(fd, data, size, at);
    if (result > 0) record(WRITE, fd, 0, offset, 0, data, result, NULL, 0);
  }
  int error = errno;
  pthread_mutex_unlock(&lock);
  if (result > 0 && flags & (O_DSYNC | O_SYNC) && sync_file(fd, 1)) return -1;
  errno = error;
  return result;
}

ssize_t write(int fd, const void *data, size_t size) {
  if (is_watched_fd(fd)) return write_watched(fd, data, size, -1);
  struct iovec part = {(void *)data, size};
  note_sent(&part, 1);
  return real_write(fd, data, size);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  return is_watched_fd(fd) ? write_watched(fd, data, size, at) : real_pwrite(fd, data, size, at);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return pwrite64(fd, data, size, at); }

// A short write is allowed here, so one part at a time is right.
static ssize_t write_parts(int fd, const struct iovec *parts, int count, off64_t at) {
  ssize_t total = 0;
  for (int n = 0; n < count; n++) {
    if (parts[n].iov_len == 0) continue;
    ssize_t written = write_watched(fd, parts[n].iov_base, parts[n].iov_len, at < 0 ? at : at + total);
    if (written < 0) return total > 0 ? total : written;
    total += written;
    if ((size_t)written < parts[n].iov_len) break;
  }
  return total;
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (is_watched_fd(fd)) return write_parts(fd, parts, count, -1);
  note_sent(parts, count);
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  return real(fd, parts, count);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
  if (is_watched_fd(fd)) return write_parts(fd, parts, count, at);
  REAL(ssize_t, "pwritev64", int, const struct iovec *, int, off64_t);
  return real(fd, parts, count, at);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return pwritev64(fd, parts, count, at); }
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  note_sent(message->msg_iov, (int)message->msg_iovlen);
  REAL(ssize_t, "sendmsg", int, const struct msghdr *, int);
  return real(fd, message, flags);
}

#define READ(declaration, name, types, arguments) \
  ssize_t declaration { \
    REAL(ssize_t, name, types); \
    if (is_watched_fd(fd) && take(&control->fail_reads)) return inject(EIO); \
    return real arguments; \
  }
#define TYPES(...) __VA_ARGS__
READ(read(int fd, void *data, size_t size), "read", TYPES(int, void *, size_t), (fd, data, size))
READ(pread64(int fd, void *data, size_t size, off64_t at), "pread64", TYPES(int, void *, size_t, off64_t), (fd, data, size, at))
READ(pread(int fd, void *data, size_t size, off_t at), "pread64", TYPES(int, void *, size_t, off64_t), (fd, data, size, at))
READ(readv(int fd, const struct iovec *parts, int count), "readv", TYPES(int, const struct iovec *, int), (fd, parts, count))
READ(preadv64(int fd, const struct iovec *parts, int count, off64_t at), "preadv64", TYPES(int, const struct iovec *, int, off64_t), (fd, parts, count, at))

int ftruncate64(int fd, off64_t size) {
  REAL(int, "ftruncate64", int, off64_t);
  if (!is_watched_fd(fd)) return real(fd, size);
  pthread_mutex_lock(&lock);
  int fault = change_fault(0), result = fault ? inject(fault) : real(fd, size);
  if (result == 0) record(TRUNCATE, fd, 0, size, 0, NULL, 0, NULL, 0);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int truncate64(const char *path, off64_t size) {
  int fd = open64(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  int result = ftruncate64(fd, size), error = errno;
  close(fd);
  errno = error;
  return result;
}
int truncate(const char *path, off_t size) { return truncate64(path, size); }

struct late { int fd; uint64_t id; useconds_t delay; };
static void *end_late(void *argument) {
  struct late late = *(struct late *)argument;
  free(argument);
  usleep(late.delay);
  pthread_mutex_lock(&lock);
  record(SYNC_END, late.fd, 0, late.id, 0, NULL, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return NULL;
}

static int is_folder(int fd) {
  struct stat now;
  return fstat(fd, &now) == 0 && S_ISDIR(now.st_mode);
}

// There is no sync of the system: the model decides what was on the disk, and the folder may lie in memory.
static int sync_file(int fd, int data_only) {
  int sabotage = control->sabotage;
  if (sabotage == NO_SYNC || (sabotage == NO_FOLDER_SYNC && is_folder(fd))) return 0;
  useconds_t delay = control->sync_delay_us;
  pthread_mutex_lock(&lock);
  uint64_t id = ++syncs;
  record(SYNC_BEGIN, fd, 0, id, data_only, NULL, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  if (sabotage == EARLY_ANSWER) {
    struct late *late = malloc(sizeof *late);
    *late = (struct late){fd, id, delay + 3000};
    pthread_t thread;
    if (pthread_create(&thread, NULL, end_late, late) == 0) pthread_detach(thread);
    return 0;
  }
  if (delay > 0) usleep(delay);
  pthread_mutex_lock(&lock);
  uint32_t *failures = failures_of(fds[fd].inode);
  int lost = take(&control->fail_syncs);
  if (lost) ++*failures;
  int error = fds[fd].reported != *failures ? EIO : control->read_only ? EROFS : 0;
  fds[fd].reported = *failures;
  record(SYNC_END, fd, error, id, lost, NULL, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  if (!error) return 0;
  inject(error);
  return sabotage == FAILURE_SWALLOWED ? 0 : -1;
}
int fsync(int fd) {
  REAL(int, "fsync", int);
  return is_watched_fd(fd) ? sync_file(fd, 0) : real(fd);
}
int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  return is_watched_fd(fd) ? sync_file(fd, 1) : real(fd);
}

// A call that changes names: checks for a fault, makes the call and records it, under the lock.
#define CHANGE(kind, needs_room, call, path, other) \
  do { \
    pthread_mutex_lock(&lock); \
    int fault = change_fault(needs_room), result = fault ? inject(fault) : (call); \
    if (result == 0) record(kind, -1, 0, 0, 0, path, strlen(path), other, strlen(other)); \
    int error = errno; \
    pthread_mutex_unlock(&lock); \
    errno = error; \
    return result; \
  } while (0)

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  REAL(int, "renameat2", int, const char *, int, const char *, unsigned);
  char one[PATH_MAX], two[PATH_MAX];
  int first = watched(from_folder, from, one), second = watched(to_folder, to, two);
  if (!first && !second) return real(from_folder, from, to_folder, to, flags);
  if (first != second || flags) unsupported("rename across the folder, or with flags");
  CHANGE(RENAME, 1, real(from_folder, from, to_folder, to, flags), one, two);
}
int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  return renameat2(from_folder, from, to_folder, to, 0);
}
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int folder, const char *path, int flags) {
  REAL(int, "unlinkat", int, const char *, int);
  char absolute[PATH_MAX];
  if (!watched(folder, path, absolute)) return real(folder, path, flags);
  CHANGE(flags & AT_REMOVEDIR ? RMDIR : UNLINK, 0, real(folder, path, flags), absolute, "");
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
  struct stat now;
  int folder = lstat(path, &now) == 0 && S_ISDIR(now.st_mode);
  return unlinkat(AT_FDCWD, path, folder ? AT_REMOVEDIR : 0);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  REAL(int, "linkat", int, const char *, int, const char *, int);
  char one[PATH_MAX], two[PATH_MAX];
  int first = watched(from_folder, from, one), second = watched(to_folder, to, two);
  if (!first && !second) return real(from_folder, from, to_folder, to, flags);
  if (first != second) unsupported("link across the folder");
  CHANGE(LINK, 1, real(from_folder, from, to_folder, to, flags), one, two);
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int mkdirat(int folder, const char *path, mode_t mode) {
  REAL(int, "mkdirat", int, const char *, mode_t);
  char absolute[PATH_MAX];
  if (!watched(folder, path, absolute)) return real(folder, path, mode);
  CHANGE(MKDIR, 1, real(folder, path, mode), absolute, "");
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

// What the model doesn't know must not pass unnoticed.
int symlink(const char *target, const char *path) {
  REAL(int, "symlink", const char *, const char *);
  char absolute[PATH_MAX];
  if (watched(AT_FDCWD, path, absolute)) unsupported("symlink");
  return real(target, path);
}
void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset) {
  REAL(void *, "mmap64", void *, size_t, int, int, int, off64_t);
  if (is_watched_fd(fd) && flags & MAP_SHARED && protection & PROT_WRITE) unsupported("mmap for writing");
  return real(address, length, protection, flags, fd, offset);
}
int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  REAL(int, "fallocate64", int, int, off64_t, off64_t);
  if (is_watched_fd(fd)) unsupported("fallocate");
  return real(fd, mode, offset, length);
}
int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }
int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  REAL(int, "posix_fallocate64", int, off64_t, off64_t);
  if (is_watched_fd(fd)) unsupported("posix_fallocate");
  return real(fd, offset, length);
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags) {
  REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
  if (is_watched_fd(out)) unsupported("copy_file_range");
  return real(in, from, out, to, size, flags);
}
ssize_t sendfile64(int out, int in, off64_t *offset, size_t size) {
  REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t);
  if (is_watched_fd(out)) unsupported("sendfile");
  return real(out, in, offset, size);
}
int dup(int fd) {
  REAL(int, "dup", int);
  if (is_watched_fd(fd)) unsupported("dup");
  return real(fd);
}
