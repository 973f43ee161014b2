import type { IncomingMessage } from 'node:http'
import type { Clock, Timer } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Random } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import { faultOf, type Log } from '../platform/log.ts'
import { type Caller, callerOf } from './caller.ts'
import { endedCookie, readSessionCookie, sessionCookie } from './session-cookie.ts'
import { isWorthNoting, oldestTimes, sessionEnd } from './session-life.ts'
import { createSessionWatch } from './session-watch.ts'
import { findTokenOwner, type TokenOwner } from './store.ts'
import {
  deleteOld,
  deleteSession,
  deleteSurplus,
  findSession,
  insertSession,
  noteUse,
  type SessionRow,
} from './store-sessions.ts'

const SECRET_BYTES = 32
const MOST_PER_TOKEN = 50
/** After a look at a session that failed, the next one. */
const LOOK_AGAIN_MS = 10_000

export interface SessionsDeps {
  store: Store
  clock: Clock
  random: Random
  log: Log
  hashToken(token: string): string
  /** Whether a request came by https, from the browser's side. */
  isHttps(request: IncomingMessage): boolean
}

/** Somebody who is signed in to the console. Times are Unix milliseconds. */
export interface Session {
  /** How tables that remember callers know it: the hash under which it is kept. */
  key: string
  caller: Caller
  createdAt: number
  /** When it ends unless it is used again. */
  expiresAt: number
}

/**
 * Who is signed in to the console, as its cookie says. A session stands for one token and ends with it; for 12 hours
 * without a use, or after 7 days.
 */
export interface Sessions {
  /**
   * Begins one for a token, and tells its cookie. The one that the request names already ends; so do the oldest of more
   * than 50 of one token.
   * @throws token_invalid when it is nobody's any more
   */
  begin(request: IncomingMessage, tokenHash: string): Promise<string>
  /** Whether a request's cookie names a session, whether or not there is one. */
  isNamed(request: IncomingMessage): boolean
  /** The session that a request's cookie names; this is a use of it. @throws session_ended */
  find(request: IncomingMessage): Promise<Session>
  /** Whether a session has not ended; asking is no use of it. */
  lasts(session: Session): Promise<boolean>
  /** Ends the session that a request's cookie names, if there is one, and tells the cookie that clears it. */
  end(request: IncomingMessage): Promise<string>
  /** Deletes what has ended by its time, and says how many there were. */
  prune(): Promise<number>
  /** Runs `onEnd` once, when a session has ended, whatever the reason; not because nobody could look. */
  watch(session: Session, onEnd: () => void): Timer
}

export function createSessions(deps: SessionsDeps): Sessions {
  const { store, clock, random, log, isHttps } = deps
  const watchers = createSessionWatch()
  /** When a use could not be noted last; Unix milliseconds. */
  let notedInVain: number | null = null
  // No token has a space in it.
  const keyOf = (secret: string) => deps.hashToken(`session ${secret}`)

  function keyOfRequest(request: IncomingMessage): string | null {
    const secret = readSessionCookie(request.headers.cookie, isHttps(request))
    return secret === null ? null : keyOf(secret)
  }

  /** What a session stands for as long as it lasts. */
  async function lookAt(key: string): Promise<{ row: SessionRow; owner: TokenOwner } | null> {
    const row = await findSession(store.read, key)
    if (!row || clock.now() >= sessionEnd(row)) return null
    const owner = await findTokenOwner(store.read, row.token_hash)
    return owner && { row, owner }
  }

  async function noteUseOf(row: SessionRow, now: number): Promise<SessionRow> {
    // A store that takes no note is left alone for a minute: every request would try, and say so.
    const mayTry = () => notedInVain === null || isWorthNoting({ used_at: notedInVain }, now)
    if (!isWorthNoting(row, now) || !mayTry()) return row
    try {
      await store.write(({ sql }) => noteUse(sql, row.hash, now))
      return { ...row, used_at: now }
    } catch (error) {
      // Whoever only looks need not wait for a store that can be read.
      if (mayTry()) log.warn({ fault: faultOf(error) }, 'the use of a session could not be noted')
      notedInVain = now
      return row
    }
  }

  /** Looks again whenever it may have ended: uses move its end on. */
  function watchEnd(key: string): Timer {
    let isOver = false
    let timer: Timer | null = null
    function look(): void {
      lookAt(key).then(
        (found) => {
          if (isOver) return
          if (found) timer = clock.after(Math.max(1, sessionEnd(found.row) - clock.now()), look)
          else watchers.ended(key)
        },
        (error: unknown) => {
          if (isOver) return
          log.warn({ fault: faultOf(error) }, 'a session could not be read')
          timer = clock.after(LOOK_AGAIN_MS, look)
        },
      )
    }
    look()
    return {
      cancel() {
        isOver = true
        timer?.cancel()
      },
    }
  }

  return {
    async begin(request, tokenHash) {
      const secret = Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url')
      const former = keyOfRequest(request)
      const now = clock.now()
      await store.write(async ({ sql, afterCommit }) => {
        const owner = await findTokenOwner(sql, tokenHash)
        if (!owner) throw problem('token_invalid')
        await deleteOld(sql, oldestTimes(now))
        if (former !== null) await deleteSession(sql, former)
        await insertSession(sql, {
          hash: keyOf(secret),
          token_hash: tokenHash,
          account_id: owner.accountId,
          instance_id: owner.instanceId,
          created_at: now,
          used_at: now,
        })
        const surplus = await deleteSurplus(sql, tokenHash, MOST_PER_TOKEN)
        afterCommit(() => {
          for (const key of [former ?? [], surplus].flat()) watchers.ended(key)
        })
      })
      return sessionCookie(secret, isHttps(request))
    },

    isNamed: (request) => keyOfRequest(request) !== null,

    async find(request) {
      const key = keyOfRequest(request)
      const found = key === null ? null : await lookAt(key)
      if (!found) throw problem('session_ended')
      const row = await noteUseOf(found.row, clock.now())
      return {
        key: row.hash,
        caller: callerOf(found.owner),
        createdAt: row.created_at,
        expiresAt: sessionEnd(row),
      }
    },

    lasts: async ({ key }) => (await lookAt(key)) !== null,

    async end(request) {
      const key = keyOfRequest(request)
      if (key !== null && (await findSession(store.read, key))) {
        await store.write(async ({ sql, afterCommit }) => {
          await deleteSession(sql, key)
          afterCommit(() => watchers.ended(key))
        })
      }
      return endedCookie(isHttps(request))
    },

    prune: () => store.write(({ sql }) => deleteOld(sql, oldestTimes(clock.now()))),

    watch({ key }, onEnd) {
      const timer = watchEnd(key)
      const watcher = watchers.add(key, () => {
        timer.cancel()
        onEnd()
      })
      return {
        cancel() {
          timer.cancel()
          watcher.cancel()
        },
      }
    },
  }
}
