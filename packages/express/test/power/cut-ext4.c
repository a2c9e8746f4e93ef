/* Cuts the power of a mounted file system: from now on nothing reaches its disk, not even what its journal holds. */
#include <fcntl.h>
#include <linux/types.h>
#include <stdio.h>
#include <sys/ioctl.h>

/* FS_IOC_SHUTDOWN and its flag NOLOGFLUSH, which older headers of Linux lack. */
#define SHUTDOWN _IOR('X', 125, __u32)

int main(int count, char **arguments) {
  __u32 no_log_flush = 2;
  if (count != 2) return 2;
  int folder = open(arguments[1], O_RDONLY | O_DIRECTORY);
  if (folder < 0 || ioctl(folder, SHUTDOWN, &no_log_flush) != 0) {
    perror(arguments[1]);
    return 1;
  }
  return 0;
}
