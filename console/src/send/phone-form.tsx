import type { ReactNode } from 'react'
import { useWords } from '../words/language.ts'
import type { AddressField, DrawnWords } from './phone-words.ts'
import type { PreviewForm } from './preview.ts'
import { previewWords } from './preview-words.ts'

const ADDRESS: readonly AddressField[] = ['cep', 'state', 'city', 'neighborhood', 'street_and_number', 'complement']

/** The sheet that opens behind the button; a drawing, nothing in it can be typed into. */
export function PhoneForm({ form, drawn }: { form: PreviewForm; drawn: DrawnWords }) {
  const words = useWords(previewWords)
  switch (form.kind) {
    case 'ready':
      return <ReadyForm form={form} drawn={drawn} />
    case 'custom':
      return (
        <Sheet title={drawn.customForm}>
          <p className="text-sm text-quiet">{words.custom}</p>
          {form.screen ? <p className="foreign font-mono text-xs">{form.screen.slice(0, 100)}</p> : null}
        </Sheet>
      )
    case 'broken':
      return (
        <Sheet title={drawn.cannotOpen}>
          <p className="text-sm text-quiet">{words.broken}</p>
          <p className="font-mono text-sm">{form.missing.length > 0 ? form.missing.join(', ') : words.noObject}</p>
        </Sheet>
      )
    case 'closed':
      return (
        <Sheet title={drawn.cannotOpen}>
          <p className="text-sm text-quiet">{words.closed}</p>
        </Sheet>
      )
  }
}

function ReadyForm({ form, drawn }: { form: Extract<PreviewForm, { kind: 'ready' }>; drawn: DrawnWords }) {
  const plain = form.asks.filter((field) => field !== 'deliveryAddress')
  const isPlain = form.asks.length === 0 && form.questions.length === 0
  return (
    <Sheet
      title={form.offer ? drawn.offerForm : drawn.contactForm}
      end={
        <>
          <p className="rounded-full bg-accent px-4 py-2 text-center text-sm font-semibold text-on-accent">
            {isPlain ? drawn.confirm : drawn.submit}
          </p>
          <p className="text-center text-xs text-quiet">{drawn.managed}</p>
        </>
      }
    >
      {form.offer ? (
        <div className="flex flex-col gap-1 pb-1">
          {form.offer.name ? <p className="foreign text-lg leading-tight font-semibold">{form.offer.name}</p> : null}
          {form.offer.description ? <p className="foreign text-sm text-quiet">{form.offer.description}</p> : null}
        </div>
      ) : null}
      {plain.map((field) => (
        <Box key={field} label={drawn.fields[field]} />
      ))}
      {form.asks.includes('deliveryAddress') ? (
        <>
          <p className="pt-1 text-sm font-semibold">{drawn.fields.deliveryAddress}</p>
          {ADDRESS.map((field) => (
            <Box key={field} label={drawn.address[field]} optional={field === 'complement' ? drawn.optional : null} />
          ))}
        </>
      ) : null}
      {form.questions.length > 0 ? <p className="pt-1 text-sm font-semibold">{drawn.questions}</p> : null}
      {form.questions.map(({ label, helperText }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a drawing keeps no state
        <div key={at}>
          <Box label={label.trim() ? label : drawn.question} optional={drawn.optional} />
          {helperText.trim() ? <p className="foreign px-3 pt-1 text-xs text-quiet">{helperText}</p> : null}
        </div>
      ))}
    </Sheet>
  )
}

function Sheet({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col rounded-2xl border border-line bg-card">
      <p className="flex items-center gap-3 border-b border-line px-4 py-2.5 font-semibold">
        <span className="text-quiet">×</span> {title}
      </p>
      <div className="flex flex-col gap-2 p-3">{children}</div>
      {end ? <div className="flex flex-col gap-2 border-t border-line px-4 pt-3 pb-4">{end}</div> : null}
    </div>
  )
}

function Box({ label, optional = null }: { label: string; optional?: string | null }) {
  return (
    <p className="foreign min-h-9 rounded-xl border border-edge px-3 py-1 text-xs text-quiet">
      {label}
      {optional === null ? '' : ` (${optional})`}
    </p>
  )
}
