/*
 * R1, the benchmark model, as a plain C program: a record per person, a loop over persons, two threads.
 *
 * naive.c and thinning.c include this and say how acts are drawn; everything else is here and the same.
 * usage: PROGRAM people ticks seed threads   (people are rounded down to whole communities)
 */
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { COMMUNITY = 1024, FRIENDS = 4, KINDS = 16, BANDS = 4, MOST_TICKS = 1024, MOST_THREADS = 64 };

/* What the rate of a kind is multiplied by. */
enum Factor { ALWAYS, DILIGENT, CARELESS, OUTSPOKEN, CARELESS_OUTSPOKEN };

struct Kind {
  const char *name;
  double base; /* acts a year */
  enum Factor factor;
  int points;
};

enum { VOLUNTEERS = 6 };

static const struct Kind kinds[KINDS] = {
    {"pays_bill", 12, DILIGENT, 2},
    {"late_payment", 4, CARELESS, -25},
    {"default", 0.3, CARELESS, -150},
    {"traffic_offence", 1.5, CARELESS, -20},
    {"littering", 6, CARELESS, -3},
    {"picks_up", 3, DILIGENT, 4},
    {"volunteers", 1, DILIGENT, 25},
    {"donates", 0.8, DILIGENT, 20},
    {"opinion", 5, OUTSPOKEN, -8},
    {"unofficial_news", 2, OUTSPOKEN, -25},
    {"disturbance", 0.2, OUTSPOKEN, -100},
    {"false_accusation", 0.1, CARELESS_OUTSPOKEN, -100},
    {"games", 8, CARELESS, -2},
    {"diapers", 0.75, ALWAYS, 2},
    {"helps_neighbour", 4, DILIGENT, 5},
    {"award", 0.1, DILIGENT, 100},
};

struct Person {
  float conscientious, outspoken;
  int32_t points;    /* of this tick's records */
  int16_t score;     /* in sixteenths of a point */
  int16_t published; /* the score as friends see it: last tick's */
  uint16_t friends[FRIENDS];
  uint8_t urban, band, sanctioned; /* ticks left */
};

/* What a thread counts in a tick. */
struct Count {
  int64_t score, bands[BANDS], sanctioned, points[KINDS];
};

struct Thread {
  struct Person *people;
  int communities;
  int ticks;
  uint64_t seed;
  uint64_t random[4];
  struct Count counts[MOST_TICKS];
};

/* xoshiro256++ by Blackman and Vigna. */
static inline uint64_t next(uint64_t s[4]) {
  uint64_t sum = s[0] + s[3], result = ((sum << 23) | (sum >> 41)) + s[0], t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = (s[3] << 45) | (s[3] >> 19);
  return result;
}

static inline double uniform(uint64_t s[4]) { return (double)(next(s) >> 11) * 0x1p-53; }

