import { type Check, failed, warned, well } from '../app/check.ts'
import type { Config } from '../config.ts'
import { reachPage, reachWebSocket } from '../platform/egress/reach.ts'

/** Where Baileys dials, as its `DEFAULT_CONNECTION_CONFIG` says. */
const WHATSAPP = 'wss://web.whatsapp.com/ws/chat'
const ORIGIN = 'https://web.whatsapp.com'
const WITHIN_MS = 5_000
const SKEW_MS = 120_000

/** Whether WhatsApp can be reached from here, directly: an instance's proxy is not asked. */
export async function examineReach({ whatsapp }: Config): Promise<Check[]> {
  const url = whatsapp.url ?? WHATSAPP
  const { host } = new URL(url)
  const reached = await reachWebSocket(url, { origin: ORIGIN, withinMs: WITHIN_MS })
  if (reached.type === 'failed') {
    return [failed('whatsapp', `${host} cannot be reached (${reached.reason})`, adviceFor(reached.reason))]
  }
  const found = well('whatsapp', `${host} answered in ${Math.round(reached.tookMs)} ms`)
  if (reached.theirTime === null || Math.abs(reached.theirTime - Date.now()) < SKEW_MS) return [found]
  const minutes = Math.round(Math.abs(reached.theirTime - Date.now()) / 60_000)
  return [found, warned('clock', `it is ${minutes} minutes off WhatsApp’s`, 'set the clock, and keep it by NTP')]
}

/** The gateway's own port. */
export async function examinePort(origin: string): Promise<Check> {
  const reached = await reachPage(`${origin}/ready`, WITHIN_MS)
  if (reached.type === 'reached') return well('gateway', `it runs, and is ready at ${origin}`)
  return failed('gateway', `it runs, and ${origin}/ready fails (${reached.reason})`, 'look at its log')
}

function adviceFor(reason: string): string {
  if (/^(ENOTFOUND|EAI_)/.test(reason)) return 'the name is not found: look at the DNS of this machine'
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|timeout)/.test(reason)) {
    return 'let this machine make connections to its port (443 for WhatsApp) through the firewall'
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|TLS/.test(reason))
    return 'something between reads along: let this host through untouched'
  if (reason.startsWith('status')) return 'something between answers instead: let WebSockets to this host through'
  return 'see whether this machine has a way out: no number connects without'
}
