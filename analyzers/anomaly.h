/*
 * anomaly.h - how far a value stands from those before it.
 */
#ifndef CH_ANALYZERS_ANOMALY_H
#define CH_ANALYZERS_ANOMALY_H

#include <stddef.h>

/*
 * The robust z of x against window[n], n > 0, which gets sorted:
 * (x - median) / scale.  The scale is 1.4826 x the median absolute deviation;
 * where that is 0, 1.2533 x the mean absolute deviation; and never below 1,
 * as values are counts.  *median (may be NULL) gets the median.
 *
 * Source: B. Iglewicz, D. C. Hoaglin, How to Detect and Handle Outliers.
 */
double ch_robust_z(double x, double *window, size_t n, double *median);

#endif
