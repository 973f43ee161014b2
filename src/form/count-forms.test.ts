import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { advance, type SendState } from '../kernel/send-state.ts'
import { sumUp } from '../platform/db/migrations/0007-pauses-and-sums.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { answerForm, keepForm, moveForm } from './change-form.ts'
import { countForms } from './count-forms.ts'
import { HOUR_MS } from './domain/measures.ts'
import { addToSums, noSums, type Statistics, statisticsOf } from './domain/statistics.ts'
import { answerRow, formRow } from './form-rows.suite.ts'
import type { CountFormsQuery } from './schema-stats.ts'
import { type Form, findFormById } from './store.ts'
import { addCounts } from './store-counts.ts'

const DAY_MS = 24 * HOUR_MS
const NEWS: SendState[] = ['sending', 'unknown', 'failed', 'sent', 'delivered', 'read', 'expired', 'answered']

const SHAPES: Partial<Form>[] = [
  { source: 'crm', form_type: 'custom' },
  { source: 'crm', form_type: 'contact_details', form_name: 'cadastro' },
  { source: 'api', form_type: 'contact_details', form_name: 'cadastro' },
]

/** Counts the forms themselves. */
function countRows(
  rows: readonly Form[],
  answersAt: readonly { form: Form; at: number }[],
  timezone: string,
): Statistics {
  const reached = (form: Form) =>
    [form.sent_at, form.delivered_at, form.read_at, form.answered_at].findLastIndex((at) => at !== null) + 1
  const sums = noSums()
  const day = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(at)
  const add = (form: Form, at: number, measure: string) =>
    addToSums(sums, [{ ...form, form_name: form.form_name ?? '', hour: at - HOUR_MS / 2 + 1, measure, n: 1 }], day)
  for (const form of rows) {
    add(form, form.created_at, `state:${form.state}`)
    for (const step of ['sent', 'delivered', 'read', 'answered'].slice(0, reached(form))) {
      add(form, form.created_at, `reached:${step}`)
    }
    if (form.state === 'failed') add(form, form.created_at, `failure:${form.failure_code}`)
  }
  for (const { form, at } of answersAt) add(form, at, 'answers')
  return { ...statisticsOf(sums), medianSecondsToAnswer: middleOf(rows) }
}

function middleOf(rows: readonly Form[]): number | null {
  const waits = rows.flatMap((form) =>
    form.answered_at === null ? [] : [Math.max(0, form.answered_at - (form.sent_at ?? form.created_at)) / 1000],
  )
  const ordered = waits.toSorted((one, other) => one - other)
  return ordered[Math.ceil(ordered.length / 2) - 1] ?? null
}

