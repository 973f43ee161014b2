import * as Tabs from '@radix-ui/react-tabs'
import { CodeBlock } from '../ui/copy.tsx'
import { Card } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { type Call, curlOf, typescriptOf } from './code.ts'
import { sendWords } from './words.ts'

const TAB =
  'border-b-2 border-transparent px-3 py-1.5 text-sm font-medium text-quiet data-[state=active]:border-accent data-[state=active]:text-text'

/** The call that the button makes, for whoever wants to make it from elsewhere. */
export function CodePanel({ call }: { call: Call }) {
  const words = useWords(sendWords)
  return (
    <Card title={words.code}>
      <p className="mb-3 text-xs text-quiet">{words.codeHint}</p>
      <Tabs.Root defaultValue="curl">
        <Tabs.List aria-label={words.code} className="mb-3 flex gap-1 border-b border-line">
          <Tabs.Trigger value="curl" className={TAB}>
            {words.curl}
          </Tabs.Trigger>
          <Tabs.Trigger value="typescript" className={TAB}>
            {words.typescript}
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="curl">
          <CodeBlock code={curlOf(call)} label={words.curl} />
        </Tabs.Content>
        <Tabs.Content value="typescript">
          <CodeBlock code={typescriptOf(call)} label={words.typescript} />
        </Tabs.Content>
      </Tabs.Root>
    </Card>
  )
}
