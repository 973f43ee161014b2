import { defineConfig } from 'vitest/config'

const outside = ['**/node_modules/**', '**/dist/**', 'test/canary/planted/**']

/** Tests beside their file that need more than Node: a sandbox, or the PostgreSQL of TEST_DATABASE_URL. */
const slow = ['src/**/*.sandbox.test.ts', 'src/**/*.postgres.test.ts']

/** Tests that need a process of their own: they look at what only the first who loads something does. */
const alone = [
  'src/whatsapp/baileys/harden.test.ts',
  'test/engine/baileys.test.ts',
  'test/journey/example-receiver.test.ts',
]

/** Gateways, engines and sandboxes that live in the test's process, and leave nothing behind in it. */
const journeys = ['test/journey/**/*.test.ts', 'test/engine/**/*.test.ts']

/** Pure code: a file leaves nothing behind that the next one could see, and needs no process of its own. */
const pure = ['console/src/**/*.test.{ts,tsx}', 'src/**/domain/**/*.test.ts']

export default defineConfig({
  test: {
    setupFiles: ['./test/compile-cache.mjs', './test/loopback-only.ts'],
    pool: 'forks',
    maxWorkers: 3,
    passWithNoTests: true,
    // What is awaited may take its time on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    // The phones' libsignal tells of every session that a new one replaces.
    onConsoleLog: (text) => !/^Closing (open )?session/.test(text),
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: pure,
          exclude: outside,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'test/architecture/**/*.test.ts'],
          exclude: [...outside, ...slow, ...alone, ...pure],
          // To load everything anew for each file takes as long as the tests.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: journeys,
          exclude: [...outside, ...alone],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'suite',
          include: [
            ...slow,
            ...alone,
            'sandbox/src/**/*.test.ts',
            'demo/src/**/*.test.ts',
            'test/*.test.ts',
            'test/!(architecture|engine|journey)/**/*.test.ts',
          ],
          exclude: outside,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
