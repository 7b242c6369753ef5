/*
 * terminal.h - is somebody looking?
 */
#ifndef CH_BASE_TERMINAL_H
#define CH_BASE_TERMINAL_H

#include <stddef.h>

/* Columns of the terminal behind 'fd', 0 when it is none. */
size_t ch_terminal_width(int fd);

#endif
