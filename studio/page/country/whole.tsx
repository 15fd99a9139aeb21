import { useState } from "preact/hooks";
import { save } from "../charts/saved.ts";
import { faults, faultsOf, go, people, portrayed, route, theHost, words } from "../state.ts";
import { thePicture } from "./country.tsx";

/** What can be had of a whole run: its picture, its figures, a page to publish; and a person by number. */
export function Whole() {
  const { country, world } = words.value;
  const name = `${portrayed.value?.name ?? "world"}-${route.value.seed}`;
  const keep = async (ending: string, make: () => Promise<Blob>): Promise<void> => {
    try {
      save(`${name}.${ending}`, await make());
    } catch (error) {
      faults.value = faultsOf(error);
    }
  };
  const csv = async (): Promise<Blob> => new Blob([(await theHost().csv())[0] ?? ""], { type: "text/csv" });
  const page = async (): Promise<Blob> => new Blob([await theHost().page()], { type: "text/html" });
  const png = async (): Promise<Blob> => (await thePicture()?.png()) ?? new Blob([]);
  return (
    <details class="whole">
      <summary>{world.whole}</summary>
      <ByNumber />
      <p class="saves">
        <button type="button" onClick={() => void keep("png", png)}>
          {country.save}
        </button>
        <button type="button" onClick={() => void keep("csv", csv)}>
          {world.csv}
        </button>
        <button type="button" onClick={() => void keep("html", page)}>
          {world.page}
        </button>
      </p>
    </details>
  );
}

/** Somebody by number: the way to a file for who sees no picture. */
function ByNumber() {
  const { country } = words.value;
  const [person, setPerson] = useState("0");
  const most = Math.max(0, people.value - 1);
  const open = (event: Event): void => {
    event.preventDefault();
    if (/^\d{1,10}$/.test(person) && +person <= most) void go({ person: +person });
  };
  return (
    <form class="by-number" onSubmit={open}>
      <label>
        {country.person}{" "}
        <input
          type="number"
          min={0}
          max={most}
          value={person}
          onInput={(event) => setPerson(event.currentTarget.value)}
        />
      </label>
      <button type="submit">{country.open}</button>
    </form>
  );
}
