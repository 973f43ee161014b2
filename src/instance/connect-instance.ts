import type { Clock } from '../kernel/clock.ts'
import { FormwireError, problem, problemWith } from '../kernel/errors.ts'
import { readRecipient } from '../kernel/phone.ts'
import type { Store } from '../platform/db/store.ts'
import type { DisconnectReason, Line } from '../whatsapp/port.ts'
import type { Lines } from './lines.ts'
import { type Instance, updateInstance } from './store.ts'

const LONGEST_WAIT_MS = 60_000

export interface ConnectInstanceDeps {
  lines: Lines
  store: Store
  clock: Clock
}

/** How a number is linked: it already is, a QR to scan, or a code (`XXXX-XXXX`) to type into the phone. */
export type Linking = { type: 'connected' } | { type: 'qr'; qr: string } | { type: 'pairing'; code: string }

export interface ConnectInstance {
  /** The number to be linked, for a pairing code; undefined: a QR. */
  number: string | undefined
  hungUp: AbortSignal
}

/**
 * Dials, and waits (60 s at most) until the line is open or shows a code.
 * @throws number_invalid, instance_exported, instance_needs_passkey, link_failed, link_timeout
 */
export async function connectInstance(
  deps: ConnectInstanceDeps,
  instance: Instance,
  wanted: ConnectInstance,
): Promise<Linking> {
  const digits = wanted.number === undefined ? null : readDigits(wanted.number)
  if (instance.parkedAt !== null) throw problem('instance_exported')
  if (instance.state === 'passkey_required') await tellPasskey(deps, instance)
  const line = deps.lines.of(instance.id)
  const enough = new AbortController()
  const timer = deps.clock.after(LONGEST_WAIT_MS, () => enough.abort())
  const isOver = AbortSignal.any([enough.signal, wanted.hungUp])
  try {
    const ready = await untilReady(deps.lines, instance.id, line, isOver)
    if (ready.type === 'connected' || digits === null) return ready
    return { type: 'pairing', code: await askForCode(line, digits, isOver) }
  } finally {
    timer.cancel()
  }
}

/**
 * The demand for a passkey comes after the scan, when nobody waits any more: it is told to the next who asks. Whoever
 * asks again gets a code, for another account may scan it.
 */
async function tellPasskey({ store, clock }: ConnectInstanceDeps, instance: Instance): Promise<never> {
  await store.write(({ sql }) => updateInstance(sql, instance.id, { state: 'disconnected', updated_at: clock.now() }))
  throw problem('instance_needs_passkey')
}

function readDigits(number: string): string {
  const read = readRecipient(number)
  if (read.kind === 'phone') return read.digits
  throw problem('number_invalid', read.kind === 'invalid' ? read.detail : 'expected the digits of a phone number')
}

/** Looks at the line's state after every news, for it is ahead of them; a device that was logged out begins anew. */
function untilReady(
  lines: Lines,
  instanceId: string,
  line: Line,
  isOver: AbortSignal,
): Promise<Exclude<Linking, { type: 'pairing' }>> {
  return new Promise((resolve, reject) => {
    let mayBeginAnew = true
    const finish = (settle: () => void) => {
      ignore()
      isOver.removeEventListener('abort', giveUp)
      settle()
    }
    const giveUp = () => finish(() => reject(problem('link_timeout')))
    const look = () => {
      const { state } = line
      if (state.type === 'open') return finish(() => resolve({ type: 'connected' }))
      if (state.type === 'linking') {
        const { code } = state
        if (code !== null) finish(() => resolve({ type: 'qr', qr: code }))
        return
      }
      if (state.type !== 'ended') return
      if (state.reason === 'logged_out' && mayBeginAnew) {
        mayBeginAnew = false
        return line.connect()
      }
      finish(() => reject(endOf(state.reason)))
    }
    const ignore = lines.watch(instanceId, look)
    isOver.addEventListener('abort', giveUp)
    if (isOver.aborted) return giveUp()
    line.connect()
    if (line.state.type !== 'ended') look()
  })
}

async function askForCode(line: Line, digits: string, isOver: AbortSignal): Promise<string> {
  const over = new Promise<never>((_, reject) => {
    isOver.addEventListener('abort', () => reject(problem('link_timeout')), { once: true })
  })
  try {
    const code = await Promise.race([line.requestPairingCode(digits), over])
    return `${code.slice(0, 4)}-${code.slice(4)}`
  } catch (cause) {
    if (cause instanceof FormwireError) throw cause
    throw problemWith({ cause }, 'link_failed', 'WhatsApp gave no pairing code for this number')
  }
}

function endOf(reason: DisconnectReason): FormwireError {
  switch (reason) {
    case 'passkey_required':
      return problem('instance_needs_passkey')
    case 'banned':
      return problem('link_failed', 'WhatsApp has banned this number')
    case 'client_outdated':
      return problem('link_failed', 'WhatsApp no longer accepts this version of the client')
    case 'server_not_genuine':
      return problem('link_failed', 'the server could not prove that it is WhatsApp')
    case 'store_failed':
      return problem('link_failed', 'the credentials could not be stored')
    case 'replaced':
      return problem('link_failed', 'another connection took its place')
    case 'bad_session':
    case 'logged_out':
      return problem('link_failed', 'WhatsApp refused the stored session')
    case 'closed_by_us':
      return problem('link_failed', 'it was logged out or reconnected meanwhile')
    case 'connection_lost':
    case 'server_unavailable':
    case 'timed_out':
    case 'restart_required':
    case 'link_expired':
      return problem('link_failed', 'WhatsApp could not be reached')
  }
}
