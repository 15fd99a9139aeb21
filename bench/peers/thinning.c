/*
 * R1 with Lewis and Shedler's thinning: for each community and kind, draw how many candidates there are from the
 * highest rate anyone can have, put each on a person, and accept it with the chance that the person's rate has of it.
 */
#include "r1.h"

/* Widynski's Squares, 64 bits: the word of a counter under a key. */
static inline uint64_t squares(uint64_t counter, uint64_t key) {
  uint64_t x = counter * key, y = x, z = y + key, t;
  x = x * x + y, x = (x >> 32) | (x << 32);
  x = x * x + z, x = (x >> 32) | (x << 32);
  x = x * x + y, x = (x >> 32) | (x << 32);
  t = x = x * x + z, x = (x >> 32) | (x << 32);
  return t ^ ((x * x + y) >> 32);
}

/* Chances that there are at most so many candidates, by kind. */
enum { MOST_CANDIDATES = 512 };
static double cumulative[KINDS][MOST_CANDIDATES];
static pthread_once_t reckoned = PTHREAD_ONCE_INIT;

static void reckon(void) {
  for (int k = 0; k < KINDS; k++) {
    double mean = kinds[k].base / 52 * COMMUNITY, sum = 0;
    for (int n = 0; n < MOST_CANDIDATES; n++) {
      sum += exp(n * log(mean) - mean - lgamma(n + 1.0));
      cumulative[k][n] = sum;
    }
  }
}

static int candidates(int kind, double u) {
  const double *row = cumulative[kind];
  int low = 0, high = MOST_CANDIDATES - 1;
  while (low < high) {
    int middle = (low + high) / 2;
    if (u < row[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

static inline float share_of(enum Factor factor, const struct Person *person) {
  switch (factor) {
    case DILIGENT: return person->conscientious;
    case CARELESS: return 1 - person->conscientious;
    case OUTSPOKEN: return person->outspoken;
    case CARELESS_OUTSPOKEN: return (1 - person->conscientious) * person->outspoken;
    default: return 1;
  }
}

static void act(struct Thread *thread, struct Person *people, int community, int tick, struct Count *count) {
  pthread_once(&reckoned, reckon);
  /* Squares wants keys of irregular digits, and odd ones. */
  uint64_t key = thread->seed | 1;
  uint64_t counter = (uint64_t)community << 32 | (uint64_t)tick << 14;
  for (int k = 0; k < KINDS; k++) {
    int total = candidates(k, (double)(squares(counter++, key) >> 11) * 0x1p-53);
    for (int n = 0; n < total; n++) {
      uint64_t word = squares(counter++, key);
      int doer = word & (COMMUNITY - 1);
      float share = share_of(kinds[k].factor, &people[doer]) * (people[doer].urban ? 0.8f : 0.3f);
      if (k == VOLUNTEERS && people[doer].sanctioned) share *= 0.5f;
      /* 24 bits accept, 16 grade, 14 are left to tell whether the record falls on another. */
      if ((float)(word >> 40) * 0x1p-24f >= share) continue;
      uint32_t grade = (word >> 24) & 0xffff;
      int points = kinds[k].points * (grade < 45875 ? 1 : grade < 58982 ? 2 : 3), whom = doer;
      if (((word >> 10) & 0x3fff) < 164) {
        whom = (int)((squares(counter | 1ull << 63, key) >> 32) * (COMMUNITY - 1) >> 32);
        if (whom >= doer) whom++;
      }
      people[whom].points += points;
      count->points[k] += points;
    }
  }
}
