import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { SeenFriend } from "../../../src/index.ts";
import type { PersonWords } from "../../words/more/en.ts";
import { Behind } from "../charts/behind.tsx";

const [wide, high] = [320, 250];

interface FriendsOf {
  readonly friends: readonly SeenFriend[];
  /** By how much they have moved the standing; undefined where that is not known. */
  readonly pulled: number | undefined;
  readonly score: number;
  readonly words: PersonWords;
  readonly sayScore: (score: number) => string;
  readonly sayPoints: (points: number) => string;
  /** Of its files. */
  readonly name: string;
  readonly command: string;
}

/** Friends around a person: higher up who has the higher score, and a stroke as wide as each pulls. */
export function Friends(of: FriendsOf) {
  const { friends, pulled, score, words, sayScore } = of;
  const box = useRef<HTMLElement>(null);
  if (friends.length === 0) return <p class="quiet">{words.noFriends}</p>;
  const mean = friends.reduce((sum, friend) => sum + friend.score, 0) / friends.length;
  const reach = Math.max(...friends.map((friend) => Math.abs(friend.score - score)), 1e-9);
  const places = friends.map((friend, i) => {
    const across = ((i + 0.5) / friends.length) * (wide - 60) + 30;
    return { friend, x: across, y: high / 2 - ((friend.score - score) / reach) * (high / 2 - 26) };
  });
  const pull = Math.max(...friends.map(({ gain }) => Math.abs(gain)), 1e-9);
  return (
    <figure class="friends" ref={box}>
      <figcaption>
        {words.friendsSay(friends.length, sayScore(mean), sayScore(score))}
        {pulled !== undefined && pulled !== 0 && <> {words.pulled(of.sayPoints(pulled))}</>}
      </figcaption>
      <svg
        viewBox={`0 0 ${wide} ${high}`}
        role="img"
        aria-label={words.friendsSay(friends.length, sayScore(mean), sayScore(score))}
      >
        <line class="course-grid" x1={0} x2={wide} y1={high / 2} y2={high / 2} />
        {places.map(({ friend, x, y }) => (
          <line
            key={friend.friend}
            class={friend.score < score ? "tie is-lower" : "tie"}
            stroke-width={1 + (4 * Math.abs(friend.gain)) / pull}
            x1={wide / 2}
            y1={high / 2}
            x2={x}
            y2={y}
          />
        ))}
        {places.map(({ friend, x, y }) => (
          <g key={friend.friend}>
            <circle class={friend.score < score ? "friend is-lower" : "friend"} cx={x} cy={y} r={7} />
            <text class="course-mark middle" x={x} y={y < high / 2 ? y - 12 : y + 21}>
              {sayScore(friend.score)}
            </text>
          </g>
        ))}
        <circle class="oneself" cx={wide / 2} cy={high / 2} r={10} />
      </svg>
      <FriendsBehind {...of} box={box} />
    </figure>
  );
}

function FriendsBehind(of: FriendsOf & { readonly box: RefObject<HTMLElement | null> }) {
  const { friends, words, sayScore, sayPoints, name, command, box } = of;
  return (
    <Behind
      name={name}
      title={words.friendsTitle}
      table={{
        head: [words.friend, words.score, words.meanWithout],
        rows: friends.map(({ friend, score, gain }) => [String(friend), sayScore(score), sayPoints(gain)]),
      }}
      figures={() => ({
        head: ["friend", "score", "mean without"],
        rows: friends.map(({ friend, score, gain }) => [friend, score, gain]),
      })}
      command={command}
      box={box}
    />
  );
}
