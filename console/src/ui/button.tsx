import type { ComponentProps, MouseEvent } from 'react'

/** `main` is the one thing to do here; `danger` takes something away for good. */
export type ButtonLook = 'main' | 'plain' | 'quiet' | 'danger'

const LOOKS: Record<ButtonLook, string> = {
  main: 'bg-accent text-on-accent border-transparent hover:brightness-110',
  plain: 'bg-card text-text border-edge hover:bg-raised',
  quiet: 'bg-transparent text-text border-transparent hover:bg-raised',
  danger: 'bg-card text-wrong border-wrong hover:bg-wrong-back',
}

const SHAPE =
  'inline-flex items-center justify-center gap-2 rounded-lg border px-3.5 py-1.5 text-sm font-medium min-h-9 ' +
  'disabled:opacity-60 disabled:cursor-not-allowed aria-disabled:opacity-60 aria-disabled:cursor-not-allowed'

export function buttonLook(look: ButtonLook = 'plain'): string {
  return `${SHAPE} ${LOOKS[look]}`
}

type ButtonProps = ComponentProps<'button'> & { look?: ButtonLook | undefined; isBusy?: boolean | undefined }

/**
 * A button; while it is busy it stays where it is, keeps the focus, says so and cannot be pressed again: neither it nor,
 * where it submits a form, the Enter key in a field.
 */
export function Button({ look = 'plain', isBusy = false, className = '', children, ...rest }: ButtonProps) {
  const { disabled, onClick } = rest
  function press(event: MouseEvent<HTMLButtonElement>) {
    // The browser submits by a click of its own on the form's button.
    if (isBusy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true && !isBusy}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={press}
      className={`${buttonLook(look)} ${className}`}
    >
      {isBusy ? <Spinner /> : null}
      {children}
    </button>
  )
}

export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  )
}
