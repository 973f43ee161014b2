import { type ComponentProps, type ReactNode, useId } from 'react'

interface FieldProps {
  label: string
  hint?: ReactNode
  /** What is wrong with what was typed, and what helps. */
  error?: string | null | undefined
  className?: string
}

const CONTROL =
  'w-full rounded-lg border border-edge bg-card px-3 py-1.5 text-sm text-text min-h-9 placeholder:text-quiet ' +
  'aria-invalid:border-wrong disabled:opacity-60'

function useField({ hint, error }: Pick<FieldProps, 'hint' | 'error'>) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return { id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined }
}

function Frame({ id, label, hint, error, className = '', children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className={`flex flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-quiet">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-xs text-wrong">
          {error}
        </p>
      ) : null}
    </div>
  )
}

export function TextField({ label, hint, error, className, ...rest }: FieldProps & ComponentProps<'input'>) {
  const field = useField({ hint, error })
  return (
    <Frame {...{ label, hint, error, id: field.id }} {...(className ? { className } : {})}>
      <input type="text" autoComplete="off" {...rest} {...field} className={CONTROL} />
    </Frame>
  )
}

export function TextArea({ label, hint, error, className, ...rest }: FieldProps & ComponentProps<'textarea'>) {
  const field = useField({ hint, error })
  return (
    <Frame {...{ label, hint, error, id: field.id }} {...(className ? { className } : {})}>
      <textarea rows={3} {...rest} {...field} className={CONTROL} />
    </Frame>
  )
}

/** A choice of few; `options` are [value, label]. */
export function SelectField({
  label,
  hint,
  error,
  className,
  options,
  ...rest
}: FieldProps & ComponentProps<'select'> & { options: readonly (readonly [string, string])[] }) {
  const field = useField({ hint, error })
  return (
    <Frame {...{ label, hint, error, id: field.id }} {...(className ? { className } : {})}>
      <select {...rest} {...field} className={CONTROL}>
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Frame>
  )
}

export function CheckField({ label, hint, error, className = '', ...rest }: FieldProps & ComponentProps<'input'>) {
  const field = useField({ hint, error })
  return (
    <div className={`flex items-start gap-2.5 ${className}`}>
      <input type="checkbox" {...rest} {...field} className="mt-0.5 size-5 shrink-0 accent-accent" />
      <div>
        <label htmlFor={field.id} className="text-sm font-medium">
          {label}
        </label>
        {hint ? (
          <p id={`${field.id}-hint`} className="text-xs text-quiet">
            {hint}
          </p>
        ) : null}
        {error ? (
          <p id={`${field.id}-error`} className="text-xs text-wrong">
            {error}
          </p>
        ) : null}
      </div>
    </div>
  )
}
