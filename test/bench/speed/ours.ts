import { join } from 'node:path'
import { Pool } from 'undici'
import { control, type Sandbox } from '../../journey/sandbox.ts'
import { type Served, serve } from '../../kill/served.ts'
import { makePlace } from '../place.ts'
import { profiling } from '../profile.ts'
import type { Took } from './bare-account.ts'
import type { Figures } from './figures.ts'
import { percentile } from './percentile.ts'

/** The real gateway as a process of its own, driven over HTTP. */
export interface Ours {
  gateway: Served
  figures(): Promise<Figures>
  /** Links an instance with a phone of the sandbox; its token. */
  link(name: string, phone: string): Promise<string>
  /** Sends to each number, so many calls at once. Resolves with the messages' ids. */
  send(kind: 'text' | 'form', numbers: readonly string[], atOnce: number, of: Sender): Promise<Took & { ids: string[] }>
  close(): Promise<void>
}

/** Whose calls these are. */
export interface Sender {
  name: string
  token: string
}

/** `PROFILE`: a folder in which the gateway leaves a CPU profile when it ends. */
const OBSERVED = [
  '--expose-gc',
  '--import',
  join(import.meta.dirname, 'observe.ts'),
  ...profiling(process.env['PROFILE']),
]

/** `server`: the PostgreSQL to make a schema in; without one it is SQLite. */
export async function openOurs(sandbox: Sandbox, server: string | undefined): Promise<Ours> {
  const place = await makePlace(server)
  const environment = {
    ...place.environment,
    WHATSAPP_URL: sandbox.whatsappUrl,
    WHATSAPP_ROOT_KEY: sandbox.rootKey,
    WHATSAPP_TIME_SCALE: '1',
    EGRESS_ALLOW: '127.0.0.0/8',
    RATE_LIMIT_NEW_PER_MINUTE: '0',
    INSTANCE_QUOTA: '1000',
  }
  const gateway = serve(environment, OBSERVED)
  let pool: Pool | null = null

  async function post(path: string, token: string, body: object) {
    pool ??= new Pool(gateway.baseUrl(), { connections: 64 })
    const headers = { token, 'content-type': 'application/json' }
    const response = await pool.request({ path, method: 'POST', headers, body: JSON.stringify(body) })
    const reply = (await response.body.json()) as { data?: { messageId?: string } }
    if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${JSON.stringify(reply)}`)
    return reply.data?.messageId ?? ''
  }

  try {
    await gateway.start()
  } catch (error) {
    await place.remove()
    throw error
  }
  return {
    gateway,
    figures: async () => (await gateway.ask('figures')) as Figures,
    async link(name, phone) {
      await control(sandbox, 'phones', { phone, name: `Owner of ${name}`, headless: true })
      const made = await gateway.call('POST', '/api/instance/new', { body: { name } })
      const { body } = await gateway.call('GET', `/api/instance/connect/${name}`)
      await control(sandbox, 'link', { phone, qr: body.qrCode })
      for (let isOpen = false; !isOpen; ) {
        const listed = await gateway.call('GET', `/api/instance/list?instanceName=${name}`)
        isOpen = listed.body.instances[0]?.status === 'connected'
        if (!isOpen) await new Promise((resolve) => setTimeout(resolve, 25))
      }
      return made.body.data.token as string
    },
    async send(kind, numbers, atOnce, { name, token }) {
      const left = [...numbers.entries()]
      const ids: string[] = []
      const times: number[] = []
      const beganAt = performance.now()
      const work = async () => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          const startedAt = performance.now()
          ids[next[0]] = await post(`/api/message/${kind}/${name}`, token, { number: next[1], message: MESSAGE })
          times.push(performance.now() - startedAt)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, work))
      return { ms: performance.now() - beganAt, p50: percentile(times, 0.5), p99: percentile(times, 0.99), ids }
    },
    async close() {
      await pool?.close()
      await gateway.stop()
      await place.remove()
    },
  }
}

/** What is sent: as long as people write. */
export const MESSAGE = 'Para confirmar a sua consulta de quinta-feira às 14:30, preencha por favor os seus dados.'
