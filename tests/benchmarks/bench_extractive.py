"""Titles and summaries a second, by words alone and with the embedding model.

`python -m tests.benchmarks.bench_extractive`; the Sessions are those of a demo world.
"""

from sdc_core.demo.insight_truth import cases_of_world
from sdc_core.embeddings.minilm import is_installed
from sdc_core.insights.evaluation.figures import evaluate
from sdc_core.llm.extractive.generator import ExtractiveGenerator

SESSIONS = 500


def main() -> None:
    """One line per generator, then the ratio."""
    cases = cases_of_world(sessions=SESSIONS, seed=7)
    kinds = [False, True] if is_installed() else [False]
    milliseconds = []
    for with_embeddings in kinds:
        generator = ExtractiveGenerator(with_embeddings=with_embeddings)
        evaluate(cases[:5], generator)  # loads what is loaded once
        report = evaluate(cases, generator)
        milliseconds.append(1000 * report.seconds / len(cases))
        print(
            f"{report.generator}: {milliseconds[-1]:.2f} ms a Session, "
            f"{report.named_share:.1%} of {len(report.with_accepted)} titles name the problem"
        )
    if len(milliseconds) > 1:
        print(f"the model takes {milliseconds[1] / milliseconds[0]:.0f} times as long")


if __name__ == "__main__":
    main()
