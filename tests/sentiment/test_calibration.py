import pytest

from smwatch.sentiment.calibration import along, calibrated, corners


@pytest.mark.parametrize("lang", ["fr", "en", ""])
def test_a_score_never_falls_and_keeps_its_side(lang: str) -> None:
    means = [n / 100 for n in range(-100, 101)]
    scores = [calibrated(mean, lang) for mean in means]
    assert scores == sorted(scores)
    assert calibrated(0.0, lang) == 0
    assert all(
        (score < 0) == (mean < 0) and (score > 0) == (mean > 0) for mean, score in zip(means, scores, strict=True)
    )
    assert -1 <= scores[0] < -0.3
    assert 0.3 < scores[-1] <= 1


def test_lines_go_through_their_corners() -> None:
    for line in corners().values():
        assert [along(line, mean) for mean, _ in line] == pytest.approx([score for _, score in line])
        assert (line[0][0], line[-1][0]) == (-1.0, 1.0)
