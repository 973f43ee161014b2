import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useWords } from '../words/language.ts'
import { uiWords } from './words.ts'

interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** It stays when somebody closes it: `onClose` is told all the same, and what shuts it is `isOpen`. */
  isHeld?: boolean
  children: ReactNode
  /** Buttons, the main one last. */
  actions?: ReactNode
}

/**
 * A modal dialog of the browser's own: it keeps the focus, gives it back, and closes on Escape. Its content is not
 * there while it is shut, so that nothing typed stays.
 */
export function Dialog({ title, isOpen, onClose, isHeld = false, children, actions }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const words = useWords(uiWords)
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  return (
    <dialog
      ref={dialog}
      onCancel={(event) => {
        if (!isHeld) return
        event.preventDefault()
        onClose()
      }}
      onClose={() => {
        // A browser lets Escape be prevented once; pressed again at once it shuts the dialog all the same.
        if (isOpen && isHeld) dialog.current?.showModal()
        onClose()
      }}
      aria-labelledby={id}
      className="m-auto max-h-[90dvh] w-[min(36rem,calc(100vw-1.5rem))] overflow-auto rounded-2xl border border-line bg-card p-0 text-text"
    >
      {isOpen ? (
        <div className="flex flex-col gap-4 p-5">
          <div className="flex items-start justify-between gap-3">
            <h2 id={id} className="foreign text-lg font-semibold">
              {title}
            </h2>
            <button
              type="button"
              aria-label={words.close}
              onClick={onClose}
              className="-m-1 grid size-8 place-items-center rounded-lg text-xl leading-none hover:bg-raised"
            >
              <span aria-hidden="true">×</span>
            </button>
          </div>
          {children}
          {actions ? <div className="flex flex-wrap justify-end gap-2">{actions}</div> : null}
        </div>
      ) : null}
    </dialog>
  )
}
