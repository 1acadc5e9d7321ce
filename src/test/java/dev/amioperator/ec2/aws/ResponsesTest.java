package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.FastLaunchStateCode;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.SnapshotReturnCodes;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

class ResponsesTest {

  static Stream<Arguments> enums() {
    return Stream.of(
        Arguments.of(ImageState.values(), Image.State.UNKNOWN),
        Arguments.of(SnapshotState.values(), Snapshot.State.UNKNOWN),
        Arguments.of(InstanceStateName.values(), BuildInstance.State.UNKNOWN),
        Arguments.of(FastLaunchStateCode.values(), FastLaunch.State.UNKNOWN),
        Arguments.of(SnapshotReturnCodes.values(), DeleteSnapshotResult.UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("enums")
  <E extends Enum<E>> void mapsEveryValueThatSdkKnows(Enum<?>[] sdkValues, E unknown) {
    assertThat(sdkValues)
        .filteredOn(value -> !value.name().equals("UNKNOWN_TO_SDK_VERSION"))
        .isNotEmpty()
        .allSatisfy(
            value -> assertThat(Responses.toEnum(value, unknown).name()).isEqualTo(value.name()));
  }

  @Test
  void mapsMissingAndNewValuesToUnknown() {
    assertThat(Responses.toEnum(null, Image.State.UNKNOWN)).isEqualTo(Image.State.UNKNOWN);
    assertThat(Responses.toEnum(ImageState.UNKNOWN_TO_SDK_VERSION, Image.State.UNKNOWN))
        .isEqualTo(Image.State.UNKNOWN);
  }

  /** CreateImage reports a source image, too: the one of the instance, with other bytes. */
  @Test
  void takesOnlyCopiesForCopies() {
    assertThat(image(i -> i.sourceImageId("ami-2").sourceImageRegion("us-east-1")).copiedFrom())
        .contains(new Image.Source("ami-2", "us-east-1"));
    assertThat(image(i -> i.sourceImageId("ami-2")).copiedFrom())
        .contains(new Image.Source("ami-2", ""));
    assertThat(
            image(
                    i ->
                        i.sourceImageId("ami-2")
                            .sourceImageRegion("us-east-1")
                            .sourceInstanceId("i-1"))
                .copiedFrom())
        .isEmpty();
    assertThat(image(i -> {}).copiedFrom()).isEmpty();
  }

  @Test
  void readsTheLastLaunch() {
    assertThat(image(i -> i.lastLaunchedTime("2026-03-01T12:00:00.000Z")).lastLaunched())
        .contains(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(image(i -> {}).lastLaunched()).isEmpty();
  }

  private static Image image(
      Consumer<software.amazon.awssdk.services.ec2.model.Image.Builder> changes) {
    return Responses.images(
            DescribeImagesResponse.builder()
                .images(i -> changes.accept(i.imageId("ami-1").name("web")))
                .build())
        .items()
        .getFirst();
  }
}
