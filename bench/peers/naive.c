/* R1 the plain way: for each person and each kind, draw how many acts there are. */
#include "r1.h"

static double factor_of(enum Factor factor, const struct Person *person) {
  switch (factor) {
    case DILIGENT: return person->conscientious;
    case CARELESS: return 1 - person->conscientious;
    case OUTSPOKEN: return person->outspoken;
    case CARELESS_OUTSPOKEN: return (1 - person->conscientious) * person->outspoken;
    default: return 1;
  }
}

/* A Poisson number, by inversion. */
static int poisson(uint64_t random[4], double mean) {
  double u = uniform(random), chance = exp(-mean), sum = chance;
  int k = 0;
  while (u >= sum && k < 64) {
    chance *= mean / ++k;
    sum += chance;
  }
  return k;
}

static void record(uint64_t random[4], struct Person *people, int doer, const struct Kind *kind, int64_t *total) {
  if (uniform(random) >= (people[doer].urban ? 0.8 : 0.3)) return;
  double u = uniform(random);
  int points = kind->points * (u < 0.7 ? 1 : u < 0.9 ? 2 : 3);
  int whom = doer;
  if (uniform(random) < 0.01) {
    whom = (int)(uniform(random) * (COMMUNITY - 1));
    if (whom >= doer) whom++;
  }
  people[whom].points += points;
  *total += points;
}

static void act(struct Thread *thread, struct Person *people, int community, int tick, struct Count *count) {
  (void)community, (void)tick;
  for (int i = 0; i < COMMUNITY; i++) {
    for (int k = 0; k < KINDS; k++) {
      double yearly = kinds[k].base * factor_of(kinds[k].factor, &people[i]);
      if (k == VOLUNTEERS && people[i].sanctioned) yearly /= 2;
      int acts = poisson(thread->random, yearly / 52);
      for (int a = 0; a < acts; a++) record(thread->random, people, i, &kinds[k], &count->points[k]);
    }
  }
}