describeStores((open) => {
  const read = async (store: Store, id: string) => {
    const form = await findFormById(store.read, id)
    if (!form) throw new Error('the form is there')
    return form
  }

  test('counters equal what a count over the forms gives, whatever became of them', async () => {
    const store = await open()
    let shops = 0
    const change = fc.record({ form: fc.nat(), news: fc.constantFrom(...NEWS), after: fc.nat({ max: 90_000_000 }) })
    const forms = fc.array(fc.record({ shape: fc.nat({ max: 2 }), at: fc.nat({ max: 4 * DAY_MS }) }), {
      minLength: 1,
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(forms, fc.array(change, { maxLength: 25 }), async (made, changes) => {
        shops += 1
        const instance = await addInstance(store, `shop${shops}`)
        const ids: string[] = []
        const answersAt: { form: Form; at: number }[] = []
        await store.write(async (transaction) => {
          for (const [index, { shape, at }] of made.entries()) {
            const number = shops * 10_000 + index
            const row = formRow(instance, number, { ...SHAPES[shape], state: 'queued', created_at: at })
            await keepForm(transaction, row)
            ids.push(row.id)
          }
          for (const [index, { form: picked, news, after }] of changes.entries()) {
            const form = await findFormById(transaction.sql, ids[picked % ids.length] ?? '')
            if (!form) continue
            const at = form.created_at + after
            if (news === 'answered') {
              await answerForm(transaction, form, answerRow(instance, shops * 10_000 + index, { at }), false)
              answersAt.push({ form, at })
            } else if (advance(form.state, news) === news && form.state !== news) {
              const failure = news === 'failed' ? { code: String(460 + (after % 2)), message: '' } : null
              await moveForm(transaction, form, { state: news, at, failure })
            }
          }
        })
        const rows = await Promise.all(ids.map((id) => read(store, id)))
        for (const timezone of ['UTC', 'America/Sao_Paulo']) {
          const { medianSecondsToAnswer: about, ...stats } = await countForms(store, instance, { timezone }, 3)
          const { medianSecondsToAnswer: exactly, ...counted } = countRows(rows, answersAt, timezone)
          expect(stats).toEqual(counted)
          if (exactly === null) expect(about).toBeNull()
          else expect(Math.abs((about ?? Number.NaN) - exactly)).toBeLessThanOrEqual(0.5 + 0.025 * (exactly + 1))
        }
        const { rows: negative } = {
          rows: await store.read.selectFrom('form_count').select('n').where('n', '<', 0).execute(),
        }
        expect(negative).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test('statistics are narrowed by period, source, type and name, and each hour counts once', async () => {
    const store = await open()
    const instance = await addInstance(store)
    const start = Date.UTC(2026, 4, 1)
    await store.write(async (transaction) => {
      for (let hour = 0; hour < 72; hour += 1) {
        await keepForm(
          transaction,
          formRow(instance, hour, { ...SHAPES[hour % 3], created_at: start + hour * HOUR_MS + 1 }),
        )
      }
    })
    const total = async (query: CountFormsQuery) => (await countForms(store, instance, query)).total
    expect(await total({})).toBe(72)
    expect(await total({ from: '2026-05-02' })).toBe(48)
    expect(await total({ from: '2026-05-02', to: '2026-05-02' })).toBe(24)
    expect(await total({ to: '2026-05-01T10:10:00Z' })).toBe(10)
    expect(await total({ to: '2026-05-01T23:59:59Z' })).toBe(24)
    expect(await total({ source: 'crm' })).toBe(48)
    expect(await total({ source: 'crm', formType: 'custom', formName: 'cadastro' })).toBe(0)
    expect(await total({ formName: 'cadastro', from: '2026-05-02', to: '2026-05-02' })).toBe(16)
    for (const timezone of [
      'Asia/Kolkata',
      'Asia/Kathmandu',
      'America/St_Johns',
      'America/Sao_Paulo',
      'Pacific/Chatham',
    ]) {
      const days = ['2026-04-30', '2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04']
      const each = await Promise.all(days.map((day) => countForms(store, instance, { from: day, to: day, timezone })))
      expect(
        each.reduce((sum, one) => sum + one.total, 0),
        timezone,
      ).toBe(72)
      expect(
        each.flatMap((one) => one.days),
        timezone,
      ).toEqual((await countForms(store, instance, { timezone })).days)
      for (const [index, { days: told }] of each.entries()) {
        expect(
          told.every(({ date }) => date === days[index]),
          timezone,
        ).toBe(true)
      }
    }
  })

  test('a form counts in the hour in which it was made, a submission in the hour in which it came', async () => {
    const store = await open()
    const instance = await addInstance(store)
    const made = Date.UTC(2026, 4, 1, 23, 50)
    const form = formRow(instance, 1, { created_at: made })
    await store.write(async (transaction) => {
      await keepForm(transaction, form)
      await answerForm(transaction, form, answerRow(instance, 1, { at: made + HOUR_MS }), false)
    })
    const { days } = await countForms(store, instance, {})
    const nothing = { total: 0, sent: 0, delivered: 0, read: 0, answered: 0, failed: 0, answers: 0 }
    expect(days).toEqual([
      { ...nothing, date: '2026-05-01', total: 1, sent: 1, delivered: 1, read: 1, answered: 1 },
      { ...nothing, date: '2026-05-02', answers: 1 },
    ])
  })

  test('sums say what the counters say, for any period, and sums made out of kept counters are the same', async () => {
    const store = await open()
    const instance = await addInstance(store)
    await store.write(async (transaction) => {
      for (let number = 0; number < 90; number += 1) {
        const created_at = Date.UTC(2026, 4, 1, number, 20 * (number % 3))
        const shape = { ...SHAPES[number % 3], form_type: 'custom' as const, state: 'queued' as const }
        const form = formRow(instance, number, { ...shape, created_at })
        await keepForm(transaction, form)
        const at = created_at + number * 60_000
        if (number % 4 === 0) await answerForm(transaction, form, answerRow(instance, number, { at }), false)
        else await moveForm(transaction, form, { state: 'failed', at, failure: { code: `${number % 5}`, message: '' } })
      }
    })
    for (const period of [
      {},
      { from: '2026-05-01T07:00:00Z', to: '2026-05-01T09:00:00Z' },
      { from: '2026-05-01T07:00:00Z', to: '2026-05-03T02:00:00Z' },
      { from: '2026-05-02', to: '2026-05-03', timezone: 'America/Sao_Paulo' },
      { from: '2026-05-02', timezone: 'Asia/Kolkata' },
      { to: '2026-05-02T23:00:00Z' },
      { from: '2026-05-03', to: '2026-05-01' },
    ]) {
      const narrowed = await countForms(store, instance, { ...period, formType: 'custom' })
      expect(await countForms(store, instance, period, 7), JSON.stringify(period)).toEqual(narrowed)
    }
    const sums = () =>
      store.read
        .selectFrom('form_sum')
        .selectAll()
        .where('n', '<>', 0)
        .orderBy('span')
        .orderBy('at')
        .orderBy('measure')
        .execute()
    const kept = await sums()
    await store.write(async ({ sql }) => {
      await sql.deleteFrom('form_sum').execute()
      await sumUp(sql as unknown as Kysely<unknown>)
    })
    expect(await sums()).toEqual(kept)
    expect(kept.length).toBeGreaterThan(100)
  })

  test('of many sources and names the 50 with most forms are told', async () => {
    const store = await open()
    const instance = await addInstance(store)
    await store.write(async (transaction) => {
      for (let number = 1; number <= 60; number += 1) {
        const source = `s${String(number).padStart(2, '0')}`
        const key = { instance_id: instance, hour: 0, source, form_type: 'custom', form_name: source } as const
        addCounts(transaction, [[key, new Map([['state:sent', number]])]])
      }
    })
    const { sources, formNames, formTypes } = await countForms(store, instance, {})
    expect([sources.length, sources[0], sources.at(-1)]).toEqual([
      50,
      { source: 's60', total: 60, answered: 0 },
      { source: 's11', total: 11, answered: 0 },
    ])
    expect([formNames.length, formTypes]).toEqual([50, [{ formType: 'custom', total: 1830, answered: 0 }]])
  })

  test('a zone or a day that there is not is refused', async () => {
    const store = await open()
    for (const [path, query] of [
      ['timezone', { timezone: 'America/Nowhere' }],
      ['from', { from: '2026-02-31' }],
      ['to', { to: 'yesterday' }],
    ] as const) {
      await expect(countForms(store, 'ins', query)).rejects.toMatchObject({
        code: 'request_invalid',
        details: [{ path }],
      })
    }
  })
})
