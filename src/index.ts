/** Glasshouse: a laboratory for social credit systems. Everyone in it is synthetic. */
export { runLimits } from "./core/limits.ts";
export { positionOf } from "./core/position.ts";
export { nearest, type Problem, ProblemError, renderProblem, renderProblems } from "./core/problem.ts";
export type { Place, Source } from "./core/source.ts";
export { version } from "./core/version.ts";
export { type Histogram, wasmTextOf } from "./engine/backend.ts";
export type { CheckpointSource } from "./engine/checkpoint/checkpoint.ts";
export type { TickStore } from "./engine/common/tickLog.ts";
export { type Memory, type Runner, reckon } from "./engine/memory.ts";
export type { Answer } from "./experiment/answers.ts";
export {
  type Bench,
  type BenchOptions,
  type BenchRow,
  bench,
  type CopyRate,
  measureCopies,
  type StartCosts,
} from "./experiment/bench.ts";
export { benchSteps, type StepCost, type StepCosts, type StepsOptions } from "./experiment/benchSteps.ts";
export {
  type BandsMoved,
  type CompareOptions,
  type CompareProgress,
  type Comparison,
  type ComparisonJson,
  compare,
  type Difference,
  type DifferenceRow,
} from "./experiment/compare.ts";
export type { Progress, StopSignal, WorldOptions } from "./experiment/course.ts";
export {
  type ExplainEnterprisesOptions,
  type ExplainOptions,
  explain,
  explainEnterprises,
} from "./experiment/explain.ts";
export type {
  EnterpriseLife,
  Entry,
  EntryAbout,
  EntryKind,
  Ledger,
  Life,
  MetEntry,
  SeenFriend,
  SeenOther,
  SeenStake,
  StateMove,
} from "./experiment/life.ts";
export type { Losses } from "./experiment/losses.ts";
export {
  type ColumnCells,
  type OpenWorldOptions,
  openWorld,
  type WorldUnderWay,
} from "./experiment/openWorld.ts";
export type { AnswerInPairs } from "./experiment/pairAnswers.ts";
export type { PhaseEntered } from "./experiment/phases.ts";
export type { PutIn } from "./experiment/putIn.ts";
export {
  type AnswerOptions,
  type Answers,
  answerQuestions,
  openAnswers,
  type PendingAnswers,
  usualTwins,
} from "./experiment/questions.ts";
export { type Recording, type RecordOptions, record } from "./experiment/recording.ts";
export {
  type CheckpointOptions,
  type CheckpointStore,
  openCheckpoint,
  type PendingCheckpoint,
  type ResumePoint,
} from "./experiment/resume.ts";
export { type RunOptions, run } from "./experiment/run.ts";
export { type RunningCost, runningCostOf } from "./experiment/runningCost.ts";
export type { Run, RunJson } from "./experiment/told.ts";
export { type Parameter, sayTally, type Tally } from "./language/provenance.ts";
export type {
  BandsLegend,
  ConductLegend,
  ConsequenceLegend,
  DeclaredLegend,
  KindLegend,
  Legend,
  ListLegend,
  MeasureLegend,
  MistakesLegend,
  PlacesLegend,
  Said,
  ScoreLegend,
  SurveyLegend,
  Topic,
} from "./model/legend/legend.ts";
export type { ColumnRef, MeasureRef } from "./model/legend/refs.ts";
export type { Lowered } from "./model/lower.ts";
export { usualPer } from "./model/stakes/response.ts";
export { calendarOf } from "./model/time/time.ts";
export { type Footprint, footprintsOf } from "./plan/footprint.ts";
export { bytesOf, type Shared, sharedIn } from "./plan/memory.ts";
export type { Let, Plan, Step } from "./plan/plan.ts";
export { type Interval, interval } from "./results/intervals.ts";
export { type Figures, type MeasureInfo, type ResultRow, Results } from "./results/results.ts";
export type { Control, Question } from "./scenario/asRead.ts";
export type { Library } from "./scenario/extends.ts";
export { changesFrom } from "./scenario/from.ts";
export { type Fact, type PortraitEntry, type PortraitSection, portray, sayValue } from "./scenario/portrait.ts";
export { scenarioJsonSchema, shippedNames } from "./scenario/published.ts";
export {
  type ReadOptions,
  readScenario,
  readShipped,
  type Scenario,
  shippedLibrary,
} from "./scenario/scenario.ts";
