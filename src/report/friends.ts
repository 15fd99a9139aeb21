import type { Run } from "../index.ts";
import { type Course, coursesOf, layCourses } from "./figures.ts";
import type { Paint } from "./paint.ts";
import { plain } from "./wording.ts";

/** What is measured of friendships over time: who has none left, how alike friends are, which are cut. */
export function layFriends(run: Run, width: number, paint: Paint): string[] {
  const { legend, plan } = run;
  const courses = legend.measures.flatMap(({ measure, words, topic }, place): Course[] => {
    const isShare = plan.measures[place]!.figure === "share";
    return topic === "ties" ? coursesOf({ name: plain(words), measure, isShare }, run) : [];
  });
  return layCourses(courses, width, paint);
}
