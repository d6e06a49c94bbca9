/*
 * Moves the wall clock of one process: preloaded, it adds the seconds that the first line of the file CLOCK_OFFSET_FILE
 * holds to what clock_gettime(CLOCK_REALTIME), gettimeofday and time say. The monotonic clock stays, as it does when a
 * machine's clock is set. The file is mapped once, so a change is seen at once and costs no system call.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long offset(void) {
    static const char *volatile mapped;
    const char *text = mapped;
    if (!text) {
        const char *name = getenv("CLOCK_OFFSET_FILE");
        int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
        void *page = file < 0 ? MAP_FAILED : mmap(0, 32, PROT_READ, MAP_SHARED, file, 0);
        if (file >= 0) close(file);
        mapped = text = page == MAP_FAILED ? "0\n" : page;
    }
    return strtol(text, 0, 10);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += offset();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *target) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (target) *target = exact.tv_sec;
    return exact.tv_sec;
}
