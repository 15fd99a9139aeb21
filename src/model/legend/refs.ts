/**
 * Names in a plan, by what they name. They are made where the thing is made (`Draft`), and followed by whoever reads a
 * legend: outside this room nobody spells one, and nobody takes one apart.
 */
export type Ref<T extends string> = string & { readonly [names]: T };
declare const names: unique symbol;

export type ColumnRef = Ref<"column">;
export type GlobalRef = Ref<"global">;
export type MeasureRef = Ref<"measure">;
export type StepRef = Ref<"step">;
/** A value of an event, carried along with it. */
export type LocalRef = Ref<"local">;
/** What a record or a part of a ledger is called where a life is traced. */
export type LabelRef = Ref<"label">;
