import { randomBytes } from 'node:crypto'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import { hashToken as hashUnder } from '../platform/secret/index.ts'
import { createSessions, type Sessions } from './session.ts'
import { insertAccount, setAccountToken } from './store.ts'

const HOUR_MS = 3_600_000
const hashToken = (token: string) => hashUnder(new Uint8Array(32).fill(7), token)
const TOKEN_HASH = hashToken('token-of-the-account')

/** A clock whose time a test sets. */
function handClock() {
  let now = 1_700_000_000_000
  const waiting = new Set<{ at: number; task: () => void }>()
  const clock: Clock = {
    now: () => now,
    after(delayMs, task) {
      const entry = { at: now + delayMs, task }
      waiting.add(entry)
      return { cancel: () => void waiting.delete(entry) }
    },
  }
  return {
    clock,
    waiting,
    advance(ms: number) {
      now += ms
      for (const entry of [...waiting]) {
        if (entry.at > now || !waiting.delete(entry)) continue
        entry.task()
      }
    },
  }
}

/** What a request with this header `Cookie` is. */
function asking(cookie?: string): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  if (cookie !== undefined) request.headers.cookie = cookie
  return request
}

async function begin(sessions: Sessions): Promise<IncomingMessage> {
  const setCookie = await sessions.begin(asking(), TOKEN_HASH)
  return asking(setCookie.split(';')[0])
}

