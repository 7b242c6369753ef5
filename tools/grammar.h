/*
 * grammar.h - read before every grammar's source.
 *
 * A scanner that asks for no elements and writes to the first one gets one,
 * all zero: Swift's does, and what it then read was whatever stood there.
 */
#ifndef CH_TOOLS_GRAMMAR_H
#define CH_TOOLS_GRAMMAR_H

#include <stdlib.h>

#define calloc(n, size) calloc((n) ? (n) : 1, (size))

#endif
