import { expect, test } from 'vitest'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import type { IncomingCall, Line } from '../whatsapp/port.ts'
import { type CallOwner, createCallDesk, receiveCall } from './receive-call.ts'
import { ANA, lineThat, openSends } from './send-rig.suite.ts'

const LID = '100000000000007@lid'
const HOUR_MS = 3_600_000
const WORDS = 'Só por mensagem'

describeStores((open) => {
  async function phone(line: Line | null = lineThat(async () => {})) {
    const store = await open()
    let later = 0
    const clock: Clock = { ...systemClock, now: () => Date.now() + later }
    const rig = await openSends(
      store,
      lineThat(async () => {}),
      clock,
    )
    const asked: string[] = []
    const lineOf = () =>
      line && {
        ...line,
        rejectCall: async (callId: string) => {
          await line.rejectCall(callId)
          asked.push(callId)
        },
      }
    const tries: unknown[] = []
    const log = { ...silentLog, warn: (...words: unknown[]) => void tries.push(words) }
    const deps = { ...rig.deps, log, calls: createCallDesk(clock), lineOf }
    const settings = { autoRejectCalls: true, callRejectMessage: WORDS }
    let calls = 0
    const ring = async (change: Partial<IncomingCall> = {}, owner: Partial<CallOwner> = {}) => {
      calls += 1
      const call = { callId: `C${calls}`, status: 'ringing' as const, caller: { jid: ANA, lid: LID } }
      const about = { isVouchedFor: true, isVideo: false, isGroup: false, isOffline: false, at: clock.now() }
      await receiveCall(deps, { ...rig.sender, settings, ...owner }, { ...call, ...about, ...change })
    }
    const texts = () => store.read.selectFrom('message').select('content').where('source', '=', 'call').execute()
    const told = () =>
      rig.told.flatMap(({ type, data }) => (type === 'call.update' ? [[data.status, data.rejected]] : []))
    const wait = (ms: number) => {
      later += ms
    }
    return { store, ring, texts, told, asked, tries, wait, settings }
  }

  test('a stranger who calls in a loop, by whichever address, gets one text an hour', async () => {
    const { ring, texts, asked, wait } = await phone()
    await ring()
    await ring({ caller: { jid: null, lid: LID } })
    await ring({ caller: { jid: ANA, lid: null } })
    await expect.poll(() => asked).toEqual(['C1', 'C2', 'C3'])
    expect(await texts()).toHaveLength(1)
    await ring({ caller: { jid: '5511933334444@s.whatsapp.net', lid: null } })
    expect(await texts()).toHaveLength(2)
    wait(HOUR_MS)
    await ring()
    expect(await texts()).toHaveLength(3)
  })

  test('a text that was changed is no repetition, and callers of another instance are others', async () => {
    const { store, ring, texts, settings } = await phone()
    const id = await addInstance(store, 'other')
    await ring()
    await ring({}, { settings: { ...settings, callRejectMessage: 'Voltamos às 9h' } })
    await ring({}, { id })
    expect(await texts()).toHaveLength(3)
  })

  test('whoever calls in the name of another does not make us write to them', async () => {
    const { ring, texts, told } = await phone()
    await ring({ isVouchedFor: false })
    await expect.poll(told).toEqual([
      ['ringing', false],
      ['rejected', true],
    ])
    expect(await texts()).toEqual([])
  })

  test('a call is not told as rejected by us when nothing was asked of WhatsApp', async () => {
    const forgotten = { ...lineThat(async () => {}), rejectCall: () => Promise.reject(new Error('not known any more')) }
    for (const line of [forgotten, null]) {
      const { ring, told, tries } = await phone(line)
      await ring()
      if (line !== null) await expect.poll(() => tries).toHaveLength(1)
      await ring({ callId: 'C1', status: 'ended' })
      expect(told()).toEqual([
        ['ringing', false],
        ['ended', false],
      ])
    }
  })
})
