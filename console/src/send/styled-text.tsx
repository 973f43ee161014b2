import { type ReactNode, useMemo } from 'react'
import { type Run, readStyled, type Style } from './format-text.ts'

/** What WhatsApp folds behind "Read more". */
const FOLD_AT = 900

/** A text with WhatsApp's own marks; elements, never markup. */
export function StyledText({ text, more }: { text: string; more: string }) {
  const isFolded = text.length > FOLD_AT
  const shown = isFolded ? `${text.slice(0, FOLD_AT).toWellFormed()}…` : text
  const runs = useMemo(() => readStyled(shown), [shown])
  return (
    <>
      {runs.map(draw)}
      {isFolded ? <span className="block font-semibold text-accent">{more}</span> : null}
    </>
  )
}

function draw(run: Run, at: number): ReactNode {
  if (typeof run === 'string') return run
  return (
    <Styled key={at} style={run.style}>
      {run.runs.map(draw)}
    </Styled>
  )
}

function Styled({ style, children }: { style: Style; children: ReactNode }) {
  switch (style) {
    case 'bold':
      return <strong>{children}</strong>
    case 'italic':
      return <em>{children}</em>
    case 'strike':
      return <s>{children}</s>
    case 'mono':
      return <code className="font-mono text-[0.9em]">{children}</code>
  }
}
