import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SendState } from '../kernel/send-state.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { searchKeys } from './domain/search.ts'
import type { TypedAnswer } from './domain/typed.ts'
import { answerRow, formRow, idOf, insertRows } from './form-rows.suite.ts'
import { listForms } from './list-forms.ts'
import { readFilter } from './read-filter.ts'
import { type FormFilterQuery, listFormsQuery } from './schema-list.ts'
import type { Form } from './store.ts'
import type { FormFilter, Place } from './store-list.ts'
import { type WalkBounds, walkForms } from './walk-forms.ts'

const JOSE: TypedAnswer = {
  fullName: 'José da SILVA',
  email: { value: 'Jose@Exemplo.com.br', valid: true },
  cpfOrCnpj: { kind: 'cpf', digits: '52998224725', formatted: '529.982.247-25', valid: true },
}

const FORMS: Partial<Form>[] = [
  { state: 'sent', form_type: 'custom', source: 'api', number: '5511911112222' },
  { state: 'answered', form_type: 'contact_details', source: 'crm', form_name: 'cadastro', flow_token: 'lead-1' },
  {
    chat_lid: '7@lid',
    state: 'failed',
    form_type: 'registration_offer',
    source: 'crm',
    form_name: 'curso',
    flow_token: 'lead-2',
  },
  { state: 'sent', form_type: 'contact_details', source: 'bot', number: '551187654321', flow_token: 'lead-1' },
  { state: 'read', source: 'bot', number: '120363000000000001@g.us', form_name: 'cadastro' },
  { state: 'delivered', source: 'erp', number: '5521912345678', message_id: '3EB0ABC', flow_token: 'Lead-1' },
]

function keysOf(typed: TypedAnswer) {
  const { name, email, document } = searchKeys(typed)
  return { name_key: name, email_key: email, document_key: document }
}

/** What one finds, by the forms' numbers, the newest first. */
const ALONE: [FormFilterQuery, number[]][] = [
  [{}, [6, 5, 4, 3, 2, 1]],
  [{ state: 'sent' }, [4, 1]],
  [{ state: 'expired' }, []],
  [{ formType: 'contact_details' }, [4, 2]],
  [{ formName: 'cadastro' }, [5, 2]],
  [{ source: 'crm' }, [3, 2]],
  [{ flowToken: 'lead-1' }, [4, 2]],
  [{ flowToken: 'lead' }, []],
  [{ number: '+55 (11) 98765-4321' }, [4]],
  [{ number: '551187654321' }, [4]],
  [{ number: '120363000000000001@g.us' }, [5]],
  [{ number: '7@lid' }, [3]],
  [{ number: '8@lid' }, []],
  [{ from: '1970-01-01T00:00:00.003Z' }, [6, 5, 4, 3]],
  [{ to: '1970-01-01T00:00:00.003Z' }, [2, 1]],
  [{ from: '1970-01-01', to: '1970-01-01' }, [6, 5, 4, 3, 2, 1]],
  [{ to: '1969-12-31' }, []],
]

const SEARCHES: [string, number[]][] = [
  ['jose', [2]],
  ['JOSÉ  da s', [2]],
  ['da silva', []],
  ['jose@ex', [2]],
  ['JOSE@EXEMPLO', [2]],
  ['529.982', [2]],
  ['52998224725', [2]],
  ['529.982.247-2', [2]],
  ['982', []],
  ['+55 21 9', [6]],
  ['120363', [5]],
  ['120363000000000001@g', [5]],
  ['lead-', [4, 3, 2]],
  ['Lead-', [6]],
  ['cr', [3, 2]],
  ['3EB0', [6]],
  ['3eb0', []],
  ['%', []],
  ['_', []],
  ['maria', [2]],
  ['  ', [6, 5, 4, 3, 2, 1]],
]

/** Ways a search may go: by the indexes of few hits, or through the list, in few or many looks. */
const WAYS: Record<string, WalkBounds> = {
  narrow: { lookedAtOnce: 100, mostLooks: 50, mostByIndex: 1_000 },
  wide: { lookedAtOnce: 100, mostLooks: 50, mostByIndex: -1 },
  'wide, over borders': { lookedAtOnce: 2, mostLooks: 50, mostByIndex: -1 },
  'wide, with pages that end early': { lookedAtOnce: 1, mostLooks: 1, mostByIndex: -1 },
}

