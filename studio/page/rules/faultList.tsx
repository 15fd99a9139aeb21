import type { Fault } from "../../messages.ts";

/** Faults as the command prints them; what is at a place can be gone to. */
export function FaultList(of: {
  readonly faults: readonly Fault[];
  readonly says: string;
  readonly goTo?: ((fault: Fault) => void) | undefined;
}) {
  return (
    <section class="problems" role="alert" aria-label={of.says}>
      {of.faults.length > 0 && <h3>{of.says}</h3>}
      {of.faults.map((fault, i) => (
        <div key={i} class="problem" lang="en">
          <p>
            <strong>{fault.message}</strong>
            {fault.expected !== undefined && <span class="quiet"> · expected {fault.expected}</span>}
          </p>
          {fault.remedy !== undefined && <p>{fault.remedy}</p>}
          {of.goTo && fault.line !== undefined && (
            <button type="button" class="plain" onClick={() => of.goTo!(fault)}>
              {fault.line}:{fault.column}
            </button>
          )}
        </div>
      ))}
    </section>
  );
}
