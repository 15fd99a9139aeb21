import { expect, test } from "vitest";
import { sayApart } from "../../src/experiment/phrases.ts";

test("two figures that differ are told apart, and no more finely than that takes", () => {
  expect(sayApart(0.25, 0.26)).toEqual(["0.25", "0.26"]);
  expect(sayApart(14.6, 14.4)).toEqual(["14.6", "14.4"]);
  expect(sayApart(645.21, 644.9)).toEqual(["645.2", "644.9"]);
  expect(sayApart(645.0625, 645)).toEqual(["645.1", "645"]);
  expect(sayApart(-1.23412, -1.23411)).toEqual(["−1.23412", "−1.23411"]);
  expect(sayApart(7, 7)).toEqual(["7", "7"]);
});
