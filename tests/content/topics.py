"""What the decks must teach: topic ids by area with their least number of cards, kept apart from the decks."""

from __future__ import annotations

TOPICS: dict[str, dict[str, int]] = {
    "metrics": {
        "confusion": 6,
        "accuracy-imbalance": 4,
        "fbeta": 5,
        "roc-auc": 6,
        "pr-auc": 4,
        "logloss": 4,
        "normalized-entropy": 4,
        "calibration-ece": 5,
        "calibration-methods": 6,
        "brier": 3,
        "threshold-cost": 4,
        "mae-rmse": 5,
        "mape": 4,
        "quantile-coverage": 4,
        "precision-recall-k": 5,
        "mrr": 4,
        "map": 4,
        "ndcg": 6,
        "sampled-metrics": 4,
        "retrieval-ann-recall": 4,
        "beyond-accuracy": 5,
        "ctr": 5,
        "ads-money": 5,
        "engagement": 5,
        "guardrails-oec": 4,
        "latency-percentiles": 5,
        "slo-availability": 4,
        "throughput-cost": 4,
        "llm-serving": 5,
        "perplexity": 4,
        "text-overlap": 5,
        "llm-judge": 5,
        "rag-eval": 5,
        "passk": 3,
        "vision-audio": 5,
        "drift-stats": 6,
        "fairness": 5,
        "ope": 5,
        "entity-cluster": 3,
        "uplift": 3,
    },
    "losses": {
        "bce": 5,
        "softmax-ce": 5,
        "weighted-ce": 5,
        "focal": 4,
        "business-weighted": 6,
        "watch-time": 4,
        "mse-mae-huber": 5,
        "quantile": 4,
        "count-ltv": 3,
        "hinge": 3,
        "pointwise-pairwise-listwise": 5,
        "ranknet-bpr": 4,
        "lambdarank": 4,
        "listnet": 3,
        "contrastive": 4,
        "triplet": 4,
        "infonce": 6,
        "sampled-softmax": 6,
        "clip-siglip": 4,
        "multitask": 5,
        "esmm": 3,
        "delayed-feedback": 4,
        "ips-ltr": 4,
        "distill": 4,
        "lm-alignment": 6,
        "detection": 4,
        "regularisation": 4,
    },
}

PRIORITY_1 = frozenset(
    """
    confusion accuracy-imbalance fbeta roc-auc pr-auc logloss
    normalized-entropy calibration-ece calibration-methods threshold-cost mae-rmse precision-recall-k
    mrr map ndcg retrieval-ann-recall ctr ads-money
    engagement guardrails-oec latency-percentiles slo-availability llm-serving llm-judge
    rag-eval drift-stats fairness bce softmax-ce weighted-ce
    focal business-weighted mse-mae-huber quantile pointwise-pairwise-listwise ranknet-bpr
    lambdarank contrastive triplet infonce sampled-softmax multitask
    distill lm-alignment
    """.split()
)
