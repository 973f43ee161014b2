import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { plansOf } from '../platform/db/plans-of.suite.ts'
import type { Sql } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { formRow, idOf, insertRows } from './form-rows.suite.ts'
import { readFilter } from './read-filter.ts'
import type { FormFilterQuery } from './schema-list.ts'
import { findByMessage, findByToken, findDue, findNewestByToken, insertForm } from './store.ts'
import { findNewestAnswers, findOrphans, findStrange, findUnmatched, searchOrphans } from './store-answers.ts'
import { findCounts, findSums } from './store-counts.ts'
import { findFewIds, findForms, findLead, findPassing, findPlaceBehind } from './store-list.ts'

const PLACE = { createdAt: 5, id: idOf('frm', 5) }
const LEADS: [FormFilterQuery, string][] = [
  [{}, 'form_by_instance_id_created_at_id'],
  [{ state: 'sent' }, 'form_by_state'],
  [{ formType: 'custom' }, 'form_by_type'],
  [{ formName: 'cadastro' }, 'form_by_name'],
  [{ source: 'crm' }, 'form_by_source'],
  [{ flowToken: 'lead' }, 'form_by_token'],
  [{ number: '5511987654321' }, 'form_by_number'],
  [{ number: '7@lid' }, 'form_by_chat_lid'],
]
const PERIOD = { from: '1970-01-01T00:00:01Z', to: '2026-05-31' }
const SEARCH = readFilter({ q: '1' }).search
const ANA = { jid: 'a@s.whatsapp.net', lid: 'a@lid' }

