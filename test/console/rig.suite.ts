import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { browserTest, launchChromium, mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { startGateway, type TestGateway } from '../journey/gateway.ts'
import { type Sandbox, startSandbox } from '../journey/sandbox.ts'
import { insistOnFreshConsole } from './fresh.ts'
import { beginVisit, type Visit, type VisitOptions } from './visit.ts'

export interface RigOptions {
  /** Variables of docs/configuration.md, over the rig's own. */
  environment?: Record<string, string>
}

/** Sandbox, gateway and browser of a test file, all real; there from `beforeAll` on. */
export interface Rig {
  readonly sandbox: Sandbox
  readonly gateway: TestGateway
  readonly browser: Browser
  /**
   * A test in a browser context of its own. It fails at its end when a foreign host was asked, a page threw, complained
   * in the browser's console, or its security policy was broken. The last argument: milliseconds it may take.
   */
  test(name: string, run: (visit: Visit) => Promise<void>, options?: VisitOptions, timeoutMs?: number): void
  /** One more person with a browser of their own; judged with `visit.insistOnPeace()`, ended with `visit.end()`. */
  visit(options?: VisitOptions): Promise<Visit>
  /** The gateway goes away; its address and its store stay. */
  stopGateway(): Promise<void>
  /** It comes back at the same address, on the same store. */
  startGateway(): Promise<void>
}

/** A session's own limit of 600 a minute stays; the limits of tokens and addresses, which all tests share, are wide. */
const ENVIRONMENT = { RATE_LIMIT_PER_MINUTE: '20000', RATE_LIMIT_NEW_PER_MINUTE: '2000' }

/** To be called once at the top of a test file of the console. */
export function openRig({ environment = {} }: RigOptions = {}): Rig {
  let sandbox: Sandbox | undefined
  let gateway: TestGateway | undefined
  let browser: Browser | undefined
  let dataDir = ''
  let port = '0'

  async function start(): Promise<void> {
    gateway = await startGateway({
      dataDir,
      sandbox: running(sandbox),
      environment: { ...ENVIRONMENT, SANDBOX_PAGE_URL: running(sandbox).pageUrl, ...environment, PORT: port },
    })
    port = new URL(gateway.baseUrl).port
  }

  beforeAll(async () => {
    if (!mayBrowse) return
    await insistOnFreshConsole()
    dataDir = await mkdtemp(join(tmpdir(), 'formwire-console-'))
    sandbox = await startSandbox()
    browser = await launchChromium('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1')
    await start()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await gateway?.stop()
    await sandbox?.close()
    if (dataDir !== '') await rm(dataDir, { recursive: true, force: true })
  })

  const rig: Rig = {
    get sandbox() {
      return running(sandbox)
    },
    get gateway() {
      return running(gateway)
    },
    get browser() {
      return running(browser)
    },
    visit: (options) => beginVisit(rig, options),
    test(name, run, options, timeoutMs = 60_000) {
      browserTest(
        name,
        async () => {
          const visit = await beginVisit(rig, options)
          try {
            await run(visit)
            visit.insistOnPeace()
          } finally {
            await visit.end()
          }
        },
        timeoutMs,
      )
    },
    async stopGateway() {
      await running(gateway).stop()
    },
    startGateway: start,
  }
  return rig
}

function running<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('The rig runs from beforeAll to afterAll only')
  return part
}
