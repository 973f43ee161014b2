import * as z from 'zod'

/** The part of Vitest's JSON report that is counted. */
const REPORT = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

export type Tally = { passed: number; failed: number; skipped: number }

/**
 * Counts the tests of a Vitest report (`--reporter=json`). A file that broke before its first test counts as one
 * failure, and so does a run that ended badly without a failed test (an unhandled error, a crashed worker): `exitCode`
 * is that of Vitest.
 */
export function tally(report: unknown, exitCode: number): Tally {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = REPORT.parse(report)
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failed = numFailedTests + broken.length
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  }
}
