package dev.amioperator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.bench.Figure.Verdict;
import dev.amioperator.bench.ImageRecords.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageFiguresTest {
  private static final Instant TIME = Instant.parse("2026-06-01T12:00:00Z");

  private static List<Ec2Call> calls(String action, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> new Ec2Call(number, TIME, "eu-west-1", "ec2", action, "", ""))
        .toList();
  }

  private static ImageFigures figures(Phase created, Phase deleted, long writes, long residentMib) {
    return new ImageFigures(
        new ImageRecords(
            1000,
            100,
            created,
            new Phase(Duration.ofSeconds(120), 0, calls("CopyImage", 100)),
            deleted,
            2 * writes,
            writes,
            2 * writes,
            List.of(),
            new ImageRecords.Process(
                384, 380, residentMib, 0, Duration.ofSeconds(4), Duration.ofSeconds(100))));
  }

  private static List<String> missed(ImageFigures figures) {
    return figures.all().stream()
        .filter(figure -> figure.verdict() == Verdict.MISS)
        .map(Figure::name)
        .toList();
  }

  @Test
  void passesAtTheRateOfEc2() {
    Phase created =
        new Phase(
            Duration.ofSeconds(205),
            0,
            Stream.concat(
                    calls("RegisterImage", 1000).stream(), calls("DescribeImages", 50).stream())
                .toList());
    Phase deleted = new Phase(Duration.ofSeconds(300), 0, calls("DeregisterImage", 1650));

    assertThat(missed(figures(created, deleted, 1000, 384))).isEmpty();
  }

  @Test
  void missesBounds() {
    Phase created = new Phase(Duration.ofSeconds(210), 1, calls("RegisterImage", 1051));
    Phase deleted = new Phase(Duration.ofSeconds(300), 2, calls("DeregisterImage", 1651));

    assertThat(missed(figures(created, deleted, 1001, 385)))
        .containsExactly(
            "AmiImages not Ready",
            "images created twice",
            "time to Ready / bound",
            "EC2 calls an image",
            "status writes an image",
            "other writes an image",
            "events an image",
            "EC2 calls a deleted image",
            "objects not deleted",
            "resident memory, MiB");
  }
}