describeStores((open, engine) => {
  if (engine === 'postgres') {
    test('PostgreSQL walks the same indexes once it knows its rows', async () => {
      const store = await open()
      const id = await addInstance(store)
      const states = ['sent', 'read', 'answered'] as const
      const rows = Array.from({ length: 5_000 }, (_, number) =>
        formRow(id, number, {
          ...{ state: states[number % 3] ?? 'sent', source: `s${number % 50}`, form_name: `n${number % 50}` },
          ...{ flow_token: `t${number % 500}`, number: `${number % 500}` },
        }),
      )
      await store.write(({ sql }) => insertRows(sql, rows))
      await store.write(({ sql }) => sql.executeQuery(CompiledQuery.raw('analyze form')))
      for (const [query, index] of [
        [{}, 'form_by_instance_id_created_at_id'],
        [{ source: 's7' }, 'form_by_source'],
        [{ formName: 'n7' }, 'form_by_name'],
        [{ flowToken: 't7' }, 'form_by_token'],
      ] as const) {
        const filter = readFilter(query)
        const after = { createdAt: 4_000, id: idOf('frm', 4_000) }
        const [plan] = await plansOf(store, 'explain', (sql) => findForms(sql, id, filter, { after, limit: 51 }))
        expect(plan, JSON.stringify(query)).toContain(index)
        expect(plan, JSON.stringify(query)).not.toMatch(/Seq Scan|-> {2}Sort|^Sort/)
      }
    })
    return
  }
  const explain = 'explain query plan'

  test.each(LEADS)('a page of forms by %j walks its index from its place on', async (query, index) => {
    const store = await open()
    const id = await addInstance(store)
    for (const filter of [readFilter(query), readFilter({ ...query, ...PERIOD })]) {
      const lead = await findLead(store.read, id, filter, 2_000)
      const looks = await plansOf(store, explain, async (sql) => {
        await findForms(sql, id, filter, { after: PLACE, limit: 51 })
        await findForms(sql, id, filter, { after: null, limit: 51 })
        await findPlaceBehind(sql, id, filter, { lead, after: PLACE, count: 2_000 })
      })
      for (const plan of looks) {
        expect(plan).toContain(index)
        // A token's forms of one millisecond, and the two writings of one number, are put in order.
        if (query.number === undefined)
          expect(plan.replace('TEMP B-TREE FOR LAST TERM', '')).not.toContain('TEMP B-TREE')
      }
      expect(looks[0], 'begins at its place').toMatch(query.number ? /(number|chat_lid)=\?/ : /created_at[<,]/)
    }
  })

  test.each(LEADS)('looking through forms by %j walks its index, whatever else is asked for', async (query, index) => {
    const store = await open()
    const id = await addInstance(store)
    await store.write(({ sql }) => insertRows(sql, [formRow(id, 1)]))
    const asked = { state: 'sent', source: 'crm', q: 'a', ...PERIOD, ...query } as const
    const wanted = { number: index, flowToken: index, formName: index }[Object.keys(query)[0] ?? ''] ?? 'form_by_source'
    const filter = readFilter(asked)
    const lead = await findLead(store.read, id, filter, 2_000)
    // The parts of a query are heard of before it.
    const plan = (
      await plansOf(store, explain, (sql) =>
        findPassing(sql, id, filter, {
          lead,
          after: PLACE,
          end: { createdAt: 1, id: 'frm_' },
          among: 2_000,
          limit: 51,
        }),
      )
    ).at(-1)
    expect(plan).toContain(`form USING INDEX ${wanted}`)
    expect(plan).toContain('answer USING INDEX answer_by_form (form_id=?)')
    expect(plan).not.toContain('MULTI-INDEX')
  })

  test('what is looked up has an index of its own', async () => {
    const store = await open()
    const id = await addInstance(store)
    const form = formRow(id, 1, { flow_token: 't' })
    // More than one form has the token: then they are put in order.
    const toJ = { flow_token: 't', chat_jid: 'j', chat_lid: 'l' }
    await store.write(async ({ sql }) => {
      for (const seq of [2, 3]) await insertForm(sql, formRow(id, seq, toJ))
    })
    if (!SEARCH) throw new Error('there is a search')
    const filter = { from: 0, to: 9e15 }
    const place = { hour: 1, source: '', form_type: 'custom', form_name: '', measure: '' } as const
    const lookUps: [string, (sql: Sql) => Promise<unknown>, string[]][] = [
      ['a token', (sql) => findNewestByToken(sql, id, 't'), ['form_by_token']],
      ['a message', (sql) => findByMessage(sql, id, 'm'), ['form_by_instance_id_message_id']],
      ['what expires', (sql) => findDue(sql, 1, 200), ['form_by_due']],
      ['answers of a form', (sql) => findNewestAnswers(sql, 'f'), ['answer_by_form ']],
      ['any orphan', (sql) => findOrphans(sql, form), ['answer_unmatched']],
      ['orphans', (sql) => searchOrphans(sql, form), ['answer_unmatched_by_quote', 'answer_unmatched_by_token']],
      ['strange answers', (sql) => findStrange(sql, id, ANA), ['answer_strange_by_jid', 'answer_strange_by_lid']],
      ['unmatched', (sql) => findUnmatched(sql, id, { before: 'a', limit: 50, most: 1 }), ['answer_unmatched (']],
      ['counters', (sql) => findCounts(sql, id, filter, place, 5_000), ['PRIMARY KEY|form_count_1|autoindex']],
      [
        'sums',
        (sql) => findSums(sql, id, { span: 'hour', from: 0, to: 9 }, { at: 1, measure: '' }, 5_000),
        ['form_sum_1 (instance_id=. AND span=. AND .at,measure.>'],
      ],
      [
        'a token of one person',
        (sql) => findByToken(sql, id, 't', { jids: ['j'], lids: ['l'] }),
        ['form_by_chat_jid', 'form_by_chat_lid', 'form_by_chat_jid[^]*form_by_chat_lid'],
      ],
      [
        'a search',
        (sql) => findFewIds(sql, id, SEARCH, 1_000),
        [
          ...['form_by_number', 'form_by_token', 'form_by_source', 'form_by_instance_id_message_id'],
          ...['answer_by_name', 'answer_by_email', 'answer_by_document'],
        ],
      ],
      [
        'contents of old answers',
        (sql) =>
          sql
            .selectFrom('answer')
            .select('id')
            .where('instance_id', '=', id)
            .where(({ eb, lit }) => eb('erased', '=', lit(0)))
            .where('id', '<', 'ans_1')
            .orderBy('id')
            .limit(200)
            .execute(),
        ['answer_kept'],
      ],
      [
        'contents of old messages',
        (sql) =>
          sql
            .selectFrom('message')
            .select('id')
            .where('instance_id', '=', id)
            .where('raw', 'is not', null)
            .where('id', '<', 'msg_1')
            .orderBy('id')
            .limit(200)
            .execute(),
        ['message_kept'],
      ],
    ]
    for (const [name, run, indexes] of lookUps) {
      const plans = await plansOf(store, explain, run)
      for (const [number, index] of indexes.entries())
        expect(plans[number], name).toMatch(new RegExp(index.replace('(', '\\(')))
      const isSorted = /TEMP B-TREE FOR (?!LAST TERM)/
      if (name !== 'a token of one person') for (const plan of plans) expect(plan, name).not.toMatch(isSorted)
    }
  })
})
