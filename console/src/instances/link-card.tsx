import * as Tabs from '@radix-ui/react-tabs'
import { useState } from 'react'
import { Card } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { LinkByCode } from './link-by-code.tsx'
import { LinkByQr } from './link-by-qr.tsx'
import type { LinkProps } from './link-parts.tsx'
import { instancesWords } from './words.ts'

const TAB =
  'rounded-lg border border-edge px-3 py-1.5 text-sm font-medium min-h-9 hover:bg-raised ' +
  'data-[state=active]:border-accent data-[state=active]:bg-accent-back'

/** The two ways to link a number, one of them open. */
export function LinkCard(props: LinkProps) {
  const words = useWords(instancesWords)
  const [way, setWay] = useState('qr')
  return (
    <Card title={words.linkTitle}>
      <Tabs.Root
        value={way}
        onValueChange={(next) => {
          props.onLeave()
          setWay(next)
        }}
        activationMode="manual"
        className="flex flex-col gap-4"
      >
        <Tabs.List aria-label={words.ways} className="flex flex-wrap gap-2">
          <Tabs.Trigger value="qr" className={TAB}>
            {words.byQr}
          </Tabs.Trigger>
          <Tabs.Trigger value="code" className={TAB}>
            {words.byCode}
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="qr" className="flex flex-col gap-4">
          <LinkByQr {...props} />
        </Tabs.Content>
        <Tabs.Content value="code" className="flex flex-col gap-4">
          <LinkByCode {...props} />
        </Tabs.Content>
      </Tabs.Root>
    </Card>
  )
}
