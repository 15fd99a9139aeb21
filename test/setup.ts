import { holdClaims } from "../src/engine/meaning/claims.ts";

// Before every file of tests: whatever the interpreter reckons is held against what the plan claims to know of it.
holdClaims(true);
