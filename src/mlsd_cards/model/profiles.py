"""What an interview for a job asks most, as data: a card's weight is what recalling it on the day is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_OF_PRIORITY = {1: 3.0, 2: 2.0, 3: 1.0}


@dataclass(frozen=True, slots=True)
class Profile:
    """A job: the `weights` of areas and of topics; a topic's counts times its area's, what is not named counts 1.

    `why` says in a line what such interviews dwell on.
    """

    name: str
    title: str
    why: str
    areas: Mapping[str, float] = field(default_factory=dict)
    topics: Mapping[str, float] = field(default_factory=dict)

    def weight(self, area: str, topic: str, priority: int) -> float:
        """What recalling a card is worth."""
        return _OF_PRIORITY.get(priority, 1.0) * self.areas.get(area, 1.0) * self.topics.get(topic, 1.0)


def _topics(weight: float, names: str) -> dict[str, float]:
    return dict.fromkeys(names.split(), weight)


GENERAL = Profile("general", "any machine-learning role", "Priority alone decides.")

PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "ads",
            "ads ranking",
            "Calibrated click and conversion rates, auctions and delayed feedback decide money directly.",
            {"metrics": 1.2, "losses": 1.2},
            _topics(
                1.8,
                "ctr ads-money calibration-ece calibration-methods normalized-entropy logloss delayed-feedback "
                "delay-window esmm ad-click",
            )
            | _topics(
                1.4,
                "dcn dlrm fm-deepfm wide-deep embedding-infra ab-testing interference bandits ips-ltr uplift "
                "count-ltv selection-bias two-tower explore-exploit",
            )
            | _topics(
                0.6, "detection vision vision-audio clip-siglip text-overlap pymk street-view-blur eta"
            ),
        ),
        Profile(
            "search",
            "search and retrieval",
            "Judged rankings, retrieval in stages and learning to rank are asked in depth.",
            {"metrics": 1.2},
            _topics(
                1.8,
                "ndcg mrr map precision-recall-k lambdarank listnet ranknet-bpr pointwise-pairwise-listwise "
                "inverted-index ann hnsw ivf-pq cross-bi-encoder search-ranking typeahead video-search",
            )
            | _topics(
                1.4,
                "retrieval-ann-recall index-refresh cascade transformer ips-ltr interleaving contrastive infonce "
                "visual-search rerank-diversity label-sources",
            )
            | _topics(0.6, "uplift forecast detection horovod anomaly demand-forecast churn-uplift"),
        ),
        Profile(
            "recsys",
            "recommendation",
            "Two-stage retrieval and ranking, feedback loops and long-term value are the core of the hour.",
            {"models": 1.3},
            _topics(
                1.8,
                "two-tower youtube-dnn cf-mf din sequential mmoe multitask sampled-softmax negatives feedback-loop "
                "cold-start watch-time video-rec news-feed short-video",
            )
            | _topics(
                1.4,
                "engagement beyond-accuracy rerank-diversity explore-exploit bandits dcn dlrm item2vec gnn ann "
                "interference multi-objective generative-rec event-rec similar-listings trending pymk",
            )
            | _topics(0.6, "detection perplexity text-overlap vision-audio quantile anomaly eta"),
        ),
        Profile(
            "llm",
            "LLM products",
            "Retrieval, serving cost, evaluation by judges and safety of generated text are asked first.",
            {"estimation": 1.2},
            _topics(
                1.8,
                "rag rag-eval llm-kv llm-engine llm-app llm-serving llm-inference llm-judge hallucination "
                "lm-alignment rag-assistant llm-chat code-completion",
            )
            | _topics(
                1.4,
                "peft transformer perplexity passk distill compression gpu training-efficiency fsdp-zero "
                "model-parallel ann cross-bi-encoder abuse-security build-buy-llm train-compute",
            )
            | _topics(0.6, "gbdt cf-mf fm-deepfm mape forecast eta demand-forecast dispatch-pricing"),
        ),
        Profile(
            "platform",
            "ML platform",
            "Features, pipelines, serving and operations for many teams, with numbers for capacity.",
            {"components": 1.5, "estimation": 1.3, "losses": 0.6, "models": 0.7},
            _topics(
                1.8,
                "feature-store pit-join model-server serving-modes orchestration registry-lineage monitoring release "
                "k8s-ray cicd-ct skew ml-platform",
            )
            | _topics(
                1.4,
                "feast hopsworks kafka flink lakehouse spark-batch event-time delivery-semantics data-validation "
                "data-parallel fsdp-zero gpu slo-availability latency-percentiles throughput-cost drift-incident "
                "tech-debt entity-resolution",
            ),
        ),
        Profile(
            "fraud",
            "fraud and integrity",
            "Rare positives, late labels and adversaries: costs, thresholds and review queues.",
            {"tradeoffs": 1.3, "data": 1.2},
            _topics(
                1.8,
                "pr-auc threshold-cost imbalance focal weighted-ce delay-window anomaly abuse-security gnn "
                "precision-recall-policy fraud spam harmful-content",
            )
            | _topics(
                1.4,
                "gbdt fbeta confusion accuracy-imbalance label-sources noise-quality labelling-human labeling "
                "drift-stats distribution-shift business-weighted feature-store flink fairness interpretability "
                "entity-cluster",
            )
            | _topics(0.6, "ndcg youtube-dnn watch-time text-overlap vision-audio forecast"),
        ),
        Profile(
            "vision",
            "computer vision",
            "Detection and embeddings, labelling at scale and models that must fit a device.",
            {"models": 1.1},
            _topics(
                1.8,
                "vision detection vision-audio clip-siglip triplet contrastive multimodal-fusion edge compression "
                "augmentation-synthetic visual-search street-view-blur keyword-spotting",
            )
            | _topics(
                1.4,
                "text-image-features distill labeling labelling-human noise-quality infonce ann gpu map "
                "model-server data-parallel video-search harmful-content",
            )
            | _topics(0.6, "ctr ads-money esmm watch-time text-overlap din fm-deepfm"),
        ),
    )
}
"""The job profiles by the name that `mlsd plan --for` takes."""


def profile_of(name: str | None) -> Profile:
    """The profile of this name; one that this version does not know weighs like `GENERAL`."""
    return GENERAL if name is None else PROFILES.get(name, GENERAL)
