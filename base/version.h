/*
 * version.h - what this program calls itself.
 */
#ifndef CH_BASE_VERSION_H
#define CH_BASE_VERSION_H

#define CH_VERSION "0.1.0"
#define CH_VERSION_DATE "2026-11-21" /* of the manual */

#endif
