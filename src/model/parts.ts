import { listOf, may, need, type Of, record } from "../language/shape.ts";
import { text } from "../language/values.ts";
import { channelsShape } from "./conduct/channels.ts";
import { conductShape } from "./conduct/conduct.ts";
import { encountersShape } from "./conduct/encounters.ts";
import { friendshipShape } from "./conduct/friendship.ts";
import { placesShape } from "./conduct/places.ts";
import { consequencesShape } from "./consequences/consequences.ts";
import { enterprisesShape } from "./enterprises/enterprises.ts";
import { institutionsShape } from "./institutions/institutions.ts";
import { lifeShape } from "./life/life.ts";
import { listsShape } from "./lists/lists.ts";
import { groupsShape } from "./measures/groups.ts";
import { measuresShape } from "./measures/measures.ts";
import { surveysShape } from "./measures/surveys.ts";
import { populationShape } from "./population/population.ts";
import { stateShape } from "./population/state.ts";
import { questionsShape } from "./questions/questions.ts";
import { redressShape } from "./redress/redress.ts";
import { schemeShape } from "./scheme/scheme.ts";
import { sourcesShape } from "./sources.ts";
import { responseShape } from "./stakes/response.ts";
import { timeShape } from "./time/time.ts";

/** The whole language: every part of a scenario, each declared, checked, documented and lowered in a file of its own. */
export const scenarioShape = record(
  {
    title: need(text(200), "what it is called"),
    about: may(text(4000), "what it shows, for a reader who knows nothing of it"),
    notes: may(
      listOf(text(1000), "a list of remarks", { most: 40 }),
      "what a reader should know: where sources disagree or are wrong, what is assumed and why",
    ),
    reform: may(
      record(
        { name: need(text(200), "what the difference is called"), because: may(text(1000), "why") },
        "a mapping with name",
      ),
      "the named difference from the scenario that this one extends",
    ),
    sources: may(sourcesShape, "what documented and reported figures name"),
    time: need(timeShape, "when the world begins, how long a tick is and how long it runs"),
    population: need(populationShape, "who lives in it"),
    state: may(stateShape, "what changes in people's lives besides the score"),
    conduct: may(conductShape, "what people do"),
    encounters: may(encountersShape, "on what occasions people meet, for conduct that is done to others"),
    friendship: may(friendshipShape, "how people drop friends and take them back"),
    channels: may(channelsShape, "how acts become records"),
    scheme: may(schemeShape, "how records become a score"),
    lists: may(listsShape, "blacklists and redlists"),
    redress: may(redressShape, "what a record leads to later: a dispute and its review, expiry, repair"),
    consequences: may(consequencesShape, "what follows from a score"),
    places: may(placesShape, "what there is not enough of for all who try, and who is served first"),
    response: may(responseShape, "what people change because of it"),
    institutions: may(institutionsShape, "what the operator does over time"),
    groups: may(groupsShape, "how measures can be told apart"),
    measures: may(measuresShape, "what is counted, besides what every world counts"),
    surveys: may(surveysShape, "what a sample of people is asked, and what they say"),
    enterprises: may(enterprisesShape, "the second kind of entity: what enterprises are, do and are under"),
    questions: may(questionsShape, "what it is asked, and by what the answer is told"),
    life: may(lifeShape, "the one scripted entity a run may have, among at least a thousand others"),
  },
  "a mapping with title, time and population",
);
export type ScenarioData = Of<typeof scenarioShape>;
