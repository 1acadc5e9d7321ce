package dev.amioperator.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observation.Failed;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Observation.Pending;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CombinedReferencesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ImageReference USE =
      new ImageReference("ami-1", "ec2:Instance", "arn:aws:ec2:::instance/i-1");

  @Test
  void isUnusedOnlyIfUnusedInEveryAccount() {
    assertThat(combined(unused(NOW), unused(NOW.minusSeconds(60))))
        .isEqualTo(unused(NOW.minusSeconds(60)));
    assertThat(combined(unused(NOW), used())).isEqualTo(used());
    assertThat(combined(unused(NOW), new Pending<>())).isEqualTo(new Pending<>());
    assertThat(combined(unused(NOW), failed(ErrorClass.DENIED)))
        .isEqualTo(failed(ErrorClass.DENIED));
  }

  @Test
  void isUsedWhateverElseFails() {
    assertThat(combined(failed(ErrorClass.DENIED), used())).isEqualTo(used());
    assertThat(combined(new Pending<>(), used())).isEqualTo(used());
  }

  /** A throttled read is repeated as if it were pending, so the other failure has to be told. */
  @Test
  void showsLastingFailureFirst() {
    assertThat(combined(failed(ErrorClass.THROTTLED), failed(ErrorClass.DENIED)))
        .isEqualTo(failed(ErrorClass.DENIED));
    assertThat(combined(failed(ErrorClass.THROTTLED), unused(NOW)))
        .isEqualTo(failed(ErrorClass.THROTTLED));
  }

  @SafeVarargs
  private static Observation<List<ImageReference>> combined(
      Observation<List<ImageReference>>... answers) {
    return CombinedReferences.of(List.of(answers));
  }

  private static Observation<List<ImageReference>> unused(Instant at) {
    return new Known<>(List.of(), at);
  }

  private static Observation<List<ImageReference>> used() {
    return new Known<>(List.of(USE), NOW);
  }

  private static final Failed<List<ImageReference>> DENIED = failure(ErrorClass.DENIED);
  private static final Failed<List<ImageReference>> THROTTLED = failure(ErrorClass.THROTTLED);

  private static Observation<List<ImageReference>> failed(ErrorClass errorClass) {
    return errorClass == ErrorClass.DENIED ? DENIED : THROTTLED;
  }

  private static Failed<List<ImageReference>> failure(ErrorClass errorClass) {
    return new Failed<>(
        new Ec2CallException(errorClass, "DescribeImageReferences", "code", "no", null), NOW);
  }
}