/* splitmix64 */
static uint64_t mix(uint64_t *state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* By the program that includes this: draws a community's acts of a tick and lets their records fall on its people. */
static void act(struct Thread *thread, struct Person *people, int community, int tick, struct Count *count);

/* Whole-numbered beta: the k-th smallest of n uniforms is Beta(k, n + 1 - k). */
static double order_statistic(uint64_t random[4], int k, int n) {
  double drawn[16];
  for (int i = 0; i < n; i++) {
    double u = uniform(random);
    int at = i;
    for (; at > 0 && drawn[at - 1] > u; at--) drawn[at] = drawn[at - 1];
    drawn[at] = u;
  }
  return drawn[k - 1];
}

static void populate(uint64_t random[4], struct Person *people) {
  for (int i = 0; i < COMMUNITY; i++) {
    struct Person *person = &people[i];
    person->conscientious = (float)order_statistic(random, 5, 6);
    person->outspoken = (float)order_statistic(random, 2, 9);
    person->urban = uniform(random) < 0.6;
    person->score = person->published = 1000 * 16;
    person->points = 0;
    person->band = 2;
    person->sanctioned = 0;
  }
  for (int f = 0; f < FRIENDS; f++) {
    uint16_t order[COMMUNITY];
    for (int i = 0; i < COMMUNITY; i++) {
      int j = (int)(uniform(random) * (i + 1));
      order[i] = order[j];
      order[j] = (uint16_t)i;
    }
    for (int i = 0; i < COMMUNITY; i += 2) {
      people[order[i]].friends[f] = order[i + 1];
      people[order[i + 1]].friends[f] = order[i];
    }
  }
}

static int band_of(int score) { return score < 600 * 16 ? 0 : score < 850 * 16 ? 1 : score < 1150 * 16 ? 2 : 3; }

/* Records, friends' pull, decay; rounded by chance; clamped; band; sanction. */
static void score(uint64_t random[4], struct Person *people, struct Count *count) {
  double forgotten = 1 - pow(0.5, 1.0 / 104);
  for (int i = 0; i < COMMUNITY; i++) {
    struct Person *person = &people[i];
    int sum = 0;
    for (int f = 0; f < FRIENDS; f++) sum += people[person->friends[f]].published;
    double before = person->score;
    double pull = (sum / (double)FRIENDS - before) / 256, decay = (1000 * 16 - before) * forgotten;
    double after = floor(before + person->points * 16 + pull + decay + uniform(random));
    person->score = (int16_t)(after < 0 ? 0 : after > 2000 * 16 ? 2000 * 16 : after);
    person->points = 0;
    int band = band_of(person->score);
    if (band == 0 && person->band != 0) person->sanctioned = 26;
    else if (person->sanctioned > 0) person->sanctioned--;
    person->band = (uint8_t)band;
    count->score += person->score;
    count->bands[band]++;
    count->sanctioned += person->sanctioned > 0;
  }
  for (int i = 0; i < COMMUNITY; i++) people[i].published = people[i].score;
}

static void *run(void *argument) {
  struct Thread *thread = argument;
  for (int tick = 0; tick < thread->ticks; tick++) {
    for (int c = 0; c < thread->communities; c++) {
      struct Person *people = &thread->people[(size_t)c * COMMUNITY];
      act(thread, people, c, tick, &thread->counts[tick]);
      score(thread->random, people, &thread->counts[tick]);
    }
  }
  return NULL;
}

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void run_all(struct Thread *threads, int count) {
  pthread_t handles[MOST_THREADS];
  for (int t = 0; t < count; t++) pthread_create(&handles[t], NULL, run, &threads[t]);
  for (int t = 0; t < count; t++) pthread_join(handles[t], NULL);
}

static void report(const struct Thread *threads, int count, int64_t people, int ticks, double spent) {
  struct Count total = {0};
  for (int t = 0; t < count; t++) {
    const struct Count *last = &threads[t].counts[ticks - 1];
    total.score += last->score;
    total.sanctioned += last->sanctioned;
    for (int b = 0; b < BANDS; b++) total.bands[b] += last->bands[b];
    for (int k = 0; k < KINDS; k++) total.points[k] += last->points[k];
  }
  double n = (double)people;
  printf("{\"people\":%lld,\"ticks\":%d,\"threads\":%d,\"seconds\":%.6f,\"mean\":%.6f,\"bands\":[%.6f,%.6f,%.6f,%.6f],",
         (long long)people, ticks, count, spent, (double)total.score / 16 / n, (double)total.bands[0] / n,
         (double)total.bands[1] / n, (double)total.bands[2] / n, (double)total.bands[3] / n);
  printf("\"sanctioned\":%.6f,\"points\":{", (double)total.sanctioned / n);
  for (int k = 0; k < KINDS; k++)
    printf("%s\"%s\":%lld", k == 0 ? "" : ",", kinds[k].name, (long long)total.points[k]);
  printf("}}\n");
}

int main(int argc, char **argv) {
  if (argc != 5) return fprintf(stderr, "usage: %s people ticks seed threads\n", argv[0]), 1;
  int64_t communities = atoll(argv[1]) / COMMUNITY;
  int ticks = atoi(argv[2]), count = atoi(argv[4]);
  uint64_t state = strtoull(argv[3], NULL, 10);
  if (communities < 1 || ticks < 1 || ticks > MOST_TICKS || count < 1 || count > MOST_THREADS)
    return fprintf(stderr, "%s: at least %d people, 1 to %d ticks, 1 to %d threads\n", argv[0], COMMUNITY, MOST_TICKS,
                   MOST_THREADS),
           1;
  struct Person *people = malloc((size_t)communities * COMMUNITY * sizeof *people);
  struct Thread *threads = calloc((size_t)count, sizeof *threads);
  if (!people || !threads) return fprintf(stderr, "%s: too little memory\n", argv[0]), 1;
  for (int t = 0; t < count; t++) {
    int64_t from = communities * t / count, to = communities * (t + 1) / count;
    threads[t].people = people + from * COMMUNITY;
    threads[t].communities = (int)(to - from);
    threads[t].ticks = ticks;
    threads[t].seed = mix(&state);
    for (int i = 0; i < 4; i++) threads[t].random[i] = mix(&state);
    for (int64_t c = from; c < to; c++) populate(threads[t].random, people + c * COMMUNITY);
  }
  double begin = seconds();
  run_all(threads, count);
  report(threads, count, communities * COMMUNITY, ticks, seconds() - begin);
  return 0;
}
