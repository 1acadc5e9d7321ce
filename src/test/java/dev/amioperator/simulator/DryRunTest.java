package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.conformance.ConformanceEnvironment;
import dev.amioperator.simulator.wire.SdkActions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.utils.builder.Buildable;

/** API reference, common parameters: with DryRun no action does anything. */
class DryRunTest {
  private final ConformanceEnvironment stage = ConformanceEnvironment.inProcess();
  private final String image = stage.image("web-1");

  static Stream<Method> actions() {
    return SdkActions.modelledBy(ConformanceEnvironment.inProcess().ec2(), Ec2Client.class)
        .stream();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void refusesEveryActionWithDryRun(Method action) throws Exception {
    List<?> before = world();
    try {
      action.invoke(stage.ec2(), request(action));
      throw new AssertionError(action.getName() + " has its effect with DryRun");
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).isInstanceOf(Ec2Exception.class);
    }
    assertThat(world()).isEqualTo(before);
    assertThat(stage.cloud().journal().leftovers()).isEmpty();
  }

  @Test
  void answersDryRunOperationForValidCall() {
    ConformanceEnvironment.refused(
        "DryRunOperation", () -> stage.ec2().deregisterImage(r -> r.imageId(image).dryRun(true)));
    ConformanceEnvironment.refused(
        "DryRunOperation", () -> stage.ec2().describeImages(r -> r.dryRun(true)));
    assertThat(stage.describe(image).imageId()).isEqualTo(image);
  }

  private List<?> world() {
    Ec2Client ec2 = stage.ec2();
    return List.of(
        ec2.describeImages().images(),
        ec2.describeSnapshots().snapshots(),
        ec2.describeTags().tags(),
        ec2.getEbsEncryptionByDefault(r -> {}).ebsEncryptionByDefault(),
        ec2.getImageBlockPublicAccessState(r -> {}).imageBlockPublicAccessState(),
        ec2.getSnapshotBlockPublicAccessState(r -> {}).stateAsString());
  }

  /** A request that names the image and the states that the simple settings want. */
  private SdkRequest request(Method action) throws ReflectiveOperationException {
    SdkPojo builder = (SdkPojo) action.getParameterTypes()[0].getMethod("builder").invoke(null);
    for (SdkField<?> field : builder.sdkFields()) {
      switch (field.memberName()) {
        case "DryRun" -> field.set(builder, true);
        case "ImageId" -> field.set(builder, image);
        case "State", "ImageBlockPublicAccessState" -> field.set(builder, "block-new-sharing");
        default -> {}
      }
    }
    return (SdkRequest) ((Buildable) builder).build();
  }
}
