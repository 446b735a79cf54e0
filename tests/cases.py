"""One small complete case study for tests, and the topics that it names."""

from __future__ import annotations

from mlsd_cards.deckfile.definitions import read_definitions
from mlsd_cards.model.definition import Definition

CASE = r"""area: one
definitions:
  - id: feed
    kind: case_study
    title: Home feed
    priority: 1
    gist: Many posts, few slots, and a goal that clicks only approximate.
    requires: [cascade]
    contrast: [two-tower]
    sources:
      - {title: Deep Neural Networks for YouTube Recommendations, by: Google, year: 2016, ref: "https://doi.org/10.1145/2959100.2959190"}
    family: recommendation
    level: [mid, senior]
    topics: [cascade, two-tower, event-log, feature-store, release]
    prompt: Our app opens with a feed of posts. Design the system that chooses and orders them.
    clarify:
      - key: goal
        ask: Which outcome are we improving, and over what horizon?
        why: Clicks and retention lead to different labels
        assume: Weekly return rate; satisfied reading time is the proxy
        must: true
      - key: size
        ask: How many daily readers and posts are there?
        why: Fixes the load and whether one model can score everything
        assume: 10 million daily readers with 5 loads each, 2 million eligible posts
        must: true
      - key: latency
        ask: What latency is allowed?
        why: Decides the depth of the funnel
        assume: 150 ms at p99 on the server
        must: true
      - {key: today, ask: What serves the feed today?, why: Gives baseline and fallback, assume: Newest first}
    requirements:
      functional: [Return 20 ordered posts, Respect blocks and mutes]
      nonfunctional: [p99 under 150 ms, '99.9% availability with a degraded mode']
    objective:
      business: More readers who come back every week
      ml: For a reader and a post, predict the chance of a satisfied read and order by it
      io: {input: '(reader, context, post)', output: P(satisfied read)}
      formula: '\(s = p_{read} \cdot (1 - p_{hide})\)'
      ask: A home feed should bring readers back every week. What should its ranker predict?
      rejected:
        - key: clicks
          option: Optimise click probability
          because: it rewards misleading headlines
          ask: What goes wrong when a home feed ranks posts by predicted clicks alone?
    metrics:
      ask: Reading time rises in a test of the home feed. Which guardrails must hold before launch?
      offline:
        - {key: recall, name: recall@200 on reads of the next day, stage: retrieval, target: above the champion}
        - {key: auc, name: AUC within one reader, stage: ranking}
      online:
        - {key: reads, name: satisfied reading time per reader, role: primary}
        - {key: return, name: weekly return rate, role: north_star}
        - {key: hides, name: hides and reports, role: guardrail, limit: no rise}
        - {key: tail, name: server p99 latency, role: guardrail, limit: 150 ms}
    data:
      sources:
        - {key: shown, what: Log of shown posts with position and request id, volume: 1e9 rows per day (assumed), delay: seconds}
        - {key: reads, what: Read events with seconds, volume: 2e8 rows per day (assumed), delay: minutes}
      label:
        positive: Read for 20 seconds within an hour of being shown
        negatives:
          - {key: random, what: Random posts for retrieval}
          - {key: skipped, what: Shown and skipped for the ranker}
        window: 1 hour, younger examples wait
        ask: When does a post shown in the feed become a positive example?
      traps:
        - key: position
          trap: Top slots are read more at equal relevance
          fix: Give the position to the model in training and fix it to one value when serving
          ask: Reads in the feed fall with the slot even at equal relevance. How do you keep that out of the ranker?
        - {key: exposure, trap: Labels exist only for shown posts, fix: Keep one slot for exploration and log its propensity}
        - {key: future, trap: Lifetime counters hold reads from after the impression, fix: Join features as of the event time}
    features:
      - {key: history, group: user, what: The last 50 reads with their age, freshness: 1 min, stages: [retrieval, ranking]}
      - {key: text, group: item, what: Embedding of the post, freshness: at upload, stages: [retrieval, ranking]}
      - {key: rates, group: item, what: Smoothed read rates, freshness: 5 min, stages: [ranking]}
      - {key: hour, group: context, what: Hour and device, freshness: request, stages: [ranking]}
    models:
      - {key: baseline, stage: all, model: Newest posts of followed authors, why: it is the fallback and the reference}
      - key: two-tower
        stage: retrieval
        model: A two-tower network with in-batch softmax
        why: post vectors can be computed ahead and searched by nearest neighbours
        loss: sampled softmax
        ask: Two million posts and 20 ms for retrieval in a home feed. Which model finds the candidates, and why?
      - {key: ranker, stage: ranking, model: Gradient-boosted trees on crossed features, why: 200 candidates leave time for exact features, loss: log-loss}
    architecture:
      lanes: [client, online, offline]
      nodes:
        - {key: app, lane: client, col: 0, label: App, short: App, kind: client}
        - {key: gw, lane: online, col: 0, label: Feed service, short: Feed, kind: service, component: cascade, fallback: newest posts from a cache}
        - {key: retr, lane: online, col: 1, label: Retrieval, short: Retrieval, kind: service, component: two-tower, fallback: followed authors only}
        - {key: rank, lane: online, col: 2, label: Ranker, short: Ranker, kind: model, fallback: order of retrieval}
        - {key: fs, lane: online, col: 3, label: Feature store, short: Features, kind: store, component: feature-store}
        - {key: log, lane: offline, col: 0, label: Event log, short: Log, kind: log, component: event-log}
        - {key: train, lane: offline, col: 1, label: Training, short: Training, kind: job}
      edges:
        - {from: app, to: gw, mode: sync, label: request}
        - {from: gw, to: retr, mode: sync, label: reader}
        - {from: retr, to: rank, mode: sync, label: 200 posts}
        - {from: fs, to: rank, mode: sync, label: features}
        - {from: rank, to: gw, mode: sync, label: scores}
        - {from: app, to: log, mode: stream, label: reads}
        - {from: log, to: train, mode: batch, label: examples}
        - {from: train, to: rank, mode: batch, label: deploy}
      no_fallback: [fs]
      boxes:
        - key: rank
          why: scores 200 candidates with the heavy model
          ask: Candidates and features enter the hidden box of the home feed and scores leave it. Which part is it?
    budget:
      unit: ms
      total: 150
      hops: [{key: network, time: 20}, {key: retrieval, time: 30}, {key: ranking, time: 70, what: 'features and scoring'}, {key: margin, time: 30}]
    scale:
      - key: loads
        text: Page loads per second on average
        calc: 10e6 * 5 / 86400
        result: 579
        unit: loads/s
      - key: scores
        text: Ranker scores per second at peak
        calc: readers * loads / 86400 * 3 * 200
        vary: {readers: [10e6, 5e6, 20e6], loads: [5, 10, 20]}
        result: 347222
        unit: scores/s
        ask: '{readers} daily readers load a feed {loads} times each, peak is 3 times the average and 200 posts are ranked a load. How many ranker scores a second?'
        answer: About {result} scores per second
        steps: ['{readers} × {loads} / 86,400 = {= readers*loads/86400} loads/s on average', '× 3 × 200 = {result} scores/s']
      - {key: vectors, text: Post vectors of 64 floats, calc: 2e6 * 64 * 4 / 1e9, result: 0.512, unit: GB}
    failures:
      - key: stale
        when: Read rates drop an hour after a deploy
        detect: Feature age per group
        do: Serve defaults for the stale group and replay the log
        ask: Read rates of a feed drop an hour after a deploy, and features are three hours old. What do you do first?
      - {key: headlines, when: Clicks rise while hides rise, detect: The guardrail on hides, do: Raise the weight of hides}
      - {key: timeout, when: The ranker times out, detect: Rate of fallbacks, do: Serve the order of retrieval}
    followups:
      - key: conflict
        ask: Reading time is up 2% but the weekly return rate of a feed is down 0.3%. What decides whether you ship?
        points: [Check validity and power, 'Retention is the north star, so the default is no', Look for segments]
      - {key: fresh, ask: An author says that new posts get no readers. What do you check?, points: [Eligibility, Index lag, Exploration quota]}
      - {key: cost, ask: How would you halve the cost of serving the feed?, points: [Profile by stage, Rank fewer candidates, Quantise]}
    published:
      - {title: Deep Neural Networks for YouTube Recommendations, by: Google, year: 2016, ref: "https://doi.org/10.1145/2959100.2959190"}
      - {title: Recommending What Video to Watch Next, by: Google, year: 2019, ref: "https://doi.org/10.1145/3298689.3346997"}
    interview:
      steps:
        - key: clarify
          minutes: 5
          minutes_60: 6
          say: You have the prompt. What do you want to know first?
          expect:
            - {key: goal, w: 2, level: must, point: Asks for the goal and its horizon, ref: [clarify.goal, objective.ml]}
            - {key: numbers, w: 2, level: must, point: 'Gets or assumes readers, loads and latency as numbers', ref: [clarify.size, 'topic:cascade']}
            - {key: today, w: 1, level: good, point: Asks what exists today, ref: clarify.today}
          red_flags: [Starts with a model]
        - key: framing
          minutes: 6
          minutes_60: 7
          say: How do you turn that into a learning problem?
          expect:
            - {key: io, w: 2, level: must, point: 'States input, output and unit of prediction', ref: objective}
            - {key: clicks, w: 1, level: good, point: Says why clicks alone mislead, ref: objective.rejected.clicks}
            - {key: guards, w: 2, level: must, point: Names a primary metric with guardrails, ref: metrics}
          red_flags: [Only AUC, No guardrail]
        - key: sketch
          minutes: 4
          minutes_60: 5
          say: Draw the whole thing before going deep.
          expect:
            - {key: funnel, w: 2, level: must, point: Draws retrieval before ranking with counts, ref: architecture}
            - {key: loop, w: 1, level: good, point: Closes the logging loop, ref: architecture.nodes.log}
        - key: data
          minutes: 9
          minutes_60: 12
          say: Where do labels and features come from?
          expect:
            - {key: label, w: 2, level: must, point: 'Defines positive, negative and window', ref: data.label}
            - {key: negatives, w: 2, level: must, point: Takes different negatives for retrieval and ranking, ref: ['data.label.negatives.random', 'note:why-two-negatives']}
            - {key: bias, w: 2, level: must, point: Names position bias and a fix, ref: data.traps.position}
            - {key: fresh, w: 1, level: senior, point: Gives the freshness of each feature group, ref: features}
        - key: model
          minutes: 9
          minutes_60: 14
          say: Go deep on one stage.
          expect:
            - {key: baseline, w: 1, level: good, point: Starts with a baseline, ref: models.baseline}
            - {key: retrieval, w: 2, level: must, point: 'Names retrieval model, loss and index with the reason', ref: models.two-tower}
            - {key: depth, w: 2, level: senior, point: Shows one real depth}
          red_flags: [Names architectures without reasons]
        - key: serving
          minutes: 6
          minutes_60: 8
          say: Make it fast enough at peak.
          expect:
            - {key: load, w: 2, level: must, point: Computes the scoring load at peak, ref: scale.scores}
            - {key: budget, w: 1, level: good, point: Splits the latency budget, ref: budget.hops.ranking}
            - {key: degrade, w: 1, level: senior, point: Gives a fallback for each stage, ref: failures.timeout}
        - key: operate
          minutes: 4
          minutes_60: 5
          say: How do you ship it and keep it healthy?
          expect:
            - {key: ramp, w: 1, level: must, point: 'Goes from shadow to canary to a test', ref: 'topic:release'}
            - {key: monitor, w: 2, level: must, point: Monitors feature age and outcomes, ref: failures.stale}
            - {key: react, w: 1, level: good, point: Weighs rising clicks against rising hides, ref: failures.headlines}
        - key: close
          minutes: 2
          minutes_60: 3
          say: What would you change with more time?
          expect:
            - {key: weak, w: 1, level: senior, point: Names the weakest decision and the next experiment}
      probes: [conflict, fresh]
      grading: {strong_hire: 0.80, hire: 0.65, lean_no: 0.50, must_floor: 0.75}
    generate:
      - objective.ml
      - rejected.clicks
      - label.definition
      - trap.position
      - model.two-tower
      - estimate.scores
      - failure.stale
      - followup.conflict
      - metric.guardrails
      - box.rank
    notes:
      - key: why-two-negatives
        role: mechanism
        ask: In a two-stage feed, why does the retrieval model need random negatives while the ranker does not?
        answer: Retrieval scores the whole catalogue, so it must push away arbitrary posts; the ranker only sees plausible ones.
      - key: late-labels
        role: choice
        ask: A home feed counts a read after 20 seconds. Which examples should the hourly training job leave out?
        answer: Those younger than the label window, because their reads may still arrive.
"""

TOPICS = """area: two
definitions:
""" + "".join(
    f"""  - id: {name}
    kind: topic
    title: {name.replace("-", " ").capitalize()}
    notes:
      - {{key: what, role: definition, ask: What is a {name.replace("-", " ")} for?, answer: The {name} part.}}
"""
    for name in ("cascade", "two-tower", "event-log", "feature-store", "release")
)
"""A deck file with the topics that the case names."""

FILES = {"one/feed.yaml": CASE, "two/topics.yaml": TOPICS}
"""A deck folder's files, for `decks.write_deck`: the case and its topics, without a problem."""


def case_study() -> Definition:
    """The case as its file gives it: sound, with its generated and its hand-written notes."""
    read = read_definitions(CASE, "one/feed.yaml")
    assert not read.problems, read.problems[0]
    (definition,) = read.definitions
    return definition
