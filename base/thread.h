/*
 * thread.h - starting threads that leave signals to the main one.
 */
#ifndef CH_BASE_THREAD_H
#define CH_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/*
 * Run work(arg) on a thread with all signals blocked.  False: there is none to
 * be had; else pthread_join() it.
 */
bool ch_thread_start(pthread_t *thread, void *(*work)(void *), void *arg);

#endif
