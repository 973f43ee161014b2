import type { Clock } from '../kernel/clock.ts'
import { FormwireError, problem, problemWith } from '../kernel/errors.ts'
import { readRecipient, sameNumber } from '../kernel/phone.ts'
import type { Store } from '../platform/db/store.ts'
import type { DisconnectReason, Line } from '../whatsapp/port.ts'
import type { Lines } from './lines.ts'
import { findHolder, type Instance } from './store.ts'

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
 * Dials, and waits (60 s at most) until the line is open or shows a code. What ended a link after the code was used,
 * when nobody waited any more, is told to the next who asks; whoever asks again begins anew.
 * @throws number_invalid, instance_exported, number_linked_elsewhere, number_refused, instance_needs_passkey, link_failed,
 * link_timeout
 */
export async function connectInstance(
  deps: ConnectInstanceDeps,
  instance: Instance,
  wanted: ConnectInstance,
): Promise<Linking> {
  const { lines } = deps
  const digits = wanted.number === undefined ? null : readDigits(wanted.number)
  if (instance.parkedAt !== null) throw problem('instance_exported')
  if (digits !== null) await insistFree(deps, instance, digits)
  const line = lines.of(instance.id)
  const enough = new AbortController()
  const timer = deps.clock.after(LONGEST_WAIT_MS, () => enough.abort())
  const isOver = AbortSignal.any([enough.signal, wanted.hungUp])
  try {
    const ready = await untilReady(lines, instance.id, line, isOver)
    if (ready.type === 'connected' || digits === null) return ready
    return { type: 'pairing', code: await askForCode(lines, instance.id, line, digits, isOver) }
  } finally {
    timer.cancel()
  }
}

/** Only among the caller's own: whether another account has the number is not told to who merely knows it. */
async function insistFree({ store }: ConnectInstanceDeps, instance: Instance, digits: string): Promise<void> {
  const jids = sameNumber(digits).map((spelling) => `${spelling}@s.whatsapp.net`)
  const holder = await findHolder(store.read, instance.id, jids)
  if (holder?.accountId === instance.accountId) throw problem('number_linked_elsewhere')
}

function readDigits(number: string): string {
  const read = readRecipient(number)
  if (read.kind === 'phone') return read.digits
  throw problem('number_invalid', read.kind === 'invalid' ? read.detail : 'expected the digits of a phone number')
}

/**
 * Looks at the line's state after every news, for it is ahead of them; a device that was logged out begins anew. How it came out is
 * told when it is kept, so that a list that is asked for next says the same: until then the news of it are still to come.
 */
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
      if ((state.type === 'open' || state.type === 'ended') && !lines.isKept(instanceId)) return
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
      // A new line begins anew: this one has told what there is to tell.
      if (isTurnedAway(state.reason)) lines.release(instanceId)
      finish(() => reject(endOf(state.reason)))
    }
    const ignore = lines.watch(instanceId, look)
    isOver.addEventListener('abort', giveUp)
    if (isOver.aborted) return giveUp()
    if (line.state.type === 'ended' && isTurnedAway(line.state.reason)) return look()
    line.connect()
    if (line.state.type !== 'ended') look()
  })
}

/** The account cannot be linked as it is: no new code is shown before somebody was told. */
function isTurnedAway(reason: DisconnectReason): boolean {
  return reason === 'passkey_required' || reason === 'number_linked_elsewhere' || reason === 'number_refused'
}

async function askForCode(
  lines: Lines,
  instanceId: string,
  line: Line,
  digits: string,
  isOver: AbortSignal,
): Promise<string> {
  const over = Promise.withResolvers<never>()
  const giveUp = () => over.reject(problem('link_timeout'))
  isOver.addEventListener('abort', giveUp)
  const ignore = lines.watch(instanceId, () => {
    if (line.state.type === 'ended' && lines.isKept(instanceId)) over.reject(endOf(line.state.reason))
  })
  try {
    const code = await Promise.race([line.requestPairingCode(digits), over.promise])
    return `${code.slice(0, 4)}-${code.slice(4)}`
  } catch (cause) {
    if (cause instanceof FormwireError) throw cause
    if (line.state.type === 'ended') throw endOf(line.state.reason)
    throw problemWith({ cause }, 'link_failed', 'WhatsApp gave no pairing code for this number')
  } finally {
    ignore()
    isOver.removeEventListener('abort', giveUp)
  }
}

function endOf(reason: DisconnectReason): FormwireError {
  switch (reason) {
    case 'passkey_required':
      return problem('instance_needs_passkey')
    case 'number_linked_elsewhere':
    case 'number_refused':
      return problem(reason)
    case 'banned':
      return problem('link_failed', 'WhatsApp has banned this number')
    case 'client_outdated':
      return problem(
        'link_failed',
        'WhatsApp no longer accepts this client version; update Formwire or set WHATSAPP_VERSION, and restart',
      )
    case 'server_not_genuine':
      return problem('link_failed', 'the server could not prove that it is WhatsApp')
    case 'store_failed':
      return problem('link_failed', 'the credentials could not be stored')
    case 'replaced':
      return problem('link_failed', 'another connection took its place')
    case 'bad_session':
    case 'logged_out':
      return problem('link_failed', 'WhatsApp refused the stored session')
    case 'link_expired':
      return problem('link_failed', 'nobody used the code in time; ask for a new one')
    case 'closed_by_us':
      return problem('link_failed', 'it was logged out or reconnected meanwhile')
    case 'proxy_failed':
      return problem('link_failed', 'the proxy could not be reached, refused us, or did not reach WhatsApp')
    case 'connection_lost':
    case 'server_unavailable':
    case 'timed_out':
    case 'restart_required':
      return problem('link_failed', 'WhatsApp could not be reached')
  }
}
