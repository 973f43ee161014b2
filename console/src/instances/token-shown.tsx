import { CopyButton } from '../ui/copy.tsx'

/** A token in clear, to be copied. */
export function TokenShown({ label, token }: { label: string; token: string }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="text-sm font-medium">{label}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code
          dir="ltr"
          className="foreign min-w-0 rounded-lg border border-line bg-raised px-3 py-1.5 font-mono text-sm"
        >
          {token}
        </code>
        <CopyButton text={token} what={label} />
      </div>
    </div>
  )
}
