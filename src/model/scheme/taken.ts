/** What redress can take back of records besides points and entries, each with the conducts of whose records it does. */
export interface Taken {
  readonly files: ReadonlySet<string>;
  readonly repetition: ReadonlySet<string>;
  readonly grade: ReadonlySet<string>;
}
