import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { silentLog } from '../platform/log.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createCounters } from './counters.ts'
import { createObserver } from './observe.ts'

const AT = 1_700_000_000_000

function rig() {
  const metrics = createMetrics()
  const counters = createCounters(metrics, { ...systemClock, now: () => AT })
  const lines: object[] = []
  const write = (fields: object, sentence: string) => void lines.push({ ...fields, sentence })
  const log = { ...silentLog, debug: write, info: write }
  return { counters, lines, observer: createObserver(counters, log), show: () => metrics.registry.metrics() }
}

type Moved = Parameters<ReturnType<typeof rig>['observer']['sends']['moved']>
const message = (of: object) =>
  ({ instance_id: 'ins_1', message_id: '3EB0', type: 'text', source: 'api', ...of }) as Moved[0]

test('whatever codes and kinds come from outside, labels stay few', async () => {
  const { counters, show } = rig()
  for (let code = 0; code < 5_000; code += 1) counters.judged(String(code), AT)
  for (const code of ['ok', 'constructor', '463"} 1\nforged 1', '']) counters.judged(code, AT)
  for (const kind of ['image', 'constructor', '__proto__', 'toString', 'text']) counters.moved(kind, 'sent')
  const text = await show()
  expect(text.match(/^formwire_acks_total/gm)?.length).toBeLessThan(30)
  expect(text).toContain('formwire_acks_total{code="ok"} 0')
  expect(text).toContain('formwire_sends_total{kind="other",state="sent"} 4')
  expect(text).not.toContain('forged 1')
})

test('a clock that was set back makes no negative times', async () => {
  const { counters, show } = rig()
  counters.judged(null, AT + 60_000)
  counters.deliveries.attempted('delivered', 5, -60_000)
  expect(await show()).toMatch(/formwire_send_ack_seconds_sum 0\n[\s\S]*formwire_delivery_seconds_sum 0\n/)
})

test('what was written on the phone is not counted among our sends', async () => {
  const { observer, lines, show } = rig()
  observer.sends.moved(message({ source: '' }), { state: 'read', failure: null })
  expect(lines).toEqual([])
  expect(await show()).toContain('formwire_sends_total{kind="text",state="read"} 0')
})

test('the code of a failure that is no code of WhatsApp or ours does not come into the log', () => {
  const { observer, lines } = rig()
  for (const code of ['463', 'no_verdict', '5511987654321', 'ana@s.whatsapp.net']) {
    observer.sends.moved(message({}), { state: 'failed', failure: { code, message: 'never logged' } })
  }
  expect(lines.map((line) => 'code' in line && line.code)).toEqual(['463', 'no_verdict', 'other', 'other'])
  expect(JSON.stringify(lines)).not.toContain('never logged')
})

test('everything that can be counted is there from the start, so that the first one is seen', async () => {
  const text = await rig().show()
  for (const sample of [
    'formwire_sends_total{kind="form",state="failed"} 0',
    'formwire_acks_total{code="ok"} 0',
    'formwire_deliveries_total{outcome="dead"} 0',
    'formwire_engine_incidents_total{incident="undecryptable"} 0',
    'formwire_engine_complaints_total{level="error"} 0',
  ]) {
    expect(text).toContain(sample)
  }
})
