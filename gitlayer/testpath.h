/*
 * testpath.h - is a path one of a project's tests?  By name only.
 *
 * Linguist has no such class, so the rule is ours:
 *   - a directory on the way is called, in any case, test, tests, testing,
 *     testdata, test-data, test_data, testsuite(s), spec, specs, __tests__,
 *     __mocks__, __snapshots__, e2e, fuzz, fuzzing, bench, benches, benchmark,
 *     benchmarks, or starts with "test-" or "test_" or ends in "-test(s)",
 *     "_test(s)", "-test-support" or "-testing-support"; or the topmost one is
 *     "t";
 *   - or a directory in src/ ends in "Test", "Tests", "TestCase" or "Spec"
 *     after a lower-case letter or digit (a set of sources: src/jvmTest/)
 *   - or the file's name without its extensions is test, tests, conftest,
 *     starts with "test_" or "test-", ends in "_test(s)", "-test(s)", "_spec",
 *     "-spec", or in "Test", "Tests", "TestCase", "Spec" after a lower-case
 *     letter or digit; or one of its extensions is .test, .tests or .spec
 *     (a.test.ts), the last one counting only as .t.
 */
#ifndef CH_GITLAYER_TESTPATH_H
#define CH_GITLAYER_TESTPATH_H

#include <stdbool.h>

#include "base/str.h"

bool ch_is_test_path(struct ch_str path);

#endif
