#include "base/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

size_t ch_terminal_width(int fd)
{
	struct winsize size = { 0 };

	if (!isatty(fd))
		return 0;
	if (ioctl(fd, TIOCGWINSZ, &size) < 0 || !size.ws_col)
		return 80;
	return size.ws_col;
}
