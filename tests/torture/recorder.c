/* Notes every change a program makes to the files of one folder, and every line it says, in the order done.

   Loaded before libc (LD_PRELOAD). TORTURE_FOLDER is the folder (absolute, no links, no slash at the end), TORTURE_LOG
   where the notes go. One note: a struct note, then `size` bytes. Names are relative to the folder, empty for itself.
   recording.py reads the notes; what it cannot replay is noted as '?' and makes it stop. */

#define _GNU_SOURCE
#undef _FORTIFY_SOURCE
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
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct __attribute__((packed)) note {
    char what;      /* o open  c close  w write  t truncate  s sync  u unlink  r rename  l link  m mkdir  ! said  ? unknown */
    int32_t fd;
    int64_t place;  /* write: offset; truncate: size; open: flags */
    uint32_t size;
};

#define MOST_FILES 65536
static char watched[MOST_FILES];
static char folder[PATH_MAX];
static size_t folder_length;
static int log_fd = -1;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ({ static __typeof__(&name) found; if (!found) found = dlsym(RTLD_NEXT, #name); found; })
#define DO(statement) do { pthread_mutex_lock(&one_at_a_time); statement; pthread_mutex_unlock(&one_at_a_time); } while (0)

__attribute__((constructor)) static void start(void) {
    const char *where = getenv("TORTURE_FOLDER"), *log = getenv("TORTURE_LOG");
    if (!where || !log) return;
    snprintf(folder, sizeof folder, "%s", where);
    folder_length = strlen(folder);
    log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_fd < 0) abort();
}

static void put(const void *data, size_t size) {
    while (size > 0) {
        ssize_t done = syscall(SYS_write, log_fd, data, size);
        if (done <= 0) abort();
        data = (const char *)data + done;
        size -= (size_t)done;
    }
}

static void tell(char what, int fd, int64_t place, const void *data, size_t size) {
    int before = errno;
    struct note note = {what, fd, place, (uint32_t)size};
    if (log_fd >= 0) { put(&note, sizeof note); put(data, size); }
    errno = before;
}

static int is_watched(int fd) { return fd >= 0 && fd < MOST_FILES && watched[fd]; }

/* The name of a path inside the folder, NULL when it is elsewhere. */
static const char *inside(int dir, const char *path, char *room) {
    if (log_fd < 0) return NULL;
    if (path[0] == '/') {
        snprintf(room, PATH_MAX, "%s", path);
    } else {
        char base[PATH_MAX], link[64];
        ssize_t length = -1;
        if (dir == AT_FDCWD) { if (getcwd(base, sizeof base)) length = (ssize_t)strlen(base); }
        else { snprintf(link, sizeof link, "/proc/self/fd/%d", dir); length = readlink(link, base, sizeof base - 1); }
        if (length < 0) return NULL;
        base[length] = 0;
        if (snprintf(room, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return NULL;
    }
    if (strncmp(room, folder, folder_length)) return NULL;
    if (room[folder_length] == 0) return room + folder_length;
    return room[folder_length] == '/' ? room + folder_length + 1 : NULL;
}

static int opened(int fd, int dir, const char *path, int flags) {
    char room[PATH_MAX];
    if (fd < 0 || fd >= MOST_FILES) return fd;
    const char *name = inside(dir, path, room);
    watched[fd] = name != NULL;
    if (name) tell((flags & O_TMPFILE) == O_TMPFILE ? '?' : 'o', fd, flags, name, strlen(name));
    return fd;
}

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
        int fd; DO(fd = opened(REAL(name)(path, flags, mode), AT_FDCWD, path, flags)); return fd; }
#define OPENS_AT(name) \
    int name(int dir, const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
        int fd; DO(fd = opened(REAL(name)(dir, path, flags, mode), dir, path, flags)); return fd; }
OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)
int __open_2(const char *path, int flags) { return open(path, flags); }
int __open64_2(const char *path, int flags) { return open64(path, flags); }

int close(int fd) {
    int done;
    DO(if (is_watched(fd)) { tell('c', fd, 0, "", 0); watched[fd] = 0; } done = REAL(close)(fd));
    return done;
}

static ssize_t wrote(ssize_t done, int fd, const void *data, int64_t place) {
    if (done > 0 && is_watched(fd)) tell('w', fd, place >= 0 ? place : lseek(fd, 0, SEEK_CUR) - done, data, (size_t)done);
    if (done > 0 && fd == 1) tell('!', fd, 0, data, (size_t)done);
    return done;
}

ssize_t write(int fd, const void *data, size_t size) {
    ssize_t done; DO(done = wrote(REAL(write)(fd, data, size), fd, data, -1)); return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
    ssize_t done; DO(done = wrote(REAL(pwrite)(fd, data, size, place), fd, data, place)); return done;
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
    ssize_t done; DO(done = wrote(REAL(pwrite64)(fd, data, size, place), fd, data, place)); return done;
}

static ssize_t sent(ssize_t done, int to, int from) {
    if (done > 0 && is_watched(to)) {
        char *data = malloc((size_t)done);
        off_t end = lseek(from, 0, SEEK_CUR);
        if (!data || pread(from, data, (size_t)done, end - done) != done) abort();
        wrote(done, to, data, -1);
        free(data);
    }
    return done;
}
ssize_t sendfile(int to, int from, off_t *place, size_t size) {
    ssize_t done;
    DO(if (place && is_watched(to)) lseek(from, *place, SEEK_SET);
       done = sent(REAL(sendfile)(to, from, is_watched(to) ? NULL : place, size), to, from);
       if (place && is_watched(to) && done > 0) *place += done);
    return done;
}
ssize_t sendfile64(int to, int from, off64_t *place, size_t size) { return sendfile(to, from, place, size); }

static int truncated(int done, int fd, int64_t size) {
    if (!done && is_watched(fd)) tell('t', fd, size, "", 0);
    return done;
}
int ftruncate(int fd, off_t size) { int done; DO(done = truncated(REAL(ftruncate)(fd, size), fd, size)); return done; }
int ftruncate64(int fd, off64_t size) { int done; DO(done = truncated(REAL(ftruncate64)(fd, size), fd, size)); return done; }

static int synced(int done, int fd) {
    if (!done && is_watched(fd)) tell('s', fd, 0, "", 0);
    return done;
}
int fsync(int fd) { int done; DO(done = synced(REAL(fsync)(fd), fd)); return done; }
int fdatasync(int fd) { int done; DO(done = synced(REAL(fdatasync)(fd), fd)); return done; }

static int named(int done, char what, int dir, const char *path) {
    char room[PATH_MAX];
    const char *name = done ? NULL : inside(dir, path, room);
    if (name) tell(what, -1, 0, name, strlen(name));
    return done;
}
int unlink(const char *path) { int done; DO(done = named(REAL(unlink)(path), 'u', AT_FDCWD, path)); return done; }
int unlinkat(int dir, const char *path, int flags) {
    int done; DO(done = named(REAL(unlinkat)(dir, path, flags), 'u', dir, path)); return done;
}
int rmdir(const char *path) { int done; DO(done = named(REAL(rmdir)(path), 'u', AT_FDCWD, path)); return done; }
int mkdir(const char *path, mode_t mode) {
    int done; DO(done = named(REAL(mkdir)(path, mode), 'm', AT_FDCWD, path)); return done;
}

static int moved(int done, char what, int from_dir, const char *from, int to_dir, const char *to) {
    char room[2][PATH_MAX], both[2 * PATH_MAX];
    if (done) return done;
    const char *old = inside(from_dir, from, room[0]), *new = inside(to_dir, to, room[1]);
    if (old && new) {
        int length = snprintf(both, sizeof both, "%s%c%s", old, 1, new);
        tell(what, -1, 0, both, (size_t)length);
    } else if (old || new) {
        tell('?', -1, 0, "a name moved in or out", 22);
    }
    return done;
}
int rename(const char *from, const char *to) {
    int done; DO(done = moved(REAL(rename)(from, to), 'r', AT_FDCWD, from, AT_FDCWD, to)); return done;
}
int renameat(int from_dir, const char *from, int to_dir, const char *to) {
    int done; DO(done = moved(REAL(renameat)(from_dir, from, to_dir, to), 'r', from_dir, from, to_dir, to)); return done;
}
int link(const char *from, const char *to) {
    int done; DO(done = moved(REAL(link)(from, to), 'l', AT_FDCWD, from, AT_FDCWD, to)); return done;
}
int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags) {
    int done; DO(done = moved(REAL(linkat)(from_dir, from, to_dir, to, flags), 'l', from_dir, from, to_dir, to)); return done;
}

/* Ways to change a file that the program does not use today: seen, they stop the replay rather than falsify it. */
#define UNKNOWN(fd, name) if (is_watched(fd)) tell('?', fd, 0, #name, sizeof #name - 1)
ssize_t writev(int fd, const struct iovec *parts, int count) { DO(UNKNOWN(fd, writev)); return REAL(writev)(fd, parts, count); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t place) {
    DO(UNKNOWN(fd, pwritev)); return REAL(pwritev)(fd, parts, count, place);
}
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t size, unsigned flags) {
    DO(UNKNOWN(to, copy_file_range)); return REAL(copy_file_range)(from, a, to, b, size, flags);
}
int posix_fallocate(int fd, off_t place, off_t size) { DO(UNKNOWN(fd, posix_fallocate)); return REAL(posix_fallocate)(fd, place, size); }
int fallocate(int fd, int mode, off_t place, off_t size) { DO(UNKNOWN(fd, fallocate)); return REAL(fallocate)(fd, mode, place, size); }
void *mmap(void *at, size_t size, int use, int flags, int fd, off_t place) {
    if ((use & PROT_WRITE) && (flags & MAP_SHARED)) DO(UNKNOWN(fd, mmap));
    return REAL(mmap)(at, size, use, flags, fd, place);
}
void *mmap64(void *at, size_t size, int use, int flags, int fd, off64_t place) { return mmap(at, size, use, flags, fd, place); }
