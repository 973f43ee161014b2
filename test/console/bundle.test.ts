import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { openRig } from './rig.suite.ts'

const MOST = 150 * 1024

const rig = openRig()

interface Loaded {
  scripts: Map<string, Buffer>
  /** Bytes of the bodies as they came over the wire, by address. */
  wire: Map<string, number>
}

const gzipped = ({ scripts }: Loaded) =>
  [...scripts.values()].reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0)

const transferred = ({ wire }: Loaded) => [...wire.values()].reduce((sum, bytes) => sum + bytes, 0)

rig.test('the first page, and the first behind the sign-in, need at most 150 KB of JavaScript, gzip', async (visit) => {
  const { page, signIn, openAt } = visit
  const loaded: Loaded = { scripts: new Map(), wire: new Map() }
  const reading: Promise<void>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return
    const read = async () => {
      const response = await request.response()
      if (response) loaded.scripts.set(request.url(), await response.body())
      loaded.wire.set(request.url(), (await request.sizes()).responseBodySize)
    }
    reading.push(read())
  })
  await openAt('/')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.waitForLoadState('networkidle')
  await Promise.all(reading)
  const signInBytes = gzipped(loaded)
  await signIn()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  await Promise.all(reading)
  const insideBytes = gzipped(loaded)
  process.stdout.write(
    `first-load JavaScript, gzip: ${signInBytes} bytes for the sign-in, ${insideBytes} with the first page behind it ` +
      `(${transferred(loaded)} bytes came over the wire)\n`,
  )
  expect(loaded.scripts.size).toBeGreaterThan(0)
  expect(insideBytes).toBeLessThanOrEqual(MOST)
  // What is sent is what was compressed at the build.
  expect(transferred(loaded)).toBeLessThanOrEqual(insideBytes)
})

rig.test(
  'an icon, a script and a style sheet are kept by the browser, the page itself is not',
  async ({ page, openAt }) => {
    const freshness = new Map<string, string>()
    page.on('response', (response) => {
      freshness.set(new URL(response.url()).pathname, response.headers()['cache-control'] ?? '')
    })
    await openAt('/sign-in')
    const assets = [...freshness].filter(([path]) => path.startsWith('/assets/'))
    expect(assets.length).toBeGreaterThan(1)
    for (const [, kept] of assets) expect(kept).toContain('immutable')
    expect(freshness.get('/')).not.toContain('immutable')
  },
)
