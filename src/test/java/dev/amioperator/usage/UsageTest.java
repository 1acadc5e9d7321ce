package dev.amioperator.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Observation<List<ImageReference>> NONE =
      new Observation.Known<>(List.of(), NOW);
  private static final Observation<List<ImageReference>> USED =
      new Observation.Known<>(
          List.of(new ImageReference("ami-1", "ec2:Instance", "arn:aws:ec2:::instance/i-1")), NOW);
  private static final Observation<Boolean> READABLE = new Observation.Known<>(true, NOW);

  @Test
  void provesNonUseByCompleteAnswer() {
    assertThat(Usage.of(NONE, READABLE)).isEqualTo(new Usage.Unused(NOW));
  }

  @Test
  void treatsEmptyAnswerWithoutPermissionAsUnknown() {
    assertThat(Usage.of(NONE, denied("DescribeLaunchTemplates")))
        .isInstanceOfSatisfying(
            Usage.Unknown.class,
            unknown ->
                assertThat(unknown.message())
                    .contains("DescribeLaunchTemplates failed", "config/iam/observe.json"));
    assertThat(Usage.of(NONE, new Observation.Pending<>())).isEqualTo(new Usage.Pending());
  }

  @Test
  void showsReferencesWhateverElseIsUnreadable() {
    for (Observation<Boolean> readable :
        List.of(READABLE, UsageTest.<Boolean>denied("ListImageRecipes"), pending())) {
      assertThat(Usage.of(USED, readable)).isInstanceOf(Usage.Used.class);
    }
  }

  @Test
  void showsFailureOfReferences() {
    assertThat(Usage.of(denied("DescribeImageReferences"), READABLE))
        .isInstanceOfSatisfying(
            Usage.Unknown.class,
            unknown -> assertThat(unknown.message()).startsWith("DescribeImageReferences failed"));
  }

  private static Observation<Boolean> pending() {
    return new Observation.Pending<>();
  }

  private static <T> Observation<T> denied(String action) {
    return new Observation.Failed<>(
        new Ec2CallException(ErrorClass.DENIED, action, "UnauthorizedOperation", "no", null), NOW);
  }
}
