/*
 * Preloaded into a process: writes down, in their order, every change of the files below POWER_FOLDER and every wait for the disk, in the
 * file POWER_JOURNAL. What a loss of power leaves behind is then worked out from that, without cutting any power.
 *
 * A record: kind (1), length of the name (1), offset (8), length of the data (4), name, data; numbers little endian.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST_FILES = 4096 };
enum { WRITE = 'w', SYNC = 's', TRUNCATE = 't', UNLINK = 'u' };

/* A file below the folder that is open, known again by where it lies: a number can come back by ways that are not watched. */
struct known {
  char *name;
  dev_t device;
  ino_t inode;
};
static struct known files[MOST_FILES];
static int journal = -1;
static const char *folder;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_write)(int, const void *, size_t);

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  real_write = next("write");
  folder = getenv("POWER_FOLDER");
  const char *path = getenv("POWER_JOURNAL");
  if (!folder || !path) return;
  int (*real_open)(const char *, int, ...) = next("open");
  journal = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  unsetenv("LD_PRELOAD");
}

/* The name below the folder, or nothing. */
static const char *below(const char *path) {
  size_t length = folder ? strlen(folder) : 0;
  return length && path && strncmp(path, folder, length) == 0 && path[length] == '/' ? path + length + 1 : 0;
}

/* Regular files only: a folder may be closed by closedir, and its number then be that of a pipe. */
static void opened(int fd, const char *path) {
  const char *name = below(path);
  struct stat is;
  if (fd < 0 || fd >= MOST_FILES) return;
  if (name && (fstat(fd, &is) || !S_ISREG(is.st_mode))) name = 0;
  pthread_mutex_lock(&turn);
  free(files[fd].name);
  files[fd] = name ? (struct known){strdup(name), is.st_dev, is.st_ino} : (struct known){0};
  pthread_mutex_unlock(&turn);
}

static void all(const void *data, size_t length) {
  for (const char *at = data; length > 0;) {
    ssize_t written = real_write(journal, at, length);
    if (written <= 0) abort();
    at += written;
    length -= (size_t)written;
  }
}

static void note(char kind, const char *name, uint64_t offset, const void *data, uint32_t length) {
  unsigned char head[14] = {(unsigned char)kind, (unsigned char)strlen(name)};
  memcpy(head + 2, &offset, 8);
  memcpy(head + 10, &length, 4);
  all(head, sizeof head);
  all(name, strlen(name));
  if (length) all(data, length);
}

static const char *name_of(int fd) {
  struct stat is;
  if (journal < 0 || fd < 0 || fd >= MOST_FILES || !files[fd].name || fstat(fd, &is)) return 0;
  return is.st_dev == files[fd].device && is.st_ino == files[fd].inode ? files[fd].name : 0;
}

#define OPEN(function)                                            \
  int function(const char *path, int flags, ...) {                \
    va_list rest;                                                 \
    va_start(rest, flags);                                        \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;     \
    va_end(rest);                                                 \
    int (*real)(const char *, int, ...) = next(#function);        \
    int fd = real(path, flags, mode);                             \
    opened(fd, path);                                             \
    return fd;                                                    \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  int (*real)(int) = next("close");
  opened(fd, 0);
  return real(fd);
}

ssize_t write(int fd, const void *data, size_t length) {
  if (!real_write) real_write = next("write");
  if (!name_of(fd)) return real_write(fd, data, length);
  pthread_mutex_lock(&turn);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t written = real_write(fd, data, length);
  if (written > 0) note(WRITE, files[fd].name, (uint64_t)offset, data, (uint32_t)written);
  pthread_mutex_unlock(&turn);
  return written;
}

static ssize_t at(const char *function, int fd, const void *data, size_t length, off_t offset) {
  ssize_t (*real)(int, const void *, size_t, off_t) = next(function);
  if (!name_of(fd)) return real(fd, data, length, offset);
  pthread_mutex_lock(&turn);
  ssize_t written = real(fd, data, length, offset);
  if (written > 0) note(WRITE, files[fd].name, (uint64_t)offset, data, (uint32_t)written);
  pthread_mutex_unlock(&turn);
  return written;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return at("pwrite", fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) { return at("pwrite64", fd, data, length, offset); }

static int cut(const char *function, int fd, off_t size) {
  int (*real)(int, off_t) = next(function);
  pthread_mutex_lock(&turn);
  int failed = real(fd, size);
  if (!failed && name_of(fd)) note(TRUNCATE, files[fd].name, (uint64_t)size, 0, 0);
  pthread_mutex_unlock(&turn);
  return failed;
}
int ftruncate(int fd, off_t size) { return cut("ftruncate", fd, size); }
int ftruncate64(int fd, off_t size) { return cut("ftruncate64", fd, size); }

static int sync_by(const char *function, int fd) {
  int (*real)(int) = next(function);
  pthread_mutex_lock(&turn);
  int failed = real(fd);
  if (!failed && name_of(fd)) note(SYNC, files[fd].name, 0, 0, 0);
  pthread_mutex_unlock(&turn);
  return failed;
}
int fsync(int fd) { return sync_by("fsync", fd); }
int fdatasync(int fd) { return sync_by("fdatasync", fd); }

int unlink(const char *path) {
  int (*real)(const char *) = next("unlink");
  const char *name = journal >= 0 ? below(path) : 0;
  pthread_mutex_lock(&turn);
  int failed = real(path);
  if (!failed && name) note(UNLINK, name, 0, 0, 0);
  pthread_mutex_unlock(&turn);
  return failed;
}
