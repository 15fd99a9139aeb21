"""Counts triangles among near friends, from the description of friendships alone.

python3 triangles.py SEED PURPOSE COMMUNITY_SIZE NEAR SIZE  prints the number of sets of three people who are all
friends of each other, and the number of pairs who are friends.

The description (doc comments of chance.ts, plan.ts and ties.ts):
- Threefry-2x32: 13 rounds for draws, 20 for keys. A draw has (seed, purpose, tick) as its key and (entity or community,
  ordinal) as its counter.
- A purpose's key is a chain of 20-round blocks over its text under the words of the seed: it begins with (length, 0),
  puts two UTF-16 units at a time into the upper word, and ends with one more block. A tick's key is the block of
  (tick, "tick" in ASCII) under it; the world starts under tick -1.
- Lane l joins the slots of a community by a perfect matching: slots in the order of their draws (two words) under
  PURPOSE/matching l, two by two. friend(slot) = matching[slot ^ mask] ^ mask, with a mask per community and lane, the
  lowest bits of the first word at (community, lane) under PURPOSE/mask. Whoever is beyond the last person is absent.
"""

import sys
from itertools import combinations

WORD = 0xFFFFFFFF
TURNS = (13, 15, 26, 6, 17, 29, 16, 24)


def threefry(rounds, key, counter):
    keys = (key[0], key[1], 0x1BD11BDA ^ key[0] ^ key[1])
    a = (counter[0] + keys[0]) & WORD
    b = (counter[1] + keys[1]) & WORD
    for done in range(1, rounds + 1):
        turn = TURNS[(done - 1) % 8]
        a = (a + b) & WORD
        b = ((b << turn) | (b >> (32 - turn))) & WORD
        b ^= a
        if done % 4 == 0:
            a = (a + keys[done // 4 % 3]) & WORD
            b = (b + keys[(done // 4 + 1) % 3] + done // 4) & WORD
    return a, b


def start_key(seed, purpose):
    words = (seed >> 32, seed & WORD)
    state = (len(purpose), 0)
    for at in range(0, len(purpose), 2):
        pair = (purpose[at : at + 2] + "\0")[:2]
        state = threefry(20, words, (state[0] ^ (ord(pair[0]) << 16 | ord(pair[1])), state[1]))
    key = threefry(20, words, state)
    return threefry(20, key, (WORD, int.from_bytes(b"tick", "big")))


def matching_of(key, slots):
    order = sorted(range(slots), key=lambda slot: threefry(13, key, (slot, 0)))
    matching = [0] * slots
    for one, other in zip(order[::2], order[1::2]):
        matching[one], matching[other] = other, one
    return matching


def main():
    seed, purpose, slots, near, size = (sys.argv[1:] + [""])[0:5]
    seed, slots, near, size = int(seed), int(slots), int(near), int(size)
    matchings = [matching_of(start_key(seed, f"{purpose}/matching {lane}"), slots) for lane in range(near)]
    mask_key = start_key(seed, f"{purpose}/mask")
    triangles = 0
    pairs = 0
    for community in range((size + slots - 1) // slots):
        people = min(slots, size - community * slots)
        friends = [set() for _ in range(people)]
        for lane, matching in enumerate(matchings):
            mask = threefry(13, mask_key, (community, lane))[0] % slots
            for slot in range(people):
                other = matching[slot ^ mask] ^ mask
                if other < people:
                    friends[slot].add(other)
        pairs += sum(map(len, friends)) // 2
        for person, known in enumerate(friends):
            later = sorted(other for other in known if other > person)
            triangles += sum(third in friends[second] for second, third in combinations(later, 2))
    print(triangles, pairs)


main()
