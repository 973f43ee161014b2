import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { test } from 'vitest'

const PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Tests without Chromium are skipped; not in CI, where it must be there. */
export const mayBrowse = existsSync(PATH) || process.env['CI'] === 'true'

if (!mayBrowse) process.stdout.write(`skipped: what a browser shows needs Chromium at ${PATH}\n`)

/** A test that looks at a page. */
export const browserTest = test.skipIf(!mayBrowse)

/** Starts a browser that asks nobody for anything: no name resolves but what `hosts` maps or excludes. */
export function launchChromium(hosts: string): Promise<Browser> {
  return chromium.launch({
    executablePath: PATH,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=${hosts}`,
    ],
  })
}
