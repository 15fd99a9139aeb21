/** Why a figure that was changed in the studio is what it is, as it stands beside it in a file. */
export const changedHere = "changed in the studio";
/** What the reform is called that holds the changes of a file; behind the name of the file's own, where it has one. */
export const reformHere = "Changed in the studio";

export function isReformHere(name: string | undefined): boolean {
  return name?.toLowerCase().endsWith(changedHere) === true;
}
