import { beforeEach, expect, test, vi } from 'vitest'

/** What a browser has and Node has not. */
vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
if (!('addEventListener' in globalThis)) vi.stubGlobal('addEventListener', () => {})
vi.stubGlobal('location', { origin: 'http://127.0.0.1:8080' })
let answer: () => Response = () => new Response()
vi.stubGlobal('fetch', async () => answer())

const { reach } = await import('./client.ts')
const { isGatewayAway, noteReached } = await import('./reach.ts')

const ASKED = () => new Request('http://127.0.0.1:8080/api/session')
const page = (status: number) => () => new Response('<h1>Bad Gateway</h1>', { status })
const ours = (status: number, code: string) => () => Response.json({ success: false, error: { code } }, { status })

beforeEach(() => noteReached())

test.each([502, 503, 504])(
  'a proxy that answers %s for a stopped gateway is no gateway that answers',
  async (status) => {
    answer = page(status)
    await expect(reach(ASKED())).rejects.toMatchObject({ code: 'offline', http: 0 })
    expect(isGatewayAway()).toBe(true)
    noteReached()
  },
)

test('a 503 of the gateway itself is its answer, and its body is still there to be read', async () => {
  answer = ours(503, 'store_failed')
  const response = await reach(ASKED())
  expect(isGatewayAway()).toBe(false)
  expect(await response.json()).toMatchObject({ error: { code: 'store_failed' } })
})

test('JSON of a proxy that is not our envelope is no answer of the gateway', async () => {
  answer = () => Response.json({ error: 'upstream unavailable' }, { status: 503 })
  await expect(reach(ASKED())).rejects.toMatchObject({ code: 'offline' })
  noteReached()
})
