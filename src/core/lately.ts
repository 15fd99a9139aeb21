/**
 * What stands under a key, made where it is not there; of so many at most the one asked for longest ago is forgotten. What is
 * kept is anybody's who asks: not to be written to.
 */
export function lately<K, V>(kept: Map<K, V>, key: K, most: number, make: () => V): V {
  const found = kept.get(key) ?? make();
  // Behind all others: the first of a map is the one longest unasked for.
  kept.delete(key);
  kept.set(key, found);
  if (kept.size > most) kept.delete(kept.keys().next().value!);
  return found;
}
