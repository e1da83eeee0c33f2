/* Every change of a file below one folder goes through here: counted, recorded, refused, or the last of its process.
 *
 * Loaded by LD_PRELOAD and told by disk_arm what to do; disk.py says how to use it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FDS 4096
enum { KILL = -1, TEAR = -2 }; /* in the place of an errno: end the process before it, or in the middle of it */

struct shared { long count; };
static struct shared *shared; /* one for the process that was armed and all that it forks */
static char under[PATH_MAX];
static long nth, lasting;
static int fault, record = -1, armed;
static char watched[FDS];

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* What changes below `folder` is counted from here on, and the nth change meets `what` (an errno, KILL, TEAR). */
void disk_arm(const char *folder, long number, int what, int for_good, const char *into) {
    snprintf(under, sizeof under, "%s", folder);
    nth = number, fault = what, lasting = for_good, shared->count = 0;
    record = *into ? open(into, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    armed = 1;
}

long disk_count(void) { return shared->count; }

static const char *whole(int at, const char *path, char *into) {
    if (*path == '/' || (at == AT_FDCWD && !getcwd(into, PATH_MAX)))
        return path;
    if (at != AT_FDCWD) {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t size = readlink(link, into, PATH_MAX - 1);
        into[size < 0 ? 0 : size] = 0;
    }
    size_t size = strlen(into);
    snprintf(into + size, PATH_MAX - size, "/%s", path);
    return into;
}

static int inside(const char *path) {
    size_t size = strlen(under);
    return armed && !strncmp(path, under, size) && (path[size] == '/' || !path[size]);
}

/* What becomes of the next change: 0 when it happens. */
static int fate(int creates) {
    long n = __sync_add_and_fetch(&shared->count, 1);
    if (!nth || n < nth || (n > nth && !lasting))
        return 0;
    if (fault == KILL)
        kill(getpid(), SIGKILL), pause();
    if (fault == TEAR)
        return TEAR;
    return fault == ENOSPC && !creates ? 0 : fault; /* a full disk still opens and deletes */
}

static int refused(int creates) {
    int what = fate(creates);
    if (what == TEAR)
        kill(getpid(), SIGKILL), pause();
    if (what)
        errno = what;
    return what;
}

static void note(char kind, uint64_t file, int64_t offset, const char *one, size_t size, const char *other, size_t more) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    if (record < 0)
        return;
    REAL(write);
    struct __attribute__((packed)) { char kind; uint64_t file; int64_t offset; uint32_t size, more; } head =
        {kind, file, offset, size, more};
    int kept = errno;
    pthread_mutex_lock(&lock);
    real(record, &head, sizeof head), real(record, one, size), real(record, other, more);
    pthread_mutex_unlock(&lock);
    errno = kept;
}

static void note_names(char kind, uint64_t file, const char *one, const char *other) {
    note(kind, file, 0, one, strlen(one), other, strlen(other));
}

static uint64_t file_of(int fd) {
    struct stat found;
    return fstat(fd, &found) ? 0 : found.st_ino;
}

static uint64_t file_at(const char *path) {
    struct stat found;
    return lstat(path, &found) ? 0 : found.st_ino;
}

static int opened(int at, const char *path, int flags, mode_t mode) {
    REAL(openat);
    char space[PATH_MAX];
    const char *name = whole(at, path, space);
    int writes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
    if (!inside(name)) {
        int fd = real(at, path, flags, mode);
        if (fd >= 0 && fd < FDS)
            watched[fd] = 0;
        return fd;
    }
    int is_new = flags & O_CREAT && access(name, F_OK);
    if (writes && refused(is_new || flags & O_TRUNC))
        return -1;
    int fd = real(at, path, flags, mode);
    if (fd >= 0 && fd < FDS)
        watched[fd] = 1;
    if (fd >= 0 && (is_new || flags & O_TRUNC))
        note_names(is_new ? 'c' : 't', file_of(fd), name, "");
    return fd;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }

static int ours(int fd) { return armed && fd >= 0 && fd < FDS && watched[fd]; }

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (!ours(fd)) {
        if (armed && fd == 1)
            note('!', 0, 0, data, size, "", 0);
        return real(fd, data, size);
    }
    int what = fate(1);
    if (what == TEAR)
        real(fd, data, size / 2), kill(getpid(), SIGKILL), pause();
    if (what)
        return errno = what, -1;
    off_t at = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    ssize_t done = real(fd, data, size);
    if (done > 0)
        note('w', file_of(fd), at, data, done, "", 0);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    if (!ours(fd))
        return real(fd, data, size, at);
    int what = fate(1);
    if (what == TEAR)
        real(fd, data, size / 2, at), kill(getpid(), SIGKILL), pause();
    if (what)
        return errno = what, -1;
    ssize_t done = real(fd, data, size, at);
    if (done > 0)
        note('w', file_of(fd), at, data, done, "", 0);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return pwrite64(fd, data, size, at); }

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    if (ours(fd) && refused(1))
        return -1;
    int done = real(fd, size);
    if (!done && ours(fd))
        note('t', file_of(fd), size, "", 0, "", 0);
    return done;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, int (*real)(int)) {
    if (!ours(fd))
        return real(fd);
    if (refused(1))
        return -1;
    int done = real(fd);
    struct stat found;
    char link[64], name[PATH_MAX] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (!done && !fstat(fd, &found) && readlink(link, name, sizeof name - 1) >= 0)
        note_names(S_ISDIR(found.st_mode) ? 'S' : 's', found.st_ino, name, "");
    return done;
}
int fsync(int fd) { REAL(fsync); return synced(fd, real); }
int fdatasync(int fd) { REAL(fdatasync); return synced(fd, real); }

static int renamed(const char *from, const char *to, char kind, int (*real)(const char *, const char *)) {
    char one[PATH_MAX], other[PATH_MAX];
    const char *first = whole(AT_FDCWD, from, one), *second = whole(AT_FDCWD, to, other);
    if (!inside(second) && !inside(first))
        return real(from, to);
    if (refused(1))
        return -1;
    uint64_t file = file_at(first);
    int done = real(from, to);
    if (!done)
        note_names(kind, file, first, second);
    return done;
}
int rename(const char *from, const char *to) { REAL(rename); return renamed(from, to, 'r', real); }
int link(const char *from, const char *to) { REAL(link); return renamed(from, to, 'l', real); }
int linkat(int at, const char *from, int other, const char *to, int flags) {
    REAL(linkat);
    return at == AT_FDCWD && other == AT_FDCWD ? link(from, to) : real(at, from, other, to, flags);
}

int unlink(const char *path) {
    REAL(unlink);
    char space[PATH_MAX];
    const char *name = whole(AT_FDCWD, path, space);
    if (!inside(name))
        return real(path);
    if (refused(0))
        return -1;
    int done = real(path);
    if (!done)
        note_names('u', 0, name, "");
    return done;
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    char space[PATH_MAX];
    const char *name = whole(AT_FDCWD, path, space);
    if (!inside(name))
        return real(path, mode);
    if (refused(1))
        return -1;
    int done = real(path, mode);
    if (!done)
        note_names('m', file_at(name), name, "");
    return done;
}

int close(int fd) {
    REAL(close);
    if (fd >= 0 && fd < FDS)
        watched[fd] = 0;
    return real(fd);
}
