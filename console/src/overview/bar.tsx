/** A share drawn as a bar, for the eye: the number beside it says the same. */
export function Bar({ share, className = 'h-2.5' }: { share: number; className?: string }) {
  return (
    <div aria-hidden="true" className={`w-full overflow-hidden rounded-sm border border-edge bg-card ${className}`}>
      <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
    </div>
  )
}
