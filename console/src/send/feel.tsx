import type { ReactNode } from 'react'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Checked } from './check.ts'
import { checkWords } from './check-words.ts'
import type { Typing } from './use-draft.ts'

/** What the parts of the form share: what is typed, and what is wrong with it. */
export interface Sheet extends Pick<Typing, 'draft' | 'change'> {
  checked: Checked
  /** Whether sending was tried: from then on what is missing is said too. */
  wasTried: boolean
}

/** What stands below a field: its hint, a warning while it is typed, and what the gateway would refuse. */
export function useFeel({ checked, wasTried }: Pick<Sheet, 'checked' | 'wasTried'>) {
  const words = useWords(checkWords)
  const { number } = useFormats()
  return (path: string, hint?: ReactNode): { hint?: ReactNode; error: string | null } => {
    const refusal = checked.refusals.get(path)
    const warning = checked.warnings.get(path)
    const isSaid = refusal !== undefined && (refusal.type !== 'required' || wasTried)
    return {
      error: isSaid ? words.refusal(refusal, number) : null,
      ...(warning || hint
        ? {
            hint: (
              <>
                {warning ? <span className="block font-medium text-warn">{words.warning(warning, number)}</span> : null}
                {hint}
              </>
            ),
          }
        : {}),
    }
  }
}
