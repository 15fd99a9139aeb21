/** Runs the command with its arguments (without `node` and the script); resolves to the exit code. */
export async function main(argv: string[]): Promise<number> {
  console.log(`glasshouse: ${argv.join(" ")}`);
  return 0;
}
