import type { ReactNode } from 'react'
import { CodeBlock } from '../../ui/copy.tsx'
import { Card, Empty } from '../../ui/page.tsx'
import { useWords } from '../../words/language.ts'
import { webhookWords } from './words.ts'

/** What a receiver gets when a form is answered, shortened. */
const SAMPLE = JSON.stringify(
  {
    id: 'evt_00000000001wxyz4',
    event: 'form.answered',
    timestamp: '2026-05-02T12:00:00.000Z',
    version: 1,
    data: {
      form: { messageId: '3EB0A1B2C3D4E5F60718', flowToken: 'order-17', state: 'answered' },
      answer: { id: 'ans_1kqm3x5w82abcdefghjk', revision: 1, answers: { fullName: 'Ana Invented' } },
    },
    instanceData: { baseUrl: 'https://gateway.example', instance: 'shop' },
  },
  null,
  2,
)

/** Nothing is posted anywhere yet: what a webhook is, and what it would get. */
export function NoWebhooks({ add }: { add: ReactNode }) {
  const words = useWords(webhookWords)
  return (
    <Card>
      <Empty title={words.emptyTitle} action={add}>
        <p>{words.empty}</p>
      </Empty>
      <CodeBlock label={words.sample} code={SAMPLE} />
      <p className="mt-3 text-sm">
        <a href="/docs" className="underline">
          {words.docs}
        </a>
      </p>
    </Card>
  )
}
