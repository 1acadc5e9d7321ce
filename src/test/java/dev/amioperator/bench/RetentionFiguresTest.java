package dev.amioperator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.bench.Figure.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionFiguresTest {
  private static final Instant APPLIED = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void passesAtTheRateOfEc2() {
    RetentionFigures figures = figures(APPLIED.plusSeconds(101), calls(20, 1790), 1700, 600);

    assertThat(figures.all()).allMatch(figure -> figure.verdict() == Verdict.PASS);
    assertThat(figures.all().getFirst().measured()).isEqualTo(101 / 84.5);
  }

  @Test
  void missesBoundOfLatePlanAndMoreCalls() {
    RetentionFigures figures = figures(APPLIED.plusSeconds(102), calls(21, 1792), 2001, 701);

    assertThat(figures.all())
        .filteredOn(figure -> figure.verdict() == Verdict.MISS)
        .extracting(Figure::name)
        .containsExactly(
            "first plan / bound",
            "reference calls",
            "pages",
            "evaluation, s",
            "memory above idle, MiB");
  }

  @Test
  void missesBoundWithoutPlan() {
    assertThat(figures(null, calls(20, 1790), 1, 500).all().getFirst().verdict())
        .isEqualTo(Verdict.MISS);
  }

  private static RetentionFigures figures(
      Instant planned, List<Ec2Call> calls, long millis, long peakMib) {
    return new RetentionFigures(
        new RetentionRecords(
            20_000,
            17_900,
            APPLIED,
            APPLIED.plusSeconds(5),
            planned,
            calls,
            calls(20, 0),
            Duration.ofMillis(millis),
            500,
            peakMib));
  }

  private static List<Ec2Call> calls(int pages, int references) {
    return Stream.concat(
            IntStream.range(0, pages).mapToObj(i -> call("DescribeImages")),
            IntStream.range(0, references).mapToObj(i -> call("DescribeImageReferences")))
        .toList();
  }

  private static Ec2Call call(String action) {
    return new Ec2Call(1, APPLIED, "eu-west-1", "ec2", action, "", "");
  }
}
