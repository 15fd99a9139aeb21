import { holdClaims } from "../src/engine/meaning/claims.ts";

// What next steps call the command, whatever it is that runs the tests.
process.env.GLASSHOUSE_COMMAND = "glasshouse";
// Before every file of tests: whatever the interpreter reckons is held against what the plan claims to know of it.
holdClaims(true);