/** Walks every page, and tells what was on each. */
async function walkAll(store: Store, instance: string, filter: FormFilter, limit: number, bounds?: WalkBounds) {
  const pages: number[][] = []
  for (let after: Place | null = null; ; ) {
    const { forms, next } = await walkForms(store.read, instance, filter, after, limit, bounds)
    pages.push(forms.map(({ created_at: at }) => at))
    if (!next) return pages
    after = next
  }
}

describeStores((open) => {
  async function shop() {
    const store = await open()
    const instance = await addInstance(store)
    const other = await addInstance(store, 'other')
    const maria = { ...keysOf({ fullName: 'Maria' }), form_id: idOf('frm', 2) }
    await store.write(async ({ sql }) => {
      await insertRows(
        sql,
        [...FORMS.map((form, index) => formRow(instance, index + 1, form)), formRow(other, 100, { ...FORMS[1] })],
        [
          answerRow(instance, 1, maria),
          answerRow(instance, 2, { ...keysOf(JOSE), form_id: idOf('frm', 2) }),
          answerRow(instance, 3, { ...keysOf(JOSE) }),
          answerRow(other, 4, { ...keysOf(JOSE), form_id: idOf('frm', 100) }),
        ],
      )
    })
    return { store, instance }
  }

  test('each filter finds its own, and two find what both do', async () => {
    const { store, instance } = await shop()
    for (const [query, wanted] of ALONE) {
      expect((await walkAll(store, instance, readFilter(query), 50)).flat(), JSON.stringify(query)).toEqual(wanted)
      for (const [other, more] of ALONE) {
        const both = { ...query, ...other }
        if (Object.keys(both).length !== Object.keys(query).length + Object.keys(other).length) continue
        const found = (await walkAll(store, instance, readFilter(both), 50, WAYS['wide, over borders'])).flat()
        expect(found, JSON.stringify(both)).toEqual(wanted.filter((number) => more.includes(number)))
      }
    }
  })

  test('a place of another list is none to begin at before the period', async () => {
    const { store, instance } = await shop()
    const filter = readFilter({ to: '1970-01-01T00:00:00.003Z' })
    const { forms } = await walkForms(store.read, instance, filter, { createdAt: 5, id: idOf('frm', 5) }, 50)
    expect(forms.map(({ created_at: at }) => at)).toEqual([2, 1])
  })

  test.each(Object.entries(WAYS))('a search finds what begins so, by every column: %s', async (_, bounds) => {
    const { store, instance } = await shop()
    for (const [index, [q, wanted]] of SEARCHES.entries()) {
      expect((await walkAll(store, instance, readFilter({ q }), 50, bounds)).flat(), q).toEqual(wanted)
      const [query, numbers] = ALONE[index % ALONE.length] ?? [{}, []]
      const found = (await walkAll(store, instance, readFilter({ ...query, q }), 1, bounds)).flat()
      expect(found, `${q} ${JSON.stringify(query)}`).toEqual(wanted.filter((number) => numbers.includes(number)))
    }
  })

  test('a search that finds thousands goes through the list, page by page', async () => {
    const store = await open()
    const instance = await addInstance(store)
    const numbers = Array.from({ length: 4_500 }, (_, index) => index + 1)
    await store.write(({ sql }) =>
      insertRows(
        sql,
        numbers.map((number) => formRow(instance, number, number > 4_400 ? { source: 'bot' } : {})),
        numbers
          .filter((number) => number <= 4_400)
          .map((number) =>
            answerRow(instance, number, { form_id: idOf('frm', number), name_key: `ana ${number % 7}` }),
          ),
      ),
    )
    const found = await walkAll(store, instance, readFilter({ q: 'Ána' }), 200)
    expect(found.flat()).toEqual(numbers.filter((number) => number <= 4_400).toReversed())
    expect(found.slice(0, -1).every((page) => page.length === 200)).toBe(true)
    const few = await walkAll(store, instance, readFilter({ q: 'ana 3', source: 'api' }), 200)
    expect(few.flat()).toEqual(numbers.filter((number) => number <= 4_400 && number % 7 === 3).toReversed())
    const rare = {
      source: 'api',
      state: 'sent',
      from: '1970-01-01T00:00:00.010Z',
      to: '1970-01-01T00:00:00.020Z',
    } as const
    expect((await walkAll(store, instance, readFilter(rare), 3)).flat()).toEqual([
      19, 18, 17, 16, 15, 14, 13, 12, 11, 10,
    ])
  })

  test('nothing is told twice and nothing that was there is missed, whatever arrives and moves between pages', async () => {
    const step = fc.record({
      arrive: fc.array(fc.record({ source: fc.constantFrom('a', 'b'), isSame: fc.boolean() }), { maxLength: 4 }),
      moved: fc.array(fc.nat({ max: 40 }), { maxLength: 3 }),
    })
    const walk = fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 5 }),
      limit: fc.integer({ min: 1, max: 5 }),
      query: fc.constantFrom<FormFilterQuery>(
        ...[{}, { source: 'a' }, { state: 'sent' as const }, { source: 'a', state: 'sent' as const }],
        ...[{ q: 'a' }, { q: 'M1', source: 'b' }],
      ),
      way: fc.constantFrom(...Object.values(WAYS)),
    })
    const store = await open()
    let shops = 0
    await fc.assert(
      fc.asyncProperty(walk, async ({ steps, limit, query, way }) => {
        shops += 1
        const instance = await addInstance(store, `shop${shops}`)
        const filter = readFilter(query)
        let last = shops * 10_000
        let at = 1
        const arrive = (many: { source: string; isSame: boolean }[]) =>
          store.write(async ({ sql }) => {
            for (const { source, isSame } of many) {
              at += isSame ? 0 : 1
              last += 1
              const search = { message_id: `M${last % 10}-${last}` }
              await insertRows(sql, [formRow(instance, last, { source, created_at: at, ...search })])
            }
          })
        await arrive(
          Array.from({ length: 12 }, (_, index) => ({ source: index % 3 ? 'a' : 'b', isSame: index % 2 === 0 })),
        )
        const passing = async () =>
          (await walkForms(store.read, instance, filter, null, 1_000)).forms.map(({ id }) => id)
        const before = await passing()
        const told: string[] = []
        let after: Place | null = null
        let index = 0
        do {
          const page = await walkForms(store.read, instance, filter, after, limit, way)
          told.push(...page.forms.map(({ id }) => id))
          after = page.next
          const next = steps[index % steps.length]
          index += 1
          if (!next || index > 60) continue
          await arrive(next.arrive)
          const states: SendState[] = ['delivered', 'read', 'sent']
          await store.write(async ({ sql }) => {
            for (const moved of next.moved) {
              const change = { state: states[moved % 3] ?? 'sent' }
              await sql
                .updateTable('form')
                .set(change)
                .where('id', '=', idOf('frm', shops * 10_000 + moved))
                .execute()
            }
          })
        } while (after)
        const still = new Set(await passing())
        expect(new Set(told).size).toBe(told.length)
        expect(told).toEqual(told.toSorted((one, other) => (one < other ? 1 : -1)))
        expect(before.filter((id) => still.has(id) && !told.includes(id) && !mayHaveLeft(id, steps))).toEqual([])
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })

  test('a page holds readings up to a size, and goes on behind them', async () => {
    const store = await open()
    const instance = await addInstance(store)
    const long = JSON.stringify({ fullName: 'x'.repeat(1_500_000) })
    const numbers = [1, 2, 3, 4, 5]
    await store.write(({ sql }) =>
      insertRows(
        sql,
        numbers.map((number) =>
          formRow(instance, number, number === 5 ? {} : { latest_answer_id: idOf('ans', number) }),
        ),
        // The answer of 1 is gone; the form is told all the same.
        numbers
          .slice(1, 4)
          .map((number) => answerRow(instance, number, { form_id: idOf('frm', number), answers: long })),
      ),
    )
    const first = await listForms(store, instance, listFormsQuery.parse({}))
    expect(first.forms.map(({ messageId }) => messageId)).toEqual(['M5', 'M4', 'M3'])
    expect(first.forms.map(({ answers }) => answers === null)).toEqual([true, false, false])
    const rest = await listForms(store, instance, listFormsQuery.parse({ cursor: first.nextCursor }))
    expect([rest.forms.map(({ messageId }) => messageId), rest.nextCursor]).toEqual([['M2', 'M1'], null])
  })
})

/** Whether a form may have failed the filter for a while. */
function mayHaveLeft(id: string, steps: readonly { moved: number[] }[]): boolean {
  return steps.some(({ moved }) => moved.includes(Number(id.slice(4)) % 10_000))
}

test.each(['garbage', 'MTIz', '', 'MS5mcm1fMQ', Buffer.from('1.frm_0000000000000000000Z').toString('base64url')])(
  'the cursor %j is refused',
  async (cursor) => {
    await expect(
      listForms({ read: {} as Store['read'] }, 'ins', listFormsQuery.parse({ cursor })),
    ).rejects.toMatchObject({
      code: 'request_invalid',
      details: [{ path: 'cursor' }],
    })
  },
)
