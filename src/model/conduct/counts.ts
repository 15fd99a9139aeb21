/** What is counted of a conduct, by the names of its measures. */

export function actsOf(conduct: string): string {
  return `acts.${conduct}`;
}

export function blockedOf(conduct: string): string {
  return `blocked.${conduct}`;
}

export function recordsOf(conduct: string): string {
  return `records.${conduct}`;
}

export function pointsOf(conduct: string): string {
  return `points.${conduct}`;
}

export function falseOf(conduct: string): string {
  return `false.${conduct}`;
}