describeStores((open) => {
  async function openSessions() {
    const store = await open()
    const time = handClock()
    const account = { id: 'acc_1', name: 'default', token_hash: TOKEN_HASH, created_at: 1 }
    await store.write(({ sql }) => insertAccount(sql, account))
    let writes = 0
    let isBroken = false
    let isBlind = false
    let warnings = 0
    const counting: Store = {
      engine: store.engine,
      get read() {
        if (isBlind) throw new Error('the store cannot be read')
        return store.read
      },
      async write(unit) {
        writes += 1
        if (isBroken) throw new Error('the disk is full')
        return store.write(unit)
      },
      purge: () => store.purge(),
      lost: store.lost,
      close: () => store.close(),
    }
    const sessions = createSessions({
      store: counting,
      clock: time.clock,
      random: { bytes: (size) => randomBytes(size) },
      log: {
        ...silentLog,
        warn() {
          warnings += 1
        },
      },
      hashToken,
      isHttps: () => false,
    })
    const rows = () => store.read.selectFrom('session').selectAll().execute()
    return {
      ...time,
      store,
      sessions,
      rows,
      writes: () => writes,
      warnings: () => warnings,
      breakDown: (is = true) => (isBroken = is),
      goBlind: (is = true) => (isBlind = is),
    }
  }

  test('of what the cookie holds the store keeps a keyed hash, and no token’s', async () => {
    const { sessions, rows } = await openSessions()
    const request = await begin(sessions)
    const secret = request.headers.cookie?.split('=')[1] ?? ''
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    const [row] = await rows()
    expect(JSON.stringify(row)).not.toContain(secret)
    expect(row).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), token_hash: TOKEN_HASH })
    expect([hashToken(secret), TOKEN_HASH]).not.toContain(row?.hash)
  })

  test('an open page that asks often is written once a minute', async () => {
    const { sessions, writes, advance, rows, clock } = await openSessions()
    const request = await begin(sessions)
    const before = writes()
    for (let second = 0; second < 180; second += 1) {
      advance(1_000)
      await sessions.find(request)
    }
    expect(writes() - before).toBe(3)
    expect(await rows()).toMatchObject([{ used_at: clock.now() }])
  })

  test('a session that cannot be noted is used all the same', async () => {
    const { sessions, breakDown, advance } = await openSessions()
    const request = await begin(sessions)
    breakDown()
    advance(HOUR_MS)
    const found = await sessions.find(request)
    expect(found.expiresAt).toBe(found.createdAt + 12 * HOUR_MS)
  })

  test('a store that cannot be written is tried, and complained of, once a minute, however many requests come', async () => {
    const { sessions, breakDown, advance, writes, warnings, rows, clock } = await openSessions()
    const [request, other] = [await begin(sessions), await begin(sessions)]
    breakDown()
    advance(HOUR_MS)
    const before = writes()
    for (let second = 0; second < 120; second += 1) {
      for (const each of [request, other]) await sessions.find(each)
      advance(1_000)
    }
    expect([writes() - before, warnings()]).toEqual([2, 2])
    breakDown(false)
    await sessions.find(request)
    expect((await rows()).map(({ used_at }) => used_at)).toContain(clock.now())
  })

  test('a session that cannot be read for a while is not over: whoever watches is told when it is', async () => {
    const { sessions, goBlind, advance, waiting, warnings } = await openSessions()
    const request = await begin(sessions)
    const found = await sessions.find(request)
    let ended = 0
    goBlind()
    sessions.watch(found, () => {
      ended += 1
    })
    const left = sessions.watch(found, () => {
      ended += 10
    })
    left.cancel()
    await expect.poll(warnings).toBe(1)
    expect([ended, waiting.size]).toEqual([0, 1])
    advance(10_000)
    await expect.poll(warnings).toBe(2)
    goBlind(false)
    advance(10_000)
    await expect.poll(() => waiting.size).toBe(1)
    goBlind()
    advance(12 * HOUR_MS)
    await expect.poll(warnings).toBe(3)
    expect(ended).toBe(0)
    goBlind(false)
    advance(10_000)
    await expect.poll(() => ended).toBe(1)
    expect(waiting.size).toBe(0)
  })

  test('what has ended goes from the store although nobody signs in', async () => {
    const { sessions, advance, rows } = await openSessions()
    await begin(sessions)
    advance(HOUR_MS)
    const used = await begin(sessions)
    advance(11 * HOUR_MS)
    expect([await sessions.prune(), await sessions.prune()]).toEqual([1, 0])
    await sessions.find(used)
    expect(await rows()).toHaveLength(1)
  })

  test('what has ended goes from the store when somebody signs in', async () => {
    const { sessions, advance, rows } = await openSessions()
    await begin(sessions)
    const used = await begin(sessions)
    for (let hours = 0; hours < 22; hours += 11) {
      advance(11 * HOUR_MS)
      await sessions.find(used)
    }
    await begin(sessions)
    expect(await rows()).toHaveLength(2)
  })

  test('whoever watches is told once: at the end by time, and nothing waits for it any more', async () => {
    const { sessions, advance, waiting } = await openSessions()
    const request = await begin(sessions)
    let ended = 0
    sessions.watch(await sessions.find(request), () => {
      ended += 1
    })
    await expect.poll(() => waiting.size).toBe(1)
    advance(HOUR_MS)
    await sessions.find(request)
    advance(11 * HOUR_MS)
    await expect.poll(() => waiting.size).toBe(1)
    expect(ended).toBe(0)
    advance(HOUR_MS)
    await expect.poll(() => ended).toBe(1)
    await sessions.end(request)
    expect([ended, waiting.size]).toEqual([1, 0])
  })

  test('whoever begins to watch what ended meanwhile is told at once; who stops watching is told nothing', async () => {
    const { sessions, store, waiting } = await openSessions()
    const [request, other] = [await begin(sessions), await begin(sessions)]
    const [found, left] = [await sessions.find(request), await sessions.find(other)]
    let told = ''
    sessions
      .watch(left, () => {
        told += 'left'
      })
      .cancel()
    await sessions.end(other)
    await store.write(({ sql }) => setAccountToken(sql, 'acc_1', hashToken('another-token')))
    sessions.watch(found, () => {
      told += 'ended'
    })
    await expect.poll(() => told).toBe('ended')
    expect(waiting.size).toBe(0)
  })

  test('a session does not come back with its token, when that was another one meanwhile', async () => {
    const { sessions, store, rows } = await openSessions()
    const request = await begin(sessions)
    for (const hash of [hashToken('another-token'), TOKEN_HASH]) {
      await store.write(({ sql }) => setAccountToken(sql, 'acc_1', hash))
      await expect(sessions.find(request)).rejects.toMatchObject({ code: 'session_ended' })
    }
    expect(await rows()).toEqual([])
    await expect(sessions.begin(asking(), hashToken('another-token'))).rejects.toMatchObject({ code: 'token_invalid' })
  })

  test('a session whose row was left behind ends with its token', async () => {
    const { sessions, store } = await openSessions()
    const request = await begin(sessions)
    await store.write(({ sql }) =>
      sql
        .updateTable('account')
        .set({ token_hash: hashToken('another-token') })
        .execute(),
    )
    await expect(sessions.find(request)).rejects.toMatchObject({ code: 'session_ended' })
  })
})
