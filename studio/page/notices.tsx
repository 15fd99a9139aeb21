import { addressFaults, faults, otherVersion, words } from "./state.ts";

/** What is wrong: with the address, with what was opened last; and that an address was made by another version. */
export function Notices() {
  const { notices } = words.value;
  const version = otherVersion.value;
  const wrong = addressFaults.value;
  const found = faults.value;
  return (
    <div class="notices" role="status">
      {version !== undefined && (
        <p class="notice">
          {notices.version(version)} <Close of={() => (otherVersion.value = undefined)} />
        </p>
      )}
      {wrong.length > 0 && (
        <div class="notice">
          <p>
            {notices.address} <Close of={() => (addressFaults.value = [])} />
          </p>
          <ul>
            {wrong.map((one) => (
              <li>
                <bdi>{one}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      {found.length > 0 && (
        <section class="notice problem" aria-label={notices.problem}>
          <p>
            <strong>{notices.problem}</strong> <Close of={() => (faults.value = [])} />
          </p>
          {found.slice(0, 20).map((one) => (
            <pre lang="en">{one.rendered}</pre>
          ))}
        </section>
      )}
    </div>
  );
}

function Close({ of }: { of: () => void }) {
  return (
    <button type="button" class="quiet" onClick={of}>
      {words.value.notices.close}
    </button>
  );
}
