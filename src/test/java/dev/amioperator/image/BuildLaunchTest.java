package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.InstanceAction.RunInstances;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BuildLaunchTest {
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/allowed";

  /** An alias may name another key by the time of the launch. */
  @Test
  void sendsKeyThatWasChecked() {
    ImageCase image =
        BuildFixtures.withSource(
            """
            {build: {base: {imageId: ami-0000000000000000b}, instanceType: t3.small, timeout: 30m,
              blockDeviceMappings: [
                {deviceName: /dev/sdf, ebs: {encrypted: true, kmsKeyId: alias/images}},
                {deviceName: /dev/sdg, ebs: {encrypted: true, kmsKeyId: alias/aws/ebs}},
                {deviceName: /dev/sdh, ebs: {volumeSize: 8}}],
              userData: {configMapKeyRef: {name: web, key: script}}}}
            """,
            null);
    RunInstances launch =
        BuildLaunch.of(
            image.desired(),
            Manifests.read("{}", BuildStatus.class),
            new BuildInputs.Complete(
                BuildFixtures.image("ami-0000000000000000b", Image.State.AVAILABLE),
                new byte[0],
                Map.of("alias/images", KEY)),
            Ec2Fixtures.NOW);

    assertThat(
            launch.blockDevices().stream()
                .filter(device -> device.name().startsWith("/dev/sd"))
                .map(ImageBlockDevice.Ebs.class::cast)
                .collect(
                    Collectors.toMap(
                        ImageBlockDevice.Ebs::name, device -> device.kmsKeyId().orElse(""))))
        .containsEntry("/dev/sdf", KEY)
        .containsEntry("/dev/sdg", "alias/aws/ebs")
        .containsEntry("/dev/sdh", "");
  }
}
