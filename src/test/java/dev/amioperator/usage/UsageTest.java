package dev.amioperator.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.ReferencedImages;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String IMAGE = "ami-0123456789abcdef0";
  private static final Observation<List<ImageReference>> NONE =
      new Observation.Known<>(List.of(), NOW);
  private static final Observation<List<ImageReference>> USED =
      new Observation.Known<>(
          List.of(new ImageReference(IMAGE, "ec2:Instance", "arn:aws:ec2:::instance/i-1")), NOW);
  private static final Observation<Boolean> READABLE = new Observation.Known<>(true, NOW);

  @Test
  void provesNonUseByCompleteAnswer() {
    assertThat(usage(NONE, READABLE)).isEqualTo(new Usage.Unused(NOW));
  }

  @Test
  void treatsEmptyAnswerWithoutPermissionAsUnknown() {
    assertThat(usage(NONE, failed(ErrorClass.DENIED, "DescribeLaunchTemplates")))
        .isInstanceOfSatisfying(
            Usage.Unknown.class,
            unknown ->
                assertThat(unknown.message())
                    .contains("DescribeLaunchTemplates failed", "config/iam/observe.json"));
    assertThat(usage(NONE, new Observation.Pending<>())).isEqualTo(new Usage.Pending());
  }

  @Test
  void showsReferencesWhateverElseIsUnreadable() {
    for (Observation<Boolean> readable :
        List.of(
            READABLE,
            UsageTest.<Boolean>failed(ErrorClass.DENIED, "ListImageRecipes"),
            new Observation.Pending<Boolean>())) {
      assertThat(usage(USED, readable)).isInstanceOf(Usage.Used.class);
    }
  }

  @Test
  void showsFailureOfReferences() {
    assertThat(usage(failed(ErrorClass.DENIED, "DescribeImageReferences"), READABLE))
        .isInstanceOfSatisfying(
            Usage.Unknown.class,
            unknown -> assertThat(unknown.message()).startsWith("DescribeImageReferences failed"));
  }

  /** bonclay7/aws-amicleaner#57: images of launch configurations without instances were deleted. */
  @ParameterizedTest
  @EnumSource
  void countsResourcesOfEachListing(ListedResourceType type) {
    ImageReference reference = new ImageReference(IMAGE, type.value(), "arn:aws:…/web");
    var listed = new ReferencedImages(Map.of(IMAGE, List.of(reference)), Optional.empty());

    assertThat(usage(NONE, READABLE, with(type, new Observation.Known<>(listed, NOW))))
        .isEqualTo(new Usage.Used(List.of(reference)));
    assertThat(
            Usage.of(
                "ami-00000000000000000",
                NONE,
                places(READABLE, with(type, new Observation.Known<>(listed, NOW)))))
        .isEqualTo(new Usage.Unused(NOW));
  }

  /** Whatever keeps a place from answering, the verdict names the place, and nothing is unused. */
  @ParameterizedTest
  @EnumSource
  void namesUnreadableListing(ListedResourceType type) {
    for (ErrorClass errorClass : ErrorClass.values()) {
      assertThat(usage(NONE, READABLE, with(type, failed(errorClass, "Describe"))))
          .isInstanceOfSatisfying(
              Usage.Unknown.class,
              unknown -> assertThat(unknown.message()).contains(type.plural(), "Describe failed"));
    }
    assertThat(usage(NONE, READABLE, with(type, new Observation.Pending<>())))
        .isEqualTo(new Usage.Pending());
  }

  @ParameterizedTest
  @EnumSource
  void provesNonUseAsOfOldestListing(ListedResourceType type) {
    Instant before = NOW.minusSeconds(600);
    assertThat(
            usage(
                NONE, READABLE, with(type, new Observation.Known<>(ReferencedImages.NONE, before))))
        .isEqualTo(new Usage.Unused(before));
  }

  /** Netflix's Swabbie stops likewise when its usage data shrinks beyond belief. */
  @ParameterizedTest
  @EnumSource
  void doubtsSuddenlyEmptyListing(ListedResourceType type) {
    var emptied = new ReferencedImages(Map.of(), Optional.of(NOW));
    assertThat(usage(NONE, READABLE, with(type, new Observation.Known<>(emptied, NOW))))
        .isInstanceOfSatisfying(
            Usage.Unknown.class,
            unknown ->
                assertThat(unknown.message()).contains(type.plural(), "2026-03-01T12:05:00Z"));
  }

  private static Usage usage(
      Observation<List<ImageReference>> references, Observation<Boolean> readable) {
    return usage(references, readable, Stream.of());
  }

  private static Usage usage(
      Observation<List<ImageReference>> references,
      Observation<Boolean> readable,
      Stream<UsagePlace> others) {
    return Usage.of(IMAGE, references, places(readable, others));
  }

  private static List<UsagePlace> places(Observation<Boolean> readable, Stream<UsagePlace> others) {
    return Stream.concat(Stream.of(new ReferencePermissions("", readable)), others).toList();
  }

  /** Every listing, of which one has this answer and the others show no image. */
  private static Stream<UsagePlace> with(
      ListedResourceType type, Observation<ReferencedImages> answer) {
    return Arrays.stream(ListedResourceType.values())
        .map(
            other ->
                new ListedResources(
                    "",
                    other,
                    other == type ? answer : new Observation.Known<>(ReferencedImages.NONE, NOW)));
  }

  private static <T> Observation<T> failed(ErrorClass errorClass, String action) {
    return new Observation.Failed<>(
        new Ec2CallException(errorClass, action, "UnauthorizedOperation", "no", null), NOW);
  }
}
